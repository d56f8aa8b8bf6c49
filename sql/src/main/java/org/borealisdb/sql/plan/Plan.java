package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.lock.RowLockMode;
import org.borealisdb.expr.scalar.Expression;
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
     */
    record Scan(TableDefinition table, Access access, Optional<Expression> filter, Optional<RowLockMode> lock)
            implements Plan {
        @Override
        public List<SqlType> types() {
            return table.columns().stream().map(TableColumn::type).toList();
        }
    }

    /** VALUES. */
    record Rows(List<List<Expression>> rows, List<SqlType> types) implements Plan {}

    /** The rows of a table that is computed when it is read. */
    record Computed(String name, List<SqlType> types, RowSupplier supplier) implements Plan {}

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
     * Pairs of rows that a condition holds for.
     *
     * @param outer whether left rows without a partner are paired with NULLs
     * @param leftKeys expressions over left rows that equal
     * @param rightKeys those over right rows; without any, all pairs are tried
     */
    record Join(
            Plan left,
            Plan right,
            boolean outer,
            List<Expression> leftKeys,
            List<Expression> rightKeys,
            Optional<Expression> condition)
            implements Plan {
        @Override
        public List<SqlType> types() {
            List<SqlType> types = new ArrayList<>(left.types());
            types.addAll(right.types());
            return types;
        }
    }

    /** Groups: their keys, then their aggregates. Without keys there is one group, of however many rows. */
    record Group(Plan input, List<Expression> keys, List<AggregateCall> calls) implements Plan {
        @Override
        public List<SqlType> types() {
            List<SqlType> types = new ArrayList<>();
            keys.forEach(key -> types.add(key.type()));
            calls.forEach(call -> types.add(call.aggregate().result()));
            return types;
        }
    }

    /** Rows in an order. */
    record Sort(Plan input, List<SortKey> keys) implements Plan {
        @Override
        public List<SqlType> types() {
            return input.types();
        }
    }

    /** Some of the rows. */
    record Limit(Plan input, Optional<Expression> count, Optional<Expression> offset) implements Plan {
        @Override
        public List<SqlType> types() {
            return input.types();
        }
    }

    /** Rows whose first columns were not seen before. */
    record Distinct(Plan input, int columns) implements Plan {
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
