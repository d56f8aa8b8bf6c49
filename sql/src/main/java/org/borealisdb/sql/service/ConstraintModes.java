package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.catalog.Deferral;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableDefinition;

/** SET CONSTRAINTS. Belongs to the session's task. */
final class ConstraintModes {
    private final StatementRuns runs;
    private final StatementPlanner planner;

    ConstraintModes(StatementRuns runs, StatementPlanner planner) {
        this.runs = runs;
        this.planner = planner;
    }

    /**
     * Sets whether constraints wait for the end of the transaction. Those that wait no longer are checked now.
     *
     * @throws SqlException 42704 if there is no such constraint, 42809 if it cannot wait, and what the checks say
     */
    void set(SessionStatement.SetConstraints set) {
        if (set.names().isEmpty()) {
            runs.deferred().setAll(set.deferred());
        } else {
            List<Long> found = new ArrayList<>();
            try (SchemaReader schema = planner.openSchema()) {
                set.names().forEach(name -> found.addAll(find(schema, name)));
            }
            runs.deferred().set(found, set.deferred());
        }
        if (!set.deferred()) {
            runs.check(runs.deferred().takeDue());
        }
    }

    private static List<Long> find(SchemaReader schema, QualifiedName name) {
        List<String> parts = name.parts();
        List<String> path = schema.searchPath();
        if (!name.isSimple()) {
            String wanted = parts.get(parts.size() - 2);
            if (schema.schema(wanted).isEmpty()) {
                throw new SqlException(ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + wanted + "\" does not exist");
            }
            path = List.of(wanted);
        }
        for (String each : path) {
            List<CatalogObject> named = schema.schema(each)
                    .map(parent -> named(schema, parent, name.last()))
                    .orElse(List.of());
            if (!named.isEmpty()) {
                for (CatalogObject constraint : named) {
                    if (!Deferral.of(constraint).isDeferrable()) {
                        throw new SqlException(
                                ErrorCode.WRONG_OBJECT_TYPE, "constraint \"" + name.last() + "\" is not deferrable");
                    }
                }
                return named.stream().map(CatalogObject::id).toList();
            }
        }
        throw new SqlException(
                ErrorCode.UNDEFINED_OBJECT, "constraint \"" + String.join(".", parts) + "\" does not exist");
    }

    private static List<CatalogObject> named(SchemaReader schema, CatalogObject parent, String name) {
        List<CatalogObject> named = new ArrayList<>();
        for (CatalogObject relation : schema.relations(parent)) {
            if (relation.kind() != CatalogKind.TABLE) {
                continue;
            }
            TableDefinition table = schema.table(relation);
            table.foreignKeys().stream().filter(key -> key.name().equals(name)).forEach(key -> named.add(key.object()));
            table.checks().stream()
                    .filter(check -> check.name().equals(name))
                    .forEach(check -> named.add(check.object()));
            table.indexes().stream()
                    .filter(index -> index.name().equals(name)
                            && index.object()
                                    .property(IndexDefinition.CONSTRAINT)
                                    .isPresent())
                    .forEach(index -> named.add(index.object()));
        }
        return named;
    }
}
