package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.RoleStatement;
import org.borealisdb.sql.ast.Statement;

/** What CREATE SCHEMA makes within the schema, in an order in which each may name what is made before it. Stateless. */
public final class SchemaElements {
    private SchemaElements() {}

    /**
     * Returns the statements in the order in which they are run: sequences, tables, views, indexes, grants.
     *
     * @throws SqlException 42P15 if one of them names another schema, 0A000 if one of them cannot be there
     */
    public static List<Statement> ordered(String schema, List<Statement> elements) {
        List<Statement> ordered = new ArrayList<>(elements);
        ordered.forEach(element -> check(schema, element));
        ordered.sort(Comparator.comparingInt(SchemaElements::rank));
        return ordered;
    }

    private static int rank(Statement element) {
        return switch (element) {
            case Definition.CreateSequence sequence -> 0;
            case Definition.CreateTable table -> 1;
            case Definition.CreateView view -> 2;
            case Definition.CreateIndex index -> 3;
            case RoleStatement.Grant grant -> 4;
            default -> throw SqlException.notSupported("this statement in CREATE SCHEMA");
        };
    }

    private static void check(String schema, Statement element) {
        switch (element) {
            case Definition.CreateSequence sequence -> check(schema, sequence.name());
            case Definition.CreateTable table -> check(schema, table.name());
            case Definition.CreateView view -> check(schema, view.name());
            case Definition.CreateIndex index -> check(schema, index.table());
            default -> {
                // A grant may be about anything.
            }
        }
    }

    private static void check(String schema, QualifiedName name) {
        List<String> parts = name.parts();
        String given = parts.size() < 2 ? schema : parts.get(parts.size() - 2);
        if (!given.equals(schema)) {
            throw new SqlException(
                    ErrorCode.INVALID_SCHEMA_DEFINITION,
                    "CREATE specifies a schema (" + given + ") different from the one being created (" + schema + ")");
        }
    }
}
