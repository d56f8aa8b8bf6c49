package org.borealisdb.sql.catalog;

import java.util.List;
import org.borealisdb.engine.catalog.CatalogObject;

/**
 * What a statement needs privileges for.
 *
 * @param relations that it reads or changes
 * @param functions that it calls: always as the session's role, even within views
 */
public record NeededAccess(List<RelationAccess> relations, List<CatalogObject> functions) {
    /** Copies the lists. */
    public NeededAccess {
        relations = List.copyOf(relations);
        functions = List.copyOf(functions);
    }

    /**
     * Passes if the session's role may do all of it.
     *
     * @param schema the catalog as it is now
     * @throws org.borealisdb.expr.error.SqlException 42501 if it may not
     */
    public void check(SchemaReader schema) {
        if (relations.isEmpty() && functions.isEmpty()) {
            return;
        }
        long role = schema.currentRole().id();
        relations.forEach(relation -> relation.check(schema, role));
        Privileges privileges = new Privileges(schema.roles());
        functions.forEach(function -> privileges.require(role, function, Privilege.EXECUTE));
    }
}
