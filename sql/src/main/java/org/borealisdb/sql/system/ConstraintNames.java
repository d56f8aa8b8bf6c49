package org.borealisdb.sql.system;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.catalog.Deferral;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;

/** The names of the constraints of a table. Stateless. */
final class ConstraintNames {
    private ConstraintNames() {}

    /** Returns whether a table has a constraint of a name. */
    static boolean isTaken(TableDefinition table, String name) {
        return table.checks().stream().anyMatch(check -> check.name().equals(name))
                || table.foreignKeys().stream().anyMatch(key -> key.name().equals(name))
                || table.indexes().stream()
                        .filter(index -> index.object()
                                .property(IndexDefinition.CONSTRAINT)
                                .isPresent())
                        .anyMatch(index -> index.name().equals(name));
    }

    /**
     * Fails if a table has a constraint of a name.
     *
     * @throws SqlException 42710
     */
    static void checkFree(TableDefinition table, String name) {
        if (isTaken(table, name)) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_OBJECT,
                    "constraint \"" + name + "\" for relation \"" + table.name() + "\" already exists");
        }
    }

    /** Returns a name for a constraint that was given none. */
    static String free(TableDefinition table, String columns, String label) {
        String name = ObjectNames.of(table.name(), columns, label);
        for (int suffix = 1; isTaken(table, name); suffix++) {
            name = ObjectNames.of(table.name(), columns, label + suffix);
        }
        return name;
    }

    /** Returns when a constraint is checked. */
    static Deferral deferral(Definition.ConstraintAttributes attributes) {
        if (!attributes.deferrable()) {
            return Deferral.NOT_DEFERRABLE;
        }
        return attributes.initiallyDeferred() ? Deferral.INITIALLY_DEFERRED : Deferral.INITIALLY_IMMEDIATE;
    }
}
