package org.borealisdb.sql.service;

import org.borealisdb.sql.catalog.NeededAccess;
import org.borealisdb.sql.catalog.SchemaReader;

/**
 * What a plan needs privileges for, and the role that was found to have them. A plan is made anew when the catalog has changed, so that an answer is good as long as the plan
 * is. Belongs to the session's task.
 */
final class PlanPermission {
    private final NeededAccess needed;
    private String permitted = "";

    PlanPermission(NeededAccess needed) {
        this.needed = needed;
    }

    /** Returns whether a role is known to have what is needed. */
    boolean isKnownFor(String role) {
        return permitted.equals(role);
    }

    /**
     * Passes if the session's role has what is needed.
     *
     * @throws org.borealisdb.expr.error.SqlException 42501 if it has not
     */
    void check(SchemaReader schema) {
        needed.check(schema);
        permitted = schema.currentRoles().current();
    }
}
