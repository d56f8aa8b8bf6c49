package org.borealisdb.sql.system;

import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.RoleName;
import org.borealisdb.sql.catalog.Role;

/** Finds the roles that statements name. Belongs to one task. */
final class RoleNames {
    private final CatalogChanges changes;

    RoleNames(CatalogChanges changes) {
        this.changes = changes;
    }

    /** Returns the role of the session. */
    Role session() {
        return changes.schema().role(changes.schema().currentRoles().session());
    }

    /**
     * Returns a role.
     *
     * @throws SqlException 42704 if there is none of that name
     */
    Role find(RoleName name) {
        return switch (name.kind()) {
            case CURRENT -> changes.schema().currentRole();
            case SESSION -> session();
            case NAMED, PUBLIC -> changes.schema().role(name.name());
        };
    }

    /**
     * Returns a role that is to be changed.
     *
     * @throws SqlException 42939 if it is one of those that are always there
     */
    Role findToAlter(RoleName name) {
        Role role = find(name);
        if (role.id() < Catalog.FIRST_USER_ID) {
            throw new SqlException(ErrorCode.RESERVED_NAME, "role name \"" + role.name() + "\" is reserved")
                    .withDetail("Cannot alter reserved roles.");
        }
        return role;
    }
}
