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
        elements.forEach(element -> check(schema, element));
        List<Statement> ordered = new ArrayList<>();
        elements.forEach(element -> ordered.add(within(schema, element)));
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

    /** What is or becomes temporary has the schema's name, too, and is refused by it when it is made. */
    private static Statement within(String schema, Statement element) {
        return switch (element) {
            case Definition.CreateSequence sequence
            when isTemporary(sequence.persistence()) ->
                new Definition.CreateSequence(
                        new QualifiedName(within(schema, sequence.name()).parts(), -1),
                        sequence.persistence(),
                        sequence.ifNotExists(),
                        sequence.options());
            case Definition.CreateTable table
            when isTemporary(table.persistence()) -> table.named(within(schema, table.name()));
            case Definition.CreateView view -> view.named(within(schema, view.name()));
            default -> element;
        };
    }

    private static boolean isTemporary(Definition.Persistence persistence) {
        return persistence == Definition.Persistence.TEMPORARY;
    }

    private static QualifiedName within(String schema, QualifiedName name) {
        return name.isSimple() ? new QualifiedName(List.of(schema, name.last()), name.position()) : name;
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
