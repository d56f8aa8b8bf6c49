package org.borealisdb.sql.system;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.RoleName;
import org.borealisdb.sql.ast.RoleStatement;
import org.borealisdb.sql.catalog.AccessList;
import org.borealisdb.sql.catalog.DefaultPrivileges;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.Privilege.ObjectClass;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.SystemPrivileges;
import org.borealisdb.sql.session.CommandTag;

/** ALTER DEFAULT PRIVILEGES. Belongs to one task. */
final class DefaultGrants {
    private final CatalogChanges changes;
    private final RoleNames names;

    DefaultGrants(CatalogChanges changes) {
        this.changes = changes;
        this.names = new RoleNames(changes);
    }

    CommandTag run(RoleStatement.AlterDefaults alter) {
        RoleStatement.Grant grant = alter.action();
        ObjectClass kind = kind(grant.target());
        List<Long> grantees = grant.grantees().stream()
                .map(name -> name.kind() == RoleName.Kind.PUBLIC
                        ? AccessList.PUBLIC
                        : names.find(name).id())
                .toList();
        Set<Privilege> privileges = privileges(grant, kind);
        Role current = changes.schema().currentRole();
        List<Role> roles = alter.roles().isEmpty()
                ? List.of(current)
                : alter.roles().stream().map(names::find).toList();
        for (Role role : roles) {
            if (!changes.schema().roles().isMember(current.id(), role.id())) {
                throw RoleDefinitions.denied("must be member of role \"" + role.name() + "\"");
            }
            if (alter.schemas().isEmpty()) {
                change(grant, grantees, privileges, role.id(), 0, kind);
            }
            for (String name : alter.schemas()) {
                CatalogObject schema = changes.schema()
                        .schema(name)
                        .orElseThrow(() -> new SqlException(
                                ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + name + "\" does not exist"));
                if (kind == ObjectClass.SCHEMA) {
                    throw new SqlException(
                            ErrorCode.INVALID_GRANT_OPERATION,
                            "cannot use IN SCHEMA clause when using GRANT/REVOKE ON SCHEMAS");
                }
                change(grant, grantees, privileges, role.id(), schema.id(), kind);
            }
        }
        return CommandTag.plain("ALTER DEFAULT PRIVILEGES");
    }

    private static ObjectClass kind(RoleStatement.Target target) {
        return switch (target) {
            case SEQUENCE -> ObjectClass.SEQUENCE;
            case FUNCTION, PROCEDURE, ROUTINE -> ObjectClass.FUNCTION;
            case TYPE, DOMAIN -> ObjectClass.TYPE;
            case SCHEMA -> ObjectClass.SCHEMA;
            case TABLE, DATABASE, LANGUAGE, TABLESPACE -> ObjectClass.RELATION;
        };
    }

    private static Set<Privilege> privileges(RoleStatement.Grant grant, ObjectClass kind) {
        if (grant.privileges().isEmpty()) {
            return Privilege.on(kind);
        }
        Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
        for (RoleStatement.PrivilegeItem item : grant.privileges()) {
            if (!item.columns().isEmpty()) {
                throw new SqlException(
                        ErrorCode.INVALID_GRANT_OPERATION, "default privileges cannot be set for columns");
            }
            Privilege privilege = Grants.checked(item.word(), kind, kind.name());
            if (!Privilege.on(kind).contains(privilege)) {
                throw new SqlException(
                        ErrorCode.INVALID_GRANT_OPERATION,
                        "invalid privilege type " + privilege + " for "
                                + kind.name().toLowerCase(Locale.ROOT));
            }
            privileges.add(privilege);
        }
        return privileges;
    }

    private void change(
            RoleStatement.Grant grant,
            List<Long> grantees,
            Set<Privilege> privileges,
            long role,
            long schema,
            ObjectClass kind) {
        Optional<CatalogObject> known = DefaultPrivileges.find(changes.schema(), role, schema, kind);
        AccessList list = known.map(object -> DefaultPrivileges.of(object).list())
                .orElseGet(() -> DefaultPrivileges.unset(role, schema, kind));
        for (long grantee : grantees) {
            if (grant.grant() && grant.grantOption() && grantee == AccessList.PUBLIC) {
                throw new SqlException(ErrorCode.INVALID_GRANT_OPERATION, "grant options can only be granted to roles");
            }
            list = grant.grant()
                    ? list.granted(grantee, role, privileges, grant.grantOption(), role)
                    : list.revoked(grantee, role, privileges, grant.grantOption(), role, grant.cascade());
        }
        store(known, new DefaultPrivileges(role, schema, kind, DefaultPrivileges.sorted(list)));
    }

    private void store(Optional<CatalogObject> known, DefaultPrivileges privileges) {
        if (privileges.isUnset()) {
            known.ifPresent(changes::remove);
        } else if (known.isPresent()) {
            changes.replace(privileges.object(known.get().id(), known.get().parent()));
        } else {
            changes.add(privileges.object(changes.newId(), changes.schema().databaseId()));
        }
        // The same schema may be named again.
        changes.schema().forget();
    }

    /** Revokes what a role was granted, or drops what is its own. */
    void drop(CatalogObject object, Role role) {
        if (SystemPrivileges.is(object)) {
            AccessList kept =
                    AccessList.parse(object.property(AccessList.ACCESS).orElse(""));
            changes.replace(object.with(
                    AccessList.ACCESS,
                    Grants.without(kept, role, changes.schema().roles().first()).stored()));
            return;
        }
        DefaultPrivileges before = DefaultPrivileges.of(object);
        if (before.role() == role.id()) {
            changes.remove(object);
            return;
        }
        AccessList list = Grants.without(before.list(), role, before.role());
        store(Optional.of(object), new DefaultPrivileges(before.role(), before.schema(), before.kind(), list));
    }

    /** Drops what was set for a schema. */
    void dropOf(CatalogObject schema) {
        changes.schema().related(schema.id()).stream()
                .filter(each -> each.kind() == CatalogKind.PRIVILEGE)
                .forEach(changes::remove);
    }

    /** Returns what messages call a stored object. */
    String shown(CatalogObject object) {
        DefaultPrivileges privileges = DefaultPrivileges.of(object);
        String kind = privileges.kind().name().toLowerCase(Locale.ROOT) + "s";
        String shown = "default privileges on new " + kind + " belonging to role "
                + changes.schema().roles().nameOf(privileges.role());
        return changes.schema()
                .object(CatalogKind.SCHEMA, privileges.schema())
                .map(schema -> shown + " in schema " + schema.name())
                .orElse(shown);
    }
}
