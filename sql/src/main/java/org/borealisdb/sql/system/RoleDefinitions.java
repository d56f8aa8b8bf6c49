package org.borealisdb.sql.system;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.sql.ast.RoleName;
import org.borealisdb.sql.ast.RoleStatement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.Role.Attribute;
import org.borealisdb.sql.session.CommandTag;

/** Makes, changes and drops roles. Belongs to one task. */
final class RoleDefinitions {
    private static final CommandTag ALTER_ROLE = CommandTag.plain("ALTER ROLE");

    private final CatalogChanges changes;
    private final RoleInputs inputs;
    private final RoleNames names;

    RoleDefinitions(CatalogChanges changes, RoleInputs inputs) {
        this.changes = changes;
        this.inputs = inputs;
        this.names = new RoleNames(changes);
    }

    Memberships memberships() {
        return new Memberships(changes);
    }

    private Role current() {
        return changes.schema().currentRole();
    }

    /** Returns whether the current role may make and change roles that are no superusers. */
    private boolean mayCreateRoles() {
        return current().isSuperuser() || current().has(Attribute.CREATEROLE);
    }

    static SqlException denied(String message) {
        return new SqlException(ErrorCode.INSUFFICIENT_PRIVILEGE, message);
    }

    private static void require(BooleanSupplier permitted, String message) {
        if (!permitted.getAsBoolean()) {
            throw denied(message);
        }
    }

    CommandTag create(RoleStatement.Create create) {
        Given given = new Given(create.options());
        Role.Attribute[] superusersOnly = {Attribute.SUPERUSER, Attribute.REPLICATION, Attribute.BYPASSRLS};
        boolean special = false;
        for (Role.Attribute attribute : superusersOnly) {
            if (!special && given.added.contains(attribute)) {
                special = true;
                require(() -> current().isSuperuser(), "must be superuser to create " + plural(attribute));
            }
        }
        if (!special) {
            require(this::mayCreateRoles, "permission denied to create role");
        }
        checkNew(create.name());
        Set<Role.Attribute> attributes = EnumSet.of(Attribute.INHERIT);
        if (create.user()) {
            attributes.add(Attribute.LOGIN);
        }
        given.changeAttributes(attributes);
        long id = changes.newId();
        CatalogObject role = CatalogObject.of(CatalogKind.ROLE, id, 0, create.name());
        changes.add(given.applied(new Role(id, create.name(), attributes, given.limit(Role.UNLIMITED)).into(role)));
        changes.schema().forget();
        Role made = changes.schema().role(create.name());
        Memberships memberships = memberships();
        given.roles("in role").forEach(group -> memberships.add(names.find(group), List.of(made), false));
        memberships.add(made, given.roles("admin").stream().map(names::find).toList(), true);
        memberships.add(made, given.roles("role").stream().map(names::find).toList(), false);
        return CommandTag.plain("CREATE ROLE");
    }

    private static String plural(Role.Attribute attribute) {
        return switch (attribute) {
            case SUPERUSER -> "superusers";
            case REPLICATION -> "replication users";
            default -> "bypassrls users";
        };
    }

    private void checkNew(String name) {
        if (name.startsWith("pg_")) {
            throw new SqlException(ErrorCode.RESERVED_NAME, "role name \"" + name + "\" is reserved")
                    .withDetail("Role names starting with \"pg_\" are reserved.");
        }
        if (changes.schema().roles().named(name).isPresent()) {
            throw new SqlException(ErrorCode.DUPLICATE_OBJECT, "role \"" + name + "\" already exists");
        }
    }

    CommandTag alter(RoleStatement.Alter alter) {
        Given given = new Given(alter.options());
        Role role = names.findToAlter(alter.role());
        Set<Role.Attribute> named = given.named();
        if (role.isSuperuser() || named.contains(Attribute.SUPERUSER)) {
            require(
                    () -> current().isSuperuser(),
                    "must be superuser to alter superuser roles or change superuser attribute");
        } else if (role.has(Attribute.REPLICATION) || named.contains(Attribute.REPLICATION)) {
            require(
                    () -> current().isSuperuser(),
                    "must be superuser to alter replication roles or change replication attribute");
        } else if (named.contains(Attribute.BYPASSRLS)) {
            require(() -> current().isSuperuser(), "must be superuser to change bypassrls attribute");
        } else if (!mayCreateRoles()) {
            boolean onlyPassword = given.options.keySet().equals(Set.of("password"));
            require(() -> onlyPassword && role.id() == current().id(), "permission denied");
        }
        CatalogObject stored = changes.schema().roles().stored(role.name()).orElseThrow();
        Set<Role.Attribute> attributes = EnumSet.noneOf(Attribute.class);
        attributes.addAll(role.attributes());
        given.changeAttributes(attributes);
        Role changed = new Role(role.id(), role.name(), attributes, given.limit(role.connectionLimit()));
        changes.replace(given.applied(changed.into(stored)));
        memberships().add(role, given.roles("role").stream().map(names::find).toList(), false);
        return ALTER_ROLE;
    }

    CommandTag rename(RoleStatement.Rename rename) {
        Role role = changes.schema().role(rename.role());
        if (role.id() == names.session().id() || role.id() == current().id()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    (role.id() == names.session().id() ? "session" : "current") + " user cannot be renamed");
        }
        if (role.id() < Catalog.FIRST_USER_ID) {
            throw new SqlException(ErrorCode.RESERVED_NAME, "role name \"" + role.name() + "\" is reserved")
                    .withDetail("Role names starting with \"pg_\" are reserved.");
        }
        checkNew(rename.newName());
        if (role.isSuperuser()) {
            require(() -> current().isSuperuser(), "must be superuser to rename superusers");
        } else {
            require(this::mayCreateRoles, "permission denied to rename role");
        }
        CatalogObject stored = changes.schema().roles().stored(role.name()).orElseThrow();
        boolean salted = stored.property(Role.PASSWORD)
                .filter(password -> password.startsWith("md5"))
                .isPresent();
        if (salted) {
            changes.notice("MD5 password cleared because of role rename");
            stored = stored.without(Role.PASSWORD);
        }
        changes.replace(stored.withName(rename.newName()));
        return ALTER_ROLE;
    }

    CommandTag drop(RoleStatement.Drop drop) {
        require(this::mayCreateRoles, "permission denied to drop role");
        for (RoleName name : drop.roles()) {
            if (name.kind() != RoleName.Kind.NAMED) {
                throw new SqlException(
                        ErrorCode.INVALID_PARAMETER_VALUE, "cannot use special role specifier in DROP ROLE");
            }
            Optional<Role> role = changes.schema().roles().named(name.name());
            if (role.isEmpty() && drop.ifExists()) {
                changes.notice("role \"" + name.name() + "\" does not exist, skipping");
            } else {
                drop(changes.schema().role(name.name()));
            }
        }
        return CommandTag.plain("DROP ROLE");
    }

    private void drop(Role role) {
        if (role.id() == current().id()) {
            throw new SqlException(ErrorCode.OBJECT_IN_USE, "current user cannot be dropped");
        }
        if (role.id() == names.session().id()) {
            throw new SqlException(ErrorCode.OBJECT_IN_USE, "session user cannot be dropped");
        }
        if (role.isSuperuser()) {
            require(() -> current().isSuperuser(), "must be superuser to drop superusers");
        }
        boolean needed = role.id() < Catalog.FIRST_USER_ID
                || role.id() == changes.schema().roles().first();
        if (needed) {
            throw new SqlException(
                    ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop role " + role.name() + " because it is required by the database system");
        }
        new RoleDependents(changes).refuse(role);
        changes.schema().roles().storedMemberships(role.id()).forEach(changes::remove);
        CatalogObject stored = changes.schema().roles().stored(role.name()).orElseThrow();
        changes.schema().children(stored, NameSpace.SETTINGS).forEach(changes::remove);
        changes.remove(stored);
        changes.schema().forget();
    }

    /** The options of a statement, each at most once. */
    private final class Given {
        private final Map<String, RoleStatement.Option> options = new TreeMap<>();
        private final Set<Role.Attribute> added = EnumSet.noneOf(Attribute.class);
        private final Set<Role.Attribute> removed = EnumSet.noneOf(Attribute.class);

        Given(List<RoleStatement.Option> given) {
            Set<String> seen = new HashSet<>();
            for (RoleStatement.Option option : given) {
                if (option.name().equals("sysid")) {
                    changes.notice("SYSID can no longer be specified");
                    continue;
                }
                if (!seen.add(subject(option))) {
                    throw changes.error(ErrorCode.SYNTAX_ERROR, "conflicting or redundant options", option.position());
                }
            }
            checkLimit();
        }

        /** Takes an option, and returns what it is about. */
        private String subject(RoleStatement.Option option) {
            boolean isWord = option.value() == null
                    && option.roles().isEmpty()
                    && !option.name().equals("password");
            if (!isWord) {
                options.put(option.name(), option);
                return option.name();
            }
            String word = option.name().toUpperCase(Locale.ROOT);
            for (Role.Attribute attribute : Attribute.values()) {
                if (word.equals(attribute.name()) || word.equals("NO" + attribute.name())) {
                    (word.startsWith("NO") ? removed : added).add(attribute);
                    options.put(attribute.name(), option);
                    return attribute.name();
                }
            }
            throw changes.error(
                    ErrorCode.SYNTAX_ERROR, "unrecognized role option \"" + option.name() + "\"", option.position());
        }

        private void checkLimit() {
            if (limit(Role.UNLIMITED) < Role.UNLIMITED) {
                throw new SqlException(
                        ErrorCode.INVALID_PARAMETER_VALUE, "invalid connection limit: " + limit(Role.UNLIMITED));
            }
        }

        Set<Role.Attribute> named() {
            Set<Role.Attribute> named = EnumSet.noneOf(Attribute.class);
            named.addAll(added);
            named.addAll(removed);
            return named;
        }

        void changeAttributes(Set<Role.Attribute> attributes) {
            attributes.addAll(added);
            attributes.removeAll(removed);
        }

        private Optional<String> text(String option) {
            RoleStatement.Option given = options.get(option);
            return given != null && given.value() instanceof SyntaxExpression.Literal literal
                    ? Optional.of(literal.text())
                    : Optional.empty();
        }

        int limit(int before) {
            return text("connection limit").map(Integer::parseInt).orElse(before);
        }

        List<RoleName> roles(String option) {
            RoleStatement.Option given = options.get(option);
            return given == null ? List.of() : given.roles();
        }

        /** Returns the stored role with its new password, and when that expires. */
        CatalogObject applied(CatalogObject role) {
            CatalogObject changed = role;
            if (options.containsKey("password")) {
                Optional<String> password = text("password");
                if (password.filter(inputs::isEmpty).isPresent()) {
                    changes.notice("empty string is not a valid password, clearing password");
                    password = Optional.empty();
                }
                changed = password.isPresent()
                        ? changed.with(Role.PASSWORD, inputs.verifier(password.get()))
                        : changed.without(Role.PASSWORD);
            }
            Optional<String> until = text("valid until");
            if (until.isPresent()) {
                long time = changes.textInput().parseLong(BuiltInType.TIMESTAMPTZ.type(), until.get());
                changed = changed.with(Role.VALID_UNTIL, Long.toString(time));
            }
            return changed;
        }
    }
}
