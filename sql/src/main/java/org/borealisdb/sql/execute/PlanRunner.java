package org.borealisdb.sql.execute;

import java.util.List;
import java.util.stream.Stream;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.spill.RowBuffer;
import org.jspecify.annotations.Nullable;

/** Opens plans. */
public final class PlanRunner {
    private final Execution execution;
    /** How many rows of the plan that is opened next are wanted at most, for a sort that can do with less. */
    private long wanted = Long.MAX_VALUE;

    /** Opens plans within an execution. */
    public PlanRunner(Execution execution) {
        this.execution = execution;
    }

    /** Returns the rows of a plan. */
    public RowIterator open(Plan plan) {
        PlanMeasure measure = execution.measureOf(plan);
        if (measure == null) {
            RowIterator opened = openNode(plan);
            execution.noteOpened(plan, opened);
            return opened;
        }
        long started = measure.start();
        return measure.of(openNode(plan), started);
    }

    private RowIterator openNode(Plan plan) {
        long most = wanted;
        wanted = Long.MAX_VALUE;
        return switch (plan) {
            case Plan.Single single -> list(List.of(BoxedRow.empty()));
            case Plan.Scan scan -> new TableScan(execution, scan);
            case Plan.KeyedScan keyed -> new KeyedRows(new TableScan(execution, keyed.scan()));
            case Plan.Rows rows -> rows(rows);
            case Plan.Computed computed -> list(computed(computed));
            case Plan.SetScan scan -> SetRows.scan(execution, scan);
            case Plan.ProjectSet sets -> SetRows.beside(execution, open(sets.input()), sets);
            case Plan.Lateral lateral -> new LateralRows(execution, this, lateral);
            case Plan.Memo memo -> new MemoRows(execution, this, memo);
            case Plan.Recursive recursive -> new RecursiveRows(execution, this, recursive);
            case Plan.Working working -> working(working);
            case Plan.Shared shared ->
                execution
                        .shared(shared.identity(), () -> {
                            // A frame of its own: another reader may be in the middle of a row.
                            PlanRunner own = new PlanRunner(execution.nested());
                            return new SharedRows(execution, own.open(shared.input()), shared.types());
                        })
                        .reader();
            case Plan.Changed changed -> buffered(execution.changes().rows(execution, changed.identity()));
            case Plan.Series series -> series(series);
            case Plan.Filter filter -> filter(filter);
            case Plan.Project project -> {
                wanted = most;
                yield project(project);
            }
            case Plan.Join join when join.merged() -> new MergeRows(execution, this, join);
            case Plan.Join join -> new JoinRows(execution, this, join);
            case Plan.Group group when group.ordered() -> new OrderedGroupRows(execution, group, open(group.input()));
            case Plan.Group group
            when TotalRow.isPossible(group) -> new TotalRow(execution, group, open(group.input()));
            case Plan.Group group -> new GroupRows(execution, group, open(group.input()));
            case Plan.Window window
            when window.isStreamed() -> new NumberedRows(execution, window, open(window.input()));
            case Plan.Window window -> new WindowRows(execution, this, window);
            case Plan.Sort sort
            when sort.presorted() > 0 -> new PresortedRows(execution, sort, open(sort.input()), most);
            case Plan.Sort sort -> new SortRows(execution, sort, open(sort.input()), most);
            case Plan.LockJoin lock -> new LockedJoin(execution, open(lock.input()), lock);
            case Plan.LockRows lock -> new LockedRows(execution, open(lock.input()), lock);
            case Plan.Limit limit -> limit(limit);
            case Plan.Distinct distinct -> distinct(distinct);
            case Plan.Combine combine -> combine(combine);
        };
    }

    /** Returns the rows of a statement's plan; with data changes in WITH, all of these are run, and constraints looked at, before the first row comes. */
    public RowIterator openStatement(Plan plan) {
        if (!execution.hasChanges()) {
            return open(plan);
        }
        RowBuffer rows = all(plan);
        execution.finishChanges();
        execution.finishChecks();
        return buffered(rows);
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

    private RowIterator project(Plan.Project plan) {
        RowIterator input = open(plan.input());
        return PickedRow.picks(plan.values()) ? picked(plan, input) : computed(plan, input);
    }

    private static RowIterator picked(Plan.Project plan, RowIterator input) {
        PickedRow row = new PickedRow(plan.values());
        return new RowIterator() {
            @Override
            public boolean next() {
                if (!input.next()) {
                    return false;
                }
                row.of(input.row());
                return true;
            }

            @Override
            public RowSource row() {
                return row;
            }

            @Override
            public boolean restart() {
                return input.restart();
            }

            @Override
            public void close() {
                input.close();
            }
        };
    }

    private RowIterator computed(Plan.Project plan, RowIterator input) {
        ComputedRow row = new ComputedRow(execution, plan.values());
        return new RowIterator() {
            @Override
            public boolean next() {
                if (!input.next()) {
                    return false;
                }
                row.compute(execution.frame(input.row()));
                return true;
            }

            @Override
            public RowSource row() {
                return row;
            }

            @Override
            public boolean restart() {
                return input.restart();
            }

            @Override
            public void close() {
                input.close();
            }
        };
    }

    /** Returns the rows of a buffer, which somebody else closes. */
    private static RowIterator buffered(RowBuffer rows) {
        return new RowIterator() {
            private long at = -1;

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

    private RowIterator working(Plan.Working plan) {
        return new RowIterator() {
            private RowBuffer rows = execution.working(plan.identity());
            private long at = -1;

            @Override
            public boolean next() {
                return ++at < rows.size();
            }

            @Override
            public RowSource row() {
                return rows.get(at);
            }

            @Override
            public boolean restart() {
                rows = execution.working(plan.identity());
                at = -1;
                return true;
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

            @Override
            public boolean restart() {
                return input.restart();
            }

            @Override
            public void close() {
                input.close();
            }
        };
    }

    /** Returns a copy of a row that stays. */
    static BoxedRow copy(RowSource row, List<SqlType> types) {
        @Nullable Object[] values = new Object[types.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Values.read(row, i, types.get(i));
        }
        return BoxedRow.over(values);
    }

    /** Returns copies of all rows of a plan. */
    RowBuffer all(Plan plan) {
        RowBuffer rows = new RowBuffer(execution.memory());
        addAll(plan, rows);
        return rows;
    }

    /** Adds copies of all rows of a plan to others. */
    void addAll(Plan plan, RowBuffer target) {
        List<SqlType> types = plan.types();
        try (RowIterator input = open(plan)) {
            while (input.next()) {
                execution.step();
                target.add(copy(input.row(), types));
            }
        }
    }

    private RowIterator limit(Plan.Limit plan) {
        long skip = count(plan.offset().map(execution::value).orElse(0L), 0, true);
        long most = plan.count().isEmpty() ? Long.MAX_VALUE : most(plan);
        if (!plan.ties().isEmpty()) {
            return new TiedRows(open(plan.input()), plan.ties(), plan.types(), skip, most);
        }
        wanted = most > Long.MAX_VALUE - skip ? Long.MAX_VALUE : skip + most;
        boolean isFixed = Stream.concat(plan.count().stream(), plan.offset().stream())
                .allMatch(Expression.Constant.class::isInstance);
        RowIterator input = open(plan.input());
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
                if (answered++ < most) {
                    return input.next();
                }
                input.close();
                return false;
            }

            @Override
            public RowSource row() {
                return input.row();
            }

            @Override
            public boolean restart() {
                skipped = 0;
                answered = 0;
                return isFixed && input.restart();
            }

            @Override
            public void close() {
                input.close();
            }
        };
    }

    private long most(Plan.Limit plan) {
        return count(execution.value(plan.count().orElseThrow()), Long.MAX_VALUE, false);
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
        if (plan.isSorted()) {
            return new UniqueRows(execution, input, plan.types(), plan.columns());
        }
        return new DistinctRows(execution, input, plan.types(), plan.columns(), execution.measureOf(plan));
    }

    private RowIterator combine(Plan.Combine plan) {
        if (plan.operator() != Query.SetOperator.UNION) {
            return new SetOperationRows(execution, this, plan);
        }
        RowIterator both = new AppendedRows(this, plan.left(), plan.right());
        return plan.all()
                ? both
                : new DistinctRows(execution, both, plan.types(), plan.types().size(), execution.measureOf(plan));
    }
}
