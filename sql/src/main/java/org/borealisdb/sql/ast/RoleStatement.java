package org.borealisdb.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements about roles, who owns what, and who may do what. */
public sealed interface RoleStatement extends Statement {
    /**
     * An option of CREATE or ALTER ROLE.
     *
     * @param name in lower case, such as {@code nologin} or {@code in role}
     * @param value of those that have one; missing for PASSWORD NULL
     * @param roles of those that name roles
     * @param position offset of the name
     */
    record Option(String name, @Nullable SyntaxExpression value, List<RoleName> roles, int position) {
        /** Copies the roles. */
        public Option {
            roles = List.copyOf(roles);
        }
    }

    /** CREATE ROLE, USER or GROUP; a user may log in by default. */
    record Create(String name, boolean user, List<Option> options) implements RoleStatement {
        /** Copies the options. */
        public Create {
            options = List.copyOf(options);
        }
    }

    /** ALTER ROLE or USER with options. */
    record Alter(RoleName role, List<Option> options) implements RoleStatement {
        /** Copies the options. */
        public Alter {
            options = List.copyOf(options);
        }
    }

    /** ALTER GROUP ... ADD or DROP USER. */
    record AlterMembers(RoleName role, boolean add, List<RoleName> members) implements RoleStatement {
        /** Copies the members. */
        public AlterMembers {
            members = List.copyOf(members);
        }
    }

    /** ALTER ROLE ... RENAME TO. */
    record Rename(String role, String newName) implements RoleStatement {}

    /** Which command sets what sessions begin with. */
    enum SettingCommand {
        ROLE,
        DATABASE,
        /** What all sessions begin with, and what is nobody's setting alone. */
        SYSTEM;

        /** Returns the words that it begins with. */
        public String words() {
            return "ALTER " + name();
        }
    }

    /**
     * ALTER ROLE, DATABASE or SYSTEM ... SET or RESET of a setting that sessions begin with.
     *
     * @param command which of them
     * @param role whose sessions; missing for those of all
     * @param database in which; missing for any
     * @param setting the setting in lower case; missing for RESET ALL
     * @param values to set; empty for RESET and DEFAULT
     */
    record AlterSetting(
            SettingCommand command,
            @Nullable RoleName role,
            @Nullable String database,
            @Nullable String setting,
            List<SyntaxExpression> values)
            implements RoleStatement {
        /** Copies the values. */
        public AlterSetting {
            values = List.copyOf(values);
        }
    }

    /** DROP ROLE, USER or GROUP. */
    record Drop(List<RoleName> roles, boolean ifExists) implements RoleStatement {
        /** Copies the roles. */
        public Drop {
            roles = List.copyOf(roles);
        }
    }

    /**
     * GRANT or REVOKE of roles.
     *
     * @param roles that get members, or lose them
     * @param members the roles that become members
     * @param adminOption GRANT: whether they may pass it on; REVOKE: whether they lose only that
     */
    record GrantRoles(
            boolean grant,
            List<String> roles,
            List<RoleName> members,
            boolean adminOption,
            @Nullable RoleName grantor,
            boolean cascade)
            implements RoleStatement {
        /** Copies the lists. */
        public GrantRoles {
            roles = List.copyOf(roles);
            members = List.copyOf(members);
        }
    }

    /** What privileges are on. */
    enum Target {
        TABLE,
        SEQUENCE,
        DATABASE,
        SCHEMA,
        TYPE,
        DOMAIN,
        FUNCTION,
        PROCEDURE,
        /** A function or a procedure. */
        ROUTINE,
        LANGUAGE,
        TABLESPACE
    }

    /**
     * A privilege of GRANT or REVOKE.
     *
     * @param word in lower case; {@code all} with columns for all privileges on those
     * @param columns that it is for; empty for the whole object
     */
    record PrivilegeItem(String word, List<String> columns, int position) {
        /** Copies the columns. */
        public PrivilegeItem {
            columns = List.copyOf(columns);
        }
    }

    /**
     * GRANT or REVOKE of privileges.
     *
     * @param privileges empty for ALL
     * @param inSchemas whether the objects are schemas, and all of the kind in them is meant
     * @param objects by their names, unless they are functions and procedures
     * @param routines functions and procedures
     * @param grantOption GRANT: whether they may pass it on; REVOKE: whether they lose only that
     */
    record Grant(
            boolean grant,
            List<PrivilegeItem> privileges,
            Target target,
            boolean inSchemas,
            List<QualifiedName> objects,
            List<FunctionStatement.Signature> routines,
            List<RoleName> grantees,
            boolean grantOption,
            @Nullable RoleName grantor,
            boolean cascade)
            implements RoleStatement {
        /** Copies the lists. */
        public Grant {
            privileges = List.copyOf(privileges);
            objects = List.copyOf(objects);
            routines = List.copyOf(routines);
            grantees = List.copyOf(grantees);
        }
    }

    /**
     * ALTER DEFAULT PRIVILEGES.
     *
     * @param roles whose new objects; empty for the current one's
     * @param schemas in which; empty for any
     * @param action what is granted or revoked, on no objects
     */
    record AlterDefaults(List<RoleName> roles, List<String> schemas, Grant action) implements RoleStatement {
        /** Copies the lists. */
        public AlterDefaults {
            roles = List.copyOf(roles);
            schemas = List.copyOf(schemas);
        }
    }

    /** REASSIGN OWNED. */
    record ReassignOwned(List<RoleName> roles, RoleName newOwner) implements RoleStatement {
        /** Copies the roles. */
        public ReassignOwned {
            roles = List.copyOf(roles);
        }
    }

    /** DROP OWNED. */
    record DropOwned(List<RoleName> roles, boolean cascade) implements RoleStatement {
        /** Copies the roles. */
        public DropOwned {
            roles = List.copyOf(roles);
        }
    }
}
