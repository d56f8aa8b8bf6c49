package org.borealisdb.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that change rows. */
public sealed interface DataChange extends Statement {
    /** Returns the common table expressions before it. */
    Query.@Nullable WithClause with();

    /** What an INSERT does with values for identity columns. */
    enum Overriding {
        NONE,
        USER_VALUE,
        SYSTEM_VALUE
    }

    /**
     * What is assigned: a column, or a part of it.
     *
     * @param column the column
     * @param indirection subscripts and fields after it, each over the one before
     */
    record AssignmentTarget(String column, List<SyntaxExpression> indirection, int position) {
        /** Copies the parts. */
        public AssignmentTarget {
            indirection = List.copyOf(indirection);
        }
    }

    /** {@code column = value}, or {@code (columns) = row} with several targets. */
    record Assignment(List<AssignmentTarget> targets, boolean isRow, SyntaxExpression value, int position) {
        /** Copies the targets. */
        public Assignment {
            targets = List.copyOf(targets);
        }
    }

    /**
     * ON CONFLICT.
     *
     * @param columns the index expressions that name the arbiter
     * @param where the arbiter's predicate
     * @param constraint the arbiter by name
     * @param assignments what DO UPDATE sets; empty for DO NOTHING
     * @param updateWhere which rows DO UPDATE changes
     * @param inference where the index expressions begin
     */
    record OnConflict(
            List<OrderItem> columns,
            @Nullable SyntaxExpression where,
            @Nullable String constraint,
            List<Assignment> assignments,
            @Nullable SyntaxExpression updateWhere,
            int inference,
            int position) {
        /** Copies the lists. */
        public OnConflict {
            columns = List.copyOf(columns);
            assignments = List.copyOf(assignments);
        }

        /** Returns whether conflicting rows are left alone. */
        public boolean doesNothing() {
            return assignments.isEmpty();
        }
    }

    /** INSERT; without a source it is DEFAULT VALUES. */
    record Insert(
            Query.@Nullable WithClause with,
            QualifiedName table,
            @Nullable String alias,
            List<AssignmentTarget> columns,
            Overriding overriding,
            @Nullable Query source,
            @Nullable OnConflict onConflict,
            List<Query.Target> returning,
            int position)
            implements DataChange {
        /** Copies the lists. */
        public Insert {
            columns = List.copyOf(columns);
            returning = List.copyOf(returning);
        }
    }

    /** UPDATE. */
    record Update(
            Query.@Nullable WithClause with,
            FromItem.Table table,
            List<Assignment> assignments,
            List<FromItem> from,
            @Nullable SyntaxExpression where,
            List<Query.Target> returning,
            int position)
            implements DataChange {
        /** Copies the lists. */
        public Update {
            assignments = List.copyOf(assignments);
            from = List.copyOf(from);
            returning = List.copyOf(returning);
        }
    }

    /** DELETE. */
    record Delete(
            Query.@Nullable WithClause with,
            FromItem.Table table,
            List<FromItem> using,
            @Nullable SyntaxExpression where,
            List<Query.Target> returning,
            int position)
            implements DataChange {
        /** Copies the lists. */
        public Delete {
            using = List.copyOf(using);
            returning = List.copyOf(returning);
        }
    }
}
