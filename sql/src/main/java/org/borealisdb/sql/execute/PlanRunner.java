package org.borealisdb.sql.execute;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.row.KeyEncoder;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.ValueOrder;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SortKey;
import org.jspecify.annotations.Nullable;

/** Opens plans. */
public final class PlanRunner {
    private final Execution execution;

    /** Opens plans within an execution. */
    public PlanRunner(Execution execution) {
        this.execution = execution;
    }

    /** Returns the rows of a plan. */
    public RowIterator open(Plan plan) {
        PlanMeasure measure = execution.measureOf(plan);
        if (measure == null) {
            return openNode(plan);
        }
        long started = measure.start();
        return measure.of(openNode(plan), started);
    }

    private RowIterator openNode(Plan plan) {
        return switch (plan) {
            case Plan.Single single -> list(List.of(BoxedRow.empty()));
            case Plan.Scan scan -> new TableScan(execution, scan);
            case Plan.KeyedScan keyed -> new KeyedRows(new TableScan(execution, keyed.scan()));
            case Plan.Rows rows -> rows(rows);
            case Plan.Computed computed -> list(computed(computed));
            case Plan.SetScan scan -> SetRows.scan(execution, scan);
            case Plan.ProjectSet sets -> SetRows.beside(execution, open(sets.input()), sets);
            case Plan.Lateral lateral -> new LateralRows(execution, this, lateral);
            case Plan.Recursive recursive -> new RecursiveRows(execution, this, recursive);
            case Plan.Working working -> list(execution.working(working.identity()));
            case Plan.Shared shared ->
                execution
                        .shared(shared.identity(), () -> {
                            // A frame of its own: another reader may be in the middle of a row.
                            PlanRunner own = new PlanRunner(execution.nested());
                            return new SharedRows(own.open(shared.input()), shared.types());
                        })
                        .reader();
            case Plan.Changed changed -> list(execution.changes().rows(execution, changed.identity()));
            case Plan.Series series -> series(series);
            case Plan.Filter filter -> filter(filter);
            case Plan.Project project -> {
                RowIterator input = open(project.input());
                ComputedRow row = new ComputedRow(execution, project.values());
                yield step(row, () -> {
                    if (!input.next()) {
                        return false;
                    }
                    row.compute(execution.frame(input.row()));
                    return true;
                });
            }
            case Plan.Join join -> new JoinRows(execution, this, join);
            case Plan.Group group -> list(new GroupRows(execution, group).rows(open(group.input())));
            case Plan.Window window -> new WindowRows(execution, this, window);
            case Plan.Sort sort -> sort(sort);
            case Plan.LockRows lock -> new LockedRows(execution, open(lock.input()), lock);
            case Plan.Limit limit -> limit(limit);
            case Plan.Distinct distinct -> distinct(distinct);
            case Plan.Combine combine -> combine(combine);
        };
    }

    /** Returns the rows of a statement's plan; with data changes in WITH, all of these are run before the first row comes. */
    public RowIterator openStatement(Plan plan) {
        if (!execution.hasChanges()) {
            return open(plan);
        }
        List<BoxedRow> rows = all(plan);
        execution.finishChanges();
        return list(rows);
    }

    private List<RowSource> computed(Plan.Computed plan) {
        if (plan.key().isEmpty()) {
            return plan.supplier().rows();
        }
        int column = plan.key().get().column();
        Object value = execution.value(plan.key().get().value());
        return value == null
                ? List.of()
                : plan.supplier().rows(column, plan.types().get(column), value);
    }

    private static RowIterator step(RowSource row, BooleanSupplier advance) {
        return new RowIterator() {
            @Override
            public boolean next() {
                return advance.getAsBoolean();
            }

            @Override
            public RowSource row() {
                return row;
            }
        };
    }

    private static RowIterator list(List<? extends RowSource> rows) {
        return new RowIterator() {
            private int at = -1;

            @Override
            public boolean next() {
                return ++at < rows.size();
            }

            @Override
            public RowSource row() {
                return rows.get(at);
            }
        };
    }

    private RowIterator rows(Plan.Rows plan) {
        return new RowIterator() {
            private int at = -1;
            private RowSource row = BoxedRow.empty();

            @Override
            public boolean next() {
                if (++at >= plan.rows().size()) {
                    return false;
                }
                ComputedRow computed = new ComputedRow(execution, plan.rows().get(at));
                computed.compute(execution.frame(BoxedRow.empty()));
                row = computed;
                return true;
            }

            @Override
            public RowSource row() {
                return row;
            }
        };
    }

    private RowIterator series(Plan.Series plan) {
        Object from = execution.value(plan.from());
        Object to = execution.value(plan.to());
        Object by = execution.value(plan.step());
        if (from == null || to == null || by == null) {
            return list(List.of());
        }
        long end = Values.unboxLong(to);
        long step = Values.unboxLong(by);
        if (step == 0) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "step size cannot equal zero");
        }
        return new RowIterator() {
            private long value = Values.unboxLong(from);
            private boolean begun;
            private RowSource row = BoxedRow.empty();

            @Override
            public boolean next() {
                execution.step();
                if (begun) {
                    long following = value + step;
                    if (((value ^ following) & (step ^ following)) < 0) {
                        return false;
                    }
                    value = following;
                }
                begun = true;
                row = BoxedRow.of(value);
                return step > 0 ? value <= end : value >= end;
            }

            @Override
            public RowSource row() {
                return row;
            }
        };
    }

    private RowIterator filter(Plan.Filter plan) {
        RowIterator input = open(plan.input());
        Evaluator condition = execution.compile(plan.condition());
        return new RowIterator() {
            @Override
            public boolean next() {
                while (input.next()) {
                    if (condition.isTrue(execution.frame(input.row()))) {
                        return true;
                    }
                }
                return false;
            }

            @Override
            public RowSource row() {
                return input.row();
            }
        };
    }

    /** Returns a copy of a row that stays. */
    static BoxedRow copy(RowSource row, List<SqlType> types) {
        @Nullable Object[] values = new Object[types.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Values.read(row, i, types.get(i));
        }
        return BoxedRow.of(values);
    }

    /** Returns copies of all rows of a plan. */
    List<BoxedRow> all(Plan plan) {
        List<SqlType> types = plan.types();
        List<BoxedRow> rows = new ArrayList<>();
        RowIterator input = open(plan);
        while (input.next()) {
            execution.step();
            rows.add(copy(input.row(), types));
        }
        return rows;
    }

    /** Returns the first columns of a row as bytes that are equal for equal values, NULL being equal to NULL. */
    static ByteBuffer key(RowSource row, List<SqlType> types, int columns) {
        ByteSink sink = new ByteSink();
        for (int i = 0; i < columns; i++) {
            append(sink, row, types, i);
        }
        return ByteBuffer.wrap(sink.toBytes());
    }

    /** Returns some columns of a row as such bytes. */
    static ByteBuffer key(RowSource row, List<SqlType> types, List<Integer> places) {
        ByteSink sink = new ByteSink();
        for (int place : places) {
            append(sink, row, types, place);
        }
        return ByteBuffer.wrap(sink.toBytes());
    }

    private static void append(ByteSink sink, RowSource row, List<SqlType> types, int place) {
        SqlType type = types.get(place);
        boolean whole = type.is(BuiltInType.INT2) || type.is(BuiltInType.INT4);
        KeyEncoder.append(sink, KeyColumn.ascending(whole ? BuiltInType.INT8.type() : type), row, place);
    }

    private RowIterator sort(Plan.Sort plan) {
        List<SqlType> types = plan.types();
        List<BoxedRow> rows = all(plan.input());
        rows.sort((left, right) -> compare(plan.keys(), types, left, right));
        return list(rows);
    }

    static int compare(List<SortKey> keys, List<SqlType> types, RowSource left, RowSource right) {
        for (SortKey key : keys) {
            int column = key.column();
            boolean leftNull = left.isNull(column);
            boolean rightNull = right.isNull(column);
            int order;
            if (leftNull || rightNull) {
                order = leftNull == rightNull ? 0 : leftNull == key.nullsFirst() ? -1 : 1;
            } else {
                SqlType type = types.get(column);
                order = switch (type.kind()) {
                    case LONG -> Long.compare(left.longAt(column), right.longAt(column));
                    case DOUBLE -> ValueOrder.compareDoubles(left.doubleAt(column), right.doubleAt(column));
                    case OBJECT -> ValueOrder.compare(type, left.objectAt(column), right.objectAt(column));
                };
                order = key.descending() ? -order : order;
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private RowIterator limit(Plan.Limit plan) {
        RowIterator input = open(plan.input());
        long skip = count(plan.offset().map(execution::value).orElse(0L), 0, true);
        long most = plan.count().isEmpty()
                ? Long.MAX_VALUE
                : count(execution.value(plan.count().get()), Long.MAX_VALUE, false);
        return new RowIterator() {
            private long skipped;
            private long answered;

            @Override
            public boolean next() {
                while (skipped < skip) {
                    skipped++;
                    if (!input.next()) {
                        return false;
                    }
                }
                return answered++ < most && input.next();
            }

            @Override
            public RowSource row() {
                return input.row();
            }
        };
    }

    private static long count(@Nullable Object value, long ifNull, boolean offset) {
        long count = value == null ? ifNull : Values.unboxLong(value);
        if (count < 0) {
            throw new SqlException(
                    offset
                            ? ErrorCode.INVALID_ROW_COUNT_IN_RESULT_OFFSET_CLAUSE
                            : ErrorCode.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE,
                    (offset ? "OFFSET" : "LIMIT") + " must not be negative");
        }
        return count;
    }

    private RowIterator distinct(Plan.Distinct plan) {
        RowIterator input = open(plan.input());
        List<SqlType> types = plan.types();
        Set<ByteBuffer> seen = new HashSet<>();
        return new RowIterator() {
            @Override
            public boolean next() {
                while (input.next()) {
                    execution.step();
                    if (seen.add(key(input.row(), types, plan.columns()))) {
                        return true;
                    }
                }
                return false;
            }

            @Override
            public RowSource row() {
                return input.row();
            }
        };
    }

    private RowIterator combine(Plan.Combine plan) {
        List<SqlType> types = plan.types();
        List<BoxedRow> left = all(plan.left());
        List<BoxedRow> right = all(plan.right());
        List<BoxedRow> result = new ArrayList<>();
        if (plan.operator() == Query.SetOperator.UNION) {
            result.addAll(left);
            result.addAll(right);
        } else {
            Map<ByteBuffer, Integer> counts = new HashMap<>();
            right.forEach(row -> counts.merge(key(row, types, types.size()), 1, Integer::sum));
            boolean intersect = plan.operator() == Query.SetOperator.INTERSECT;
            for (BoxedRow row : left) {
                ByteBuffer key = key(row, types, types.size());
                int count = counts.getOrDefault(key, 0);
                if (plan.all() && count > 0) {
                    counts.put(key, count - 1);
                }
                if (count > 0 == intersect) {
                    result.add(row);
                }
            }
        }
        if (!plan.all()) {
            Set<ByteBuffer> seen = new HashSet<>();
            result.removeIf(row -> !seen.add(key(row, types, types.size())));
        }
        return list(result);
    }
}
