package org.borealisdb.tests.fuzz;

import java.util.List;

/** What is done once a schema is made. */
sealed interface Step permits Query, Interleaving, Step.Act {
    /**
     * Statements that change something, or are one unit in another way.
     *
     * @param kind what they are, which differences are told apart by
     */
    record Act(Kind kind, List<Node> statements) implements Step {
        public Act {
            statements = List.copyOf(statements);
        }

        boolean changesRows() {
            return kind != Kind.CALL && kind != Kind.CURSOR;
        }

        List<String> sql() {
            return statements.stream().map(Node::sql).toList();
        }
    }

    /** What statements are. */
    enum Kind {
        SETUP,
        CHANGE,
        ALTERATION,
        TRANSACTION,
        PREPARED,
        CURSOR,
        /** Rows that leave by COPY and come back. */
        COPY,
        /** A call with constants, whose errors are compared as well. */
        CALL
    }
}
