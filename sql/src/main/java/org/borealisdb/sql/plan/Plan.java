package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;

/** How rows come about. */
public sealed interface Plan {
    /** Returns the types of the columns. */
    List<SqlType> types();

    /** One row without columns. */
    record Single() implements Plan {
        @Override
        public List<SqlType> types() {
            return List.of();
        }
    }

    /**
     * The rows of a table that a condition holds for, with all its columns.
     *
     * @param filter the whole condition, whatever the access path has of it already
     * @param lock locks the rows, if present
     * @param unmet what of the condition is to be asked of the rows that the access path finds
     */
    record Scan(
            TableDefinition table,
            Access access,
            Optional<Expression> filter,
            Optional<RowLock> lock,
            Optional<Expression> unmet)
            implements Plan {
        /** A scan that asks for what its access path does not see to. */
        public Scan(TableDefinition table, Access access, Optional<Expression> filter, Optional<RowLock> lock) {
            this(table, access, filter, lock, filter.flatMap(condition -> MetConditions.unmet(access, condition)));
        }

        @Override
        public List<SqlType> types() {
            return table.columns().stream().map(TableColumn::type).toList();
        }
    }

    /** The rows of a scan, each with its primary key as bytes behind its columns. */
    record KeyedScan(Scan scan) implements Plan {
        @Override
        public List<SqlType> types() {
            List<SqlType> types = new ArrayList<>(scan.types());
            types.add(BuiltInType.BYTEA.type());
            return types;
        }
    }

    /** VALUES. */
    record Rows(List<List<Expression>> rows, List<SqlType> types) implements Plan {}

    /**
     * The rows of a table that is computed when it is read.
     *
     * @param key limits them to those with a value in a column
     */
    record Computed(String name, List<SqlType> types, RowSupplier supplier, Optional<ComputedKey> key)
            implements Plan {}

    /**
     * A value that rows must have in a column.
     *
     * @param value reads no column
     */
    record ComputedKey(int column, Expression value) {}

    /**
     * The values of sets side by side, as often as the longest of them has values.
     *
     * @param ordinality whether the rows are numbered, from 1
     */
    record SetScan(List<SetCall> calls, boolean ordinality) implements Plan {
        /** Copies the calls. */
        public SetScan {
            calls = List.copyOf(calls);
        }

        @Override
        public List<SqlType> types() {
            List<SqlType> types = new ArrayList<>();
            calls.forEach(call -> types.add(call.type()));
            if (ordinality) {
                types.add(BuiltInType.INT8.type());
            }
            return types;
        }
    }

    /** Each row with the values of sets beside it, as often as the longest of the sets has values. */
    record ProjectSet(Plan input, List<SetCall> calls) implements Plan {
        @Override
        public List<SqlType> types() {
            List<SqlType> types = new ArrayList<>(input.types());
            calls.forEach(call -> types.add(call.type()));
            return types;
        }
    }

    /**
     * Each left row with the rows of a plan that reads it.
     *
     * @param kind any that needs no more than a left row at a time: not RIGHT, FULL or NOT_IN
     * @param arguments what the right plan reads of the left row
     * @param slots where it reads each of them
     * @param types kept, for joins stand in long rows
     */
    record Lateral(
            Plan left,
            Plan right,
            JoinKind kind,
            List<Expression> arguments,
            List<Integer> slots,
            Optional<Expression> condition,
            List<SqlType> types)
            implements Plan {
        /** Refuses what needs to know all left rows. */
        public Lateral {
            if (kind.keepsRight() || kind == JoinKind.NOT_IN) {
                throw new IllegalArgumentException("a lateral join of kind " + kind);
            }
        }

        /** A join whose types are those of its sides. */
        public Lateral(
                Plan left,
                Plan right,
                JoinKind kind,
                List<Expression> arguments,
                List<Integer> slots,
                Optional<Expression> condition) {
            this(left, right, kind, arguments, slots, condition, kind.types(left, right));
        }
    }

    /**
     * The rows of a plan, and again and again those of a second one over the rows that came last, until there are none.
     *
     * @param distinct whether rows that were there already do not count
     * @param working tells which {@link Working} reads the rows that came last
     */
    record Recursive(Plan first, Plan step, boolean distinct, Object working) implements Plan {
        @Override
        public List<SqlType> types() {
            return first.types();
        }
    }

    /**
     * The rows of a plan that is run for each of many rows, kept by what it reads of these.
     *
     * @param keys what it reads, which are slots
     * @param single whether no more than its first row is asked for
     * @param hits the part of its runs that is expected to find kept rows
     */
    record Memo(Plan input, List<Expression> keys, boolean single, double hits) implements Plan {
        @Override
        public List<SqlType> types() {
            return input.types();
        }
    }

    /** The rows that came last in a {@link Recursive}. */
    record Working(Object identity, List<SqlType> types) implements Plan {}

    /**
     * Rows that are computed once in a run, however often they are read; told apart by identity.
     *
     * @param kept whether this is wanted even if they are read once
     * @param alias what they are called where they are read; empty if by their own name
     */
    record Shared(Plan input, Object identity, boolean kept, String alias) implements Plan {
        @Override
        public List<SqlType> types() {
            return input.types();
        }
    }

    /**
     * The rows that a data change in WITH answers.
     *
     * @param identity tells which change
     * @param answers whether it answers any: without RETURNING there is nothing to read
     */
    record Changed(Object identity, String name, boolean answers, List<SqlType> types) implements Plan {}

    /** The numbers from one to another in steps. */
    record Series(Expression from, Expression to, Expression step, SqlType type) implements Plan {
        @Override
        public List<SqlType> types() {
            return List.of(type);
        }
    }

    /** The rows that a condition holds for. */
    record Filter(Plan input, Expression condition) implements Plan {
        @Override
        public List<SqlType> types() {
            return input.types();
        }
    }

    /** Values computed from each row. */
    record Project(Plan input, List<Expression> values) implements Plan {
        @Override
        public List<SqlType> types() {
            return values.stream().map(Expression::type).toList();
        }
    }

    /**
     * Pairs of rows that a condition holds for, and what else the kind says. The right rows are kept, the left ones gone through; or both are gone through together.
     *
     * @param leftKeys expressions over left rows that equal
     * @param rightKeys those over right rows; without any, all pairs are tried
     * @param merged whether both come in the order of their keys, which are columns, each ascending, and NULL last
     * @param types kept, for joins stand in long rows
     */
    record Join(
            Plan left,
            Plan right,
            JoinKind kind,
            List<Expression> leftKeys,
            List<Expression> rightKeys,
            Optional<Expression> condition,
            boolean merged,
            List<SqlType> types)
            implements Plan {
        /** A join whose types are those of its sides. */
        public Join(
                Plan left,
                Plan right,
                JoinKind kind,
                List<Expression> leftKeys,
                List<Expression> rightKeys,
                Optional<Expression> condition,
                boolean merged) {
            this(left, right, kind, leftKeys, rightKeys, condition, merged, kind.types(left, right));
        }

        /** A join of rows that come in any order. */
        public Join(
                Plan left,
                Plan right,
                JoinKind kind,
                List<Expression> leftKeys,
                List<Expression> rightKeys,
                Optional<Expression> condition) {
            this(left, right, kind, leftKeys, rightKeys, condition, false);
        }

        /** Returns the same join of the same rows in the order of their keys. */
        public Join merging(Plan leftInOrder, Plan rightInOrder) {
            return new Join(leftInOrder, rightInOrder, kind, leftKeys, rightKeys, condition, true);
        }
    }

    /**
     * Groups: their keys, then what GROUPING answers, then their aggregates. Without keys there is one group, of however many rows.
     *
     * @param sets by which keys rows are grouped
     * @param ordered whether the rows of a group come one after the other; then there is one set, of all keys
     */
    record Group(Plan input, List<Expression> keys, GroupingSets sets, List<AggregateCall> calls, boolean ordered)
            implements Plan {
        /** Makes groups of rows that come in any order. */
        public Group(Plan input, List<Expression> keys, GroupingSets sets, List<AggregateCall> calls) {
            this(input, keys, sets, calls, false);
        }

        @Override
        public List<SqlType> types() {
            List<SqlType> types = new ArrayList<>();
            keys.forEach(key -> types.add(key.type()));
            sets.questions().forEach(question -> types.add(BuiltInType.INT4.type()));
            calls.forEach(call -> types.add(call.type()));
            return types;
        }
    }

    /**
     * Each row with the values of functions over a window behind it, in the order of the window.
     *
     * @param ordered whether the input comes in that order
     * @param until which rows of each partition are not wanted
     */
    record Window(Plan input, WindowShape shape, List<WindowCall> calls, boolean ordered, List<WindowUntil> until)
            implements Plan {
        /** Over rows that come in any order. */
        public Window(Plan input, WindowShape shape, List<WindowCall> calls) {
            this(input, shape, calls, false, List.of());
        }

        /** Returns the same with less rows. */
        public Window until(List<WindowUntil> more) {
            return new Window(input, shape, calls, ordered, WindowUntil.joined(until, more));
        }

        /** Returns whether its values need no row of a partition behind their own. */
        public boolean isStreamed() {
            boolean inOrder = ordered || shape.keys().isEmpty();
            return inOrder
                    && calls.stream()
                            .allMatch(call -> call.function()
                                    .filter(WindowFunction::isNumber)
                                    .isPresent());
        }

        @Override
        public List<SqlType> types() {
            List<SqlType> types = new ArrayList<>(input.types());
            calls.forEach(call -> types.add(call.type()));
            return types;
        }
    }

    /**
     * Rows in an order.
     *
     * @param presorted by how many of the keys, from the first, they come in order already
     */
    record Sort(Plan input, List<SortKey> keys, int presorted) implements Plan {
        /** Of rows that come in any order. */
        public Sort(Plan input, List<SortKey> keys) {
            this(input, keys, 0);
        }

        @Override
        public List<SqlType> types() {
            return input.types();
        }
    }

    /**
     * Locks the rows of a table that are in the input.
     *
     * @param key where the input has the row's primary key as bytes
     * @param filter the condition on the table's rows, for those that were changed meanwhile
     * @param values the input's values over a row of the table and its key
     */
    record LockRows(
            Plan input,
            TableDefinition table,
            int key,
            RowLock lock,
            Optional<Expression> filter,
            List<Expression> values)
            implements Plan {
        @Override
        public List<SqlType> types() {
            return input.types();
        }
    }

    /**
     * A table some rows of which are locked in a join.
     *
     * @param first where the join's rows have its columns
     * @param key where they have its row's primary key as bytes
     */
    record LockedTable(TableDefinition table, int first, int key, RowLock lock) {
        /** Returns the same in rows that have {@code by} more columns before it. */
        public LockedTable shifted(int by) {
            return new LockedTable(table, first + by, key + by, lock);
        }
    }

    /**
     * Locks the rows of tables that are joined in the input.
     *
     * @param input values computed over the join's rows, and those rows behind them
     * @param condition what the join's rows must meet, for those that were changed meanwhile
     * @param values the input's values over the join's rows
     */
    record LockJoin(Plan input, List<LockedTable> tables, Optional<Expression> condition, List<Expression> values)
            implements Plan {
        @Override
        public List<SqlType> types() {
            return input.types();
        }
    }

    /**
     * Some of the rows.
     *
     * @param ties the order by which rows that are like the last of them are some of them too; empty if they are not
     */
    record Limit(Plan input, Optional<Expression> count, Optional<Expression> offset, List<SortKey> ties)
            implements Plan {
        @Override
        public List<SqlType> types() {
            return input.types();
        }
    }

    /**
     * Rows whose first columns were not seen before.
     *
     * @param ordered whether rows that do not differ in these are known to come one after the other
     */
    record Distinct(Plan input, int columns, boolean ordered) implements Plan {
        /** Of rows that come in any order. */
        public Distinct(Plan input, int columns) {
            this(input, columns, false);
        }

        /** Returns whether rows that do not differ in the first columns come one after the other. */
        public boolean isSorted() {
            if (!(input instanceof Sort sort)) {
                return ordered;
            }
            Set<Integer> leading = new HashSet<>();
            for (SortKey key : sort.keys()) {
                if (key.column() >= columns) {
                    break;
                }
                leading.add(key.column());
            }
            return leading.size() == columns;
        }

        @Override
        public List<SqlType> types() {
            return input.types();
        }
    }

    /** Rows of two plans. */
    record Combine(Query.SetOperator operator, boolean all, Plan left, Plan right) implements Plan {
        @Override
        public List<SqlType> types() {
            return left.types();
        }
    }
}
