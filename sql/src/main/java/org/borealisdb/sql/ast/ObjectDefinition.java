package org.borealisdb.sql.ast;

import java.util.List;

/** Statements that create and change collations and extended statistics. They are dropped by {@link Definition.Drop}. */
public sealed interface ObjectDefinition extends Statement {
    /**
     * CREATE COLLATION.
     *
     * @param options what it is made of; {@code from} names another one
     */
    record CreateCollation(QualifiedName name, boolean ifNotExists, List<OptionItem> options)
            implements ObjectDefinition {
        /** Copies the options. */
        public CreateCollation {
            options = List.copyOf(options);
        }
    }

    /**
     * CREATE STATISTICS.
     *
     * @param kinds of statistics that are wanted, in lower case; all if there are none
     * @param expressions columns and expressions
     * @param from the table
     */
    record CreateStatistics(
            QualifiedName name,
            boolean ifNotExists,
            List<String> kinds,
            List<SyntaxExpression> expressions,
            List<FromItem> from)
            implements ObjectDefinition {
        /** Copies the lists. */
        public CreateStatistics {
            kinds = List.copyOf(kinds);
            expressions = List.copyOf(expressions);
            from = List.copyOf(from);
        }
    }

    /** ALTER COLLATION or ALTER STATISTICS. */
    record Alter(Definition.ObjectKind kind, QualifiedName name, boolean ifExists, Change change)
            implements ObjectDefinition {}

    /** What ALTER does. */
    sealed interface Change {}

    /** RENAME TO. */
    record Rename(String newName) implements Change {}

    /** SET SCHEMA. */
    record SetSchema(String schema) implements Change {}

    /** OWNER TO. */
    record ChangeOwner(RoleName owner) implements Change {}

    /** REFRESH VERSION of a collation. */
    record RefreshVersion() implements Change {}

    /** SET STATISTICS: how much ANALYZE is to find out. */
    record SetTarget(int target) implements Change {}
}
