package org.borealisdb.sql.service;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.catalog.CurrentRoles;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.Roles;

/** Which roles a session has, as its settings say, and which it may take. Belongs to the session's task. */
final class SessionRoles implements CurrentRoles {
    private final Settings settings;
    private final String authenticated;
    private final boolean superuser;

    /**
     * The roles of a new session.
     *
     * @param authenticated the role that logged in
     * @param superuser whether that was a superuser then, which may be any role from now on
     */
    SessionRoles(Settings settings, String authenticated, boolean superuser) {
        this.settings = settings;
        this.authenticated = authenticated;
        this.superuser = superuser;
        settings.startAs(superuser);
    }

    @Override
    public String current() {
        return settings.currentRole();
    }

    @Override
    public String session() {
        return settings.get(Settings.SESSION_AUTHORIZATION);
    }

    /**
     * Passes if the session may take a role; returns whether it is a superuser then.
     *
     * @param setting by which it does: {@link Settings#ROLE} or {@link Settings#SESSION_AUTHORIZATION}
     * @throws SqlException 22023 if there is no such role, 42501 if it may not
     */
    boolean check(Roles roles, String setting, String name) {
        boolean ofSession = setting.equals(Settings.SESSION_AUTHORIZATION);
        String wanted = !ofSession && name.equals(Settings.NO_ROLE) ? session() : name;
        Role role = roles.named(wanted)
                .orElseThrow(() ->
                        new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "role \"" + wanted + "\" does not exist"));
        if (ofSession && !superuser && !name.equals(authenticated)) {
            throw new SqlException(ErrorCode.INSUFFICIENT_PRIVILEGE, "permission denied to set session authorization");
        }
        boolean member = ofSession
                || roles.named(session())
                        .filter(of -> roles.isMember(of.id(), role.id()))
                        .isPresent();
        if (!member) {
            throw new SqlException(ErrorCode.INSUFFICIENT_PRIVILEGE, "permission denied to set role \"" + name + "\"");
        }
        return role.isSuperuser();
    }
}
