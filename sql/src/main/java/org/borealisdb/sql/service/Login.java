package org.borealisdb.sql.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.catalog.ConnectionRules;
import org.borealisdb.sql.catalog.InitialSettings;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.Privileges;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.RoleSource;
import org.borealisdb.sql.catalog.Roles;

/**
 * A role that begins a session in a database.
 *
 * @param system  what ALTER SYSTEM has set
 * @param initial the settings that it begins with, those that others override first
 */
record Login(
        Role role,
        CatalogObject database,
        Roles roles,
        SequencedMap<String, String> system,
        List<SequencedMap<String, String>> initial) {
    /** Copies the settings. */
    Login {
        initial = List.copyOf(initial);
    }

    /**
     * Reads what the catalog says of a role and a database.
     *
     * @throws SqlException 28000 if there is no such role, 3D000 if there is no such database
     */
    static Login read(Database database, Workspace workspace, ReadView view, String roleName, String databaseName) {
        Optional<CatalogObject> found = database.catalog().find(workspace, view, 0, NameSpace.DATABASES, databaseName);
        Roles roles = new Roles(RoleSource.of(
                database.catalog(),
                workspace,
                view,
                found.map(CatalogObject::id).orElse(0L)));
        Role role = roles.named(roleName)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION, "role \"" + roleName + "\" does not exist"));
        CatalogObject of = found.orElseThrow(() ->
                new SqlException(ErrorCode.INVALID_CATALOG_NAME, "database \"" + databaseName + "\" does not exist"));
        return new Login(
                role,
                of,
                roles,
                initial(database, workspace, view, 0, InitialSettings.SYSTEM),
                List.of(
                        initial(database, workspace, view, 0, 0),
                        initial(database, workspace, view, 0, of.id()),
                        initial(database, workspace, view, role.id(), 0),
                        initial(database, workspace, view, role.id(), of.id())));
    }

    static SequencedMap<String, String> initial(
            Database database, Workspace workspace, ReadView view, long role, long of) {
        return database.catalog()
                .find(workspace, view, role, NameSpace.SETTINGS, InitialSettings.nameOf(of))
                .map(object -> InitialSettings.of(object).values())
                .orElseGet(() -> new InitialSettings(role, of, new LinkedHashMap<>()).values());
    }

    /**
     * Passes if the role may begin another session.
     *
     * @param others how many it has
     * @param inDatabase how many others there are in the database
     * @throws SqlException 28000 if it may not log in, 53300 if it, or the database, has as many sessions as it may have, 55000 if the database takes none
     */
    void check(long others, long inDatabase) {
        if (!role.has(Role.Attribute.LOGIN)) {
            throw new SqlException(
                    ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
                    "role \"" + role.name() + "\" is not permitted to log in");
        }
        if (role.connectionLimit() >= 0 && !role.isSuperuser() && others >= role.connectionLimit()) {
            throw new SqlException(
                    ErrorCode.TOO_MANY_CONNECTIONS, "too many connections for role \"" + role.name() + "\"");
        }
        ConnectionRules rules = ConnectionRules.of(database);
        if (!rules.allowed()) {
            throw new SqlException(
                    ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "database \"" + database.name() + "\" is not currently accepting connections");
        }
        if (!new Privileges(roles).has(role.id(), database, Privilege.CONNECT)) {
            throw new SqlException(
                            ErrorCode.INSUFFICIENT_PRIVILEGE,
                            "permission denied for database \"" + database.name() + "\"")
                    .withDetail("User does not have CONNECT privilege.");
        }
        if (rules.limit() >= 0 && !role.isSuperuser() && inDatabase >= rules.limit()) {
            throw new SqlException(
                    ErrorCode.TOO_MANY_CONNECTIONS, "too many connections for database \"" + database.name() + "\"");
        }
    }
}
