package org.borealisdb.sql.system;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.RoleStatement;
import org.borealisdb.sql.catalog.Membership;
import org.borealisdb.sql.catalog.PredefinedRole;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.Roles;
import org.borealisdb.sql.session.CommandTag;

/** Makes roles members of others. Belongs to one task. */
final class Memberships {
    private final CatalogChanges changes;
    private final RoleNames names;

    Memberships(CatalogChanges changes) {
        this.changes = changes;
        this.names = new RoleNames(changes);
    }

    private Roles roles() {
        return changes.schema().roles();
    }

    private Role current() {
        return changes.schema().currentRole();
    }

    CommandTag grant(RoleStatement.GrantRoles grant) {
        Role grantor = grant.grantor() == null ? current() : names.find(grant.grantor());
        List<Role> members = grant.members().stream().map(names::find).toList();
        for (String name : grant.roles()) {
            Role group = changes.schema().role(name);
            checkAdmin(group);
            if (grant.grant()) {
                add(group, members, grantor, grant.adminOption());
            } else {
                remove(group, members, grant.adminOption());
            }
        }
        return CommandTag.plain(grant.grant() ? "GRANT ROLE" : "REVOKE ROLE");
    }

    CommandTag alter(RoleStatement.AlterMembers alter) {
        Role group = names.findToAlter(alter.role());
        boolean permitted = group.isSuperuser()
                ? current().isSuperuser()
                : current().isSuperuser() || current().has(Role.Attribute.CREATEROLE);
        if (!permitted) {
            throw RoleDefinitions.denied(
                    group.isSuperuser()
                            ? "must be superuser to alter superuser roles or change superuser attribute"
                            : "permission denied");
        }
        List<Role> members = alter.members().stream().map(names::find).toList();
        if (alter.add()) {
            add(group, members, current(), false);
        } else {
            remove(group, members, false);
        }
        return CommandTag.plain("ALTER ROLE");
    }

    /** Makes roles members of one, in the name of the current one, which was asked whether it may. */
    void add(Role group, List<Role> members, boolean admin) {
        if (!members.isEmpty()) {
            checkAdmin(group);
            add(group, members, current(), admin);
        }
    }

    private void checkAdmin(Role group) {
        if (group.isSuperuser()) {
            if (!current().isSuperuser()) {
                throw RoleDefinitions.denied("must be superuser to alter superusers");
            }
        } else if (!current().has(Role.Attribute.CREATEROLE)
                && !roles().isAdmin(current().id(), group.id())) {
            throw RoleDefinitions.denied("must have admin option on role \"" + group.name() + "\"");
        }
    }

    private void add(Role group, List<Role> members, Role grantor, boolean admin) {
        if (members.isEmpty()) {
            return;
        }
        if (group.id() == PredefinedRole.PG_DATABASE_OWNER.id()) {
            throw new SqlException(
                    ErrorCode.INTERNAL_ERROR, "role \"" + group.name() + "\" cannot have explicit members");
        }
        if (grantor.id() != current().id() && !current().isSuperuser()) {
            throw RoleDefinitions.denied("must be superuser to set grantor");
        }
        for (Role member : members) {
            if (member.id() == PredefinedRole.PG_DATABASE_OWNER.id()) {
                throw new SqlException(
                        ErrorCode.INTERNAL_ERROR, "role \"" + member.name() + "\" cannot be a member of any role");
            }
            if (roles().isMadeMember(group.id(), member.id())) {
                throw new SqlException(
                        ErrorCode.INVALID_GRANT_OPERATION,
                        "role \"" + group.name() + "\" is a member of role \"" + member.name() + "\"");
            }
            Optional<CatalogObject> known = roles().storedMembership(group.id(), member.id());
            boolean isAdmin = known.map(Membership::of).map(Membership::admin).orElse(false);
            if (known.isPresent() && (!admin || isAdmin)) {
                changes.notice("role \"" + member.name() + "\" is already a member of role \"" + group.name() + "\"");
                continue;
            }
            Membership made = new Membership(group.id(), member.id(), grantor.id(), admin);
            if (known.isPresent()) {
                changes.replace(made.object(known.get().id()));
            } else {
                changes.add(made.object(changes.newId()));
            }
            changes.schema().forget();
        }
    }

    private void remove(Role group, List<Role> members, boolean onlyAdmin) {
        for (Role member : members) {
            Optional<CatalogObject> known = roles().storedMembership(group.id(), member.id());
            if (known.isEmpty()) {
                changes.warn(
                        ErrorCode.WARNING,
                        "role \"" + member.name() + "\" is not a member of role \"" + group.name() + "\"");
            } else if (onlyAdmin) {
                Membership before = Membership.of(known.get());
                changes.replace(new Membership(before.group(), before.member(), before.grantor(), false)
                        .object(known.get().id()));
            } else {
                changes.remove(known.get());
            }
            changes.schema().forget();
        }
    }
}
