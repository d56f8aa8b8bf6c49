package org.borealisdb.sql.system;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.RoleName;
import org.borealisdb.sql.ast.RoleStatement;
import org.borealisdb.sql.catalog.AccessList;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.Roles;
import org.borealisdb.sql.session.CommandTag;

/** Gives all that roles own in the current database to another one, or drops it. Belongs to one task. */
final class OwnedObjects {
    private final CatalogChanges changes;
    private final RoleNames names;
    private final RoleDependents dependents;

    OwnedObjects(CatalogChanges changes) {
        this.changes = changes;
        this.names = new RoleNames(changes);
        this.dependents = new RoleDependents(changes);
    }

    private Roles roles() {
        return changes.schema().roles();
    }

    private Role permitted(RoleName name, String denied) {
        Role role = names.find(name);
        if (!roles().hasPrivilegesOf(changes.schema().currentRole().id(), role.id())) {
            throw RoleDefinitions.denied(denied);
        }
        return role;
    }

    private void refuseNeeded(Role role, String what) {
        if (role.id() == roles().first() || role.id() < Catalog.FIRST_USER_ID) {
            throw new SqlException(
                    ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot " + what + " objects owned by role " + role.name()
                            + " because they are required by the database system");
        }
    }

    private boolean isHere(CatalogObject object) {
        long database = dependents.databaseOf(object);
        return database == 0 || database == changes.schema().databaseId();
    }

    CommandTag reassign(RoleStatement.ReassignOwned reassign) {
        List<Role> from = reassign.roles().stream()
                .map(name -> permitted(name, "permission denied to reassign objects"))
                .toList();
        Role owner = permitted(reassign.newOwner(), "permission denied to reassign objects");
        Ownership ownership = new Ownership(changes);
        for (Role role : from) {
            refuseNeeded(role, "reassign ownership of");
            dependents.owned(role).stream()
                    .filter(object -> isHere(object) && object.kind() != CatalogKind.PRIVILEGE)
                    .forEach(object -> {
                        if (object.kind() == CatalogKind.SCHEMA) {
                            ownership.requireDatabaseCreate(object);
                        }
                        ownership.give(object, owner);
                    });
            changes.schema().forget();
        }
        return CommandTag.plain("REASSIGN OWNED");
    }

    /**
     * Drops what roles own, and revokes what they were granted.
     *
     * @param dropAll drops objects, which are in the current database
     */
    CommandTag drop(RoleStatement.DropOwned drop, Consumer<List<CatalogObject>> dropAll) {
        for (RoleName name : drop.roles()) {
            Role role = permitted(name, "permission denied to drop objects");
            refuseNeeded(role, "drop");
            dropDefaults(role);
            for (CatalogObject object : dependents.granted(role)) {
                if (isHere(object) && !isOwned(role, object)) {
                    AccessList list =
                            AccessList.parse(object.property(AccessList.ACCESS).orElseThrow());
                    changes.replace(object.with(
                            AccessList.ACCESS,
                            Grants.without(list, role, ownerOf(object)).stored()));
                }
            }
            changes.schema().forget();
            dropAll.accept(dependents.owned(role).stream()
                    .filter(object -> object.kind() != CatalogKind.DATABASE && isHere(object))
                    .toList());
            changes.schema().forget();
        }
        return CommandTag.plain("DROP OWNED");
    }

    private void dropDefaults(Role role) {
        DefaultGrants defaults = new DefaultGrants(changes);
        Stream.concat(dependents.owned(role).stream(), dependents.granted(role).stream())
                .filter(object -> object.kind() == CatalogKind.PRIVILEGE && isHere(object))
                .distinct()
                .forEach(object -> defaults.drop(object, role));
        changes.schema().forget();
    }

    private static boolean isOwned(Role role, CatalogObject object) {
        return object.property(Role.OWNER)
                .filter(owner -> Long.parseLong(owner) == role.id())
                .isPresent();
    }

    private long ownerOf(CatalogObject object) {
        return object.kind() != CatalogKind.COLUMN
                ? roles().ownerOf(object)
                : changes.schema()
                        .object(CatalogKind.TABLE, object.parent())
                        .or(() -> changes.schema().object(CatalogKind.VIEW, object.parent()))
                        .map(roles()::ownerOf)
                        .orElseGet(() -> roles().first());
    }
}
