package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.RoleName;
import org.borealisdb.sql.ast.RoleStatement;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.jspecify.annotations.Nullable;

/** Reads statements about roles, owners and privileges. */
final class RoleParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    RoleParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    /** Reads a role, which may be one of those that a word stands for: gram.y's RoleSpec. */
    RoleName role() {
        int position = cursor.position();
        Keyword keyword = cursor.keyword();
        if (keyword == Keyword.CURRENT_USER || keyword == Keyword.CURRENT_ROLE) {
            return new RoleName(RoleName.Kind.CURRENT, cursor.label(), position);
        }
        if (keyword == Keyword.SESSION_USER) {
            return new RoleName(RoleName.Kind.SESSION, cursor.label(), position);
        }
        if (!cursor.isName(0, true, true)) {
            throw cursor.unexpected();
        }
        String name = cursor.label();
        if (name.equals("none")) {
            throw reserved(name, position);
        }
        return new RoleName(name.equals("public") ? RoleName.Kind.PUBLIC : RoleName.Kind.NAMED, name, position);
    }

    /** Reads the name of a role: gram.y's RoleId. */
    private String name() {
        RoleName role = role();
        return switch (role.kind()) {
            case NAMED -> role.name();
            case PUBLIC -> throw reserved(role.name(), role.position());
            case CURRENT, SESSION ->
                throw cursor.error(
                        ErrorCode.RESERVED_NAME,
                        role.name().toUpperCase(Locale.ROOT) + " cannot be used as a role name here",
                        role.position());
        };
    }

    private SqlException reserved(String name, int position) {
        return cursor.error(ErrorCode.RESERVED_NAME, "role name \"" + name + "\" is reserved", position);
    }

    private List<RoleName> roles() {
        return grammar.list(this::role);
    }

    Statement create(Keyword keyword) {
        cursor.advance();
        if (keyword == Keyword.USER && cursor.at(Keyword.MAPPING)) {
            throw cursor.notSupported("CREATE USER MAPPING", cursor.position());
        }
        return new RoleStatement.Create(name(), keyword == Keyword.USER, options(true));
    }

    private List<RoleStatement.Option> options(boolean create) {
        cursor.accept(Keyword.WITH);
        List<RoleStatement.Option> options = new ArrayList<>();
        while (cursor.at(TokenKind.IDENTIFIER) || cursor.at(TokenKind.KEYWORD)) {
            options.add(option(create));
        }
        return options;
    }

    private RoleStatement.Option option(boolean create) {
        int position = cursor.position();
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            return new RoleStatement.Option(cursor.label(), null, List.of(), position);
        }
        return switch (keyword) {
            case CONNECTION -> {
                cursor.advance();
                cursor.expect(Keyword.LIMIT);
                yield new RoleStatement.Option(
                        "connection limit", integer(cursor.signedInteger(), position), List.of(), position);
            }
            case VALID -> {
                cursor.advance();
                cursor.expect(Keyword.UNTIL);
                yield new RoleStatement.Option("valid until", string(), List.of(), position);
            }
            case ENCRYPTED, PASSWORD -> {
                if (cursor.accept(Keyword.ENCRYPTED) && !cursor.at(Keyword.PASSWORD)) {
                    throw cursor.unexpected();
                }
                cursor.expect(Keyword.PASSWORD);
                boolean none = keyword == Keyword.PASSWORD && cursor.accept(Keyword.NULL);
                yield new RoleStatement.Option("password", none ? null : string(), List.of(), position);
            }
            case UNENCRYPTED -> {
                cursor.advance();
                cursor.expect(Keyword.PASSWORD);
                string();
                throw cursor.error(
                                ErrorCode.FEATURE_NOT_SUPPORTED,
                                "UNENCRYPTED PASSWORD is no longer supported",
                                position)
                        .withHint("Remove UNENCRYPTED to store the password in encrypted form instead.");
            }
            case INHERIT -> new RoleStatement.Option(cursor.label(), null, List.of(), position);
            case USER -> named("role", position);
            case SYSID -> {
                cursor.advance();
                yield new RoleStatement.Option("sysid", integer(cursor.signedInteger(), position), List.of(), position);
            }
            case ADMIN, ROLE, IN -> {
                if (!create) {
                    throw cursor.unexpected();
                }
                if (keyword != Keyword.IN) {
                    yield named(keyword == Keyword.ADMIN ? "admin" : "role", position);
                }
                if (!cursor.atNext(Keyword.ROLE) && !cursor.atNext(Keyword.GROUP)) {
                    cursor.advance();
                    throw cursor.unexpected();
                }
                cursor.advance();
                yield named("in role", position);
            }
            default -> throw cursor.unexpected();
        };
    }

    private RoleStatement.Option named(String option, int position) {
        cursor.advance();
        return new RoleStatement.Option(option, null, roles(), position);
    }

    private SyntaxExpression string() {
        int position = cursor.position();
        return new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.STRING, cursor.string(), position);
    }

    private static SyntaxExpression integer(int value, int position) {
        return new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.INTEGER, Integer.toString(value), position);
    }

    /** Reads ALTER ROLE, USER and GROUP from their second word on. */
    Statement alter(Keyword keyword) {
        cursor.advance();
        if (keyword != Keyword.GROUP && cursor.accept(Keyword.ALL)) {
            return setting(null);
        }
        RoleName role = role();
        if (cursor.accept(Keyword.RENAME)) {
            cursor.expect(Keyword.TO);
            return new RoleStatement.Rename(plain(role), name());
        }
        if (keyword == Keyword.GROUP) {
            boolean add = cursor.accept(Keyword.ADD);
            if (!add) {
                cursor.expect(Keyword.DROP);
            }
            cursor.expect(Keyword.USER);
            return new RoleStatement.AlterMembers(role, add, roles());
        }
        if (cursor.at(Keyword.SET) || cursor.at(Keyword.RESET) || cursor.at(Keyword.IN)) {
            return setting(role);
        }
        return new RoleStatement.Alter(role, options(false));
    }

    private String plain(RoleName role) {
        if (role.kind() == RoleName.Kind.PUBLIC) {
            throw reserved(role.name(), role.position());
        }
        if (role.kind() != RoleName.Kind.NAMED) {
            throw cursor.error(
                    ErrorCode.RESERVED_NAME,
                    role.name().toUpperCase(Locale.ROOT) + " cannot be used as a role name here",
                    role.position());
        }
        return role.name();
    }

    private Statement setting(@Nullable RoleName role) {
        String database = null;
        if (cursor.accept(Keyword.IN)) {
            cursor.expect(Keyword.DATABASE);
            database = cursor.name();
        }
        return setting(RoleStatement.SettingCommand.ROLE, role, database);
    }

    Statement alterSystem() {
        cursor.advance();
        return setting(RoleStatement.SettingCommand.SYSTEM, null, null);
    }

    private Statement setting(
            RoleStatement.SettingCommand command, @Nullable RoleName role, @Nullable String database) {
        int position = cursor.position();
        if (cursor.at(Keyword.RESET)) {
            SessionStatement.Reset reset = (SessionStatement.Reset) grammar.sessions.reset();
            String name = reset.name().equals("all") ? null : reset.name();
            return new RoleStatement.AlterSetting(command, role, database, name, List.of());
        }
        cursor.expect(Keyword.SET);
        if (grammar.sessions.setVariable(false) instanceof SessionStatement.Set set) {
            return new RoleStatement.AlterSetting(command, role, database, set.name(), set.values());
        }
        throw cursor.notSupported("SET ... FROM CURRENT", position);
    }

    Statement alterDatabase(int position) {
        cursor.advance();
        String name = cursor.name();
        if ((cursor.at(Keyword.SET) && !cursor.atNext(Keyword.TABLESPACE)) || cursor.at(Keyword.RESET)) {
            return setting(RoleStatement.SettingCommand.DATABASE, null, name);
        }
        if (cursor.at(Keyword.RENAME) || cursor.at(Keyword.OWNER)) {
            return container(Definition.ObjectKind.DATABASE, name);
        }
        if (cursor.at(Keyword.SET)) {
            int at = cursor.position();
            cursor.advance();
            cursor.expect(Keyword.TABLESPACE);
            OptionItem space = new OptionItem(
                    "tablespace",
                    new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.STRING, cursor.name(), at),
                    at);
            return new Definition.AlterDatabase(name, List.of(space));
        }
        return new Definition.AlterDatabase(name, new DatabaseOptionParser(cursor, grammar).options());
    }

    Statement alterSchema(int position) {
        cursor.advance();
        return container(Definition.ObjectKind.SCHEMA, cursor.name());
    }

    private Statement container(Definition.ObjectKind kind, String name) {
        if (cursor.accept(Keyword.RENAME)) {
            cursor.expect(Keyword.TO);
            return new Definition.AlterContainer(kind, name, new Definition.Rename(cursor.name()));
        }
        if (cursor.accept(Keyword.OWNER)) {
            cursor.expect(Keyword.TO);
            return new Definition.AlterContainer(kind, name, new Definition.ChangeOwner(role()));
        }
        throw cursor.unexpected();
    }

    /** Reads DROP ROLE, USER and GROUP from their second word on. */
    Statement drop() {
        if (cursor.at(Keyword.USER, Keyword.MAPPING)) {
            throw cursor.notSupported("DROP USER MAPPING", cursor.position());
        }
        cursor.advance();
        boolean ifExists = grammar.ifExists();
        return new RoleStatement.Drop(roles(), ifExists);
    }

    Statement dropOwned() {
        cursor.expect(Keyword.OWNED);
        cursor.expect(Keyword.BY);
        return new RoleStatement.DropOwned(roles(), grammar.cascade());
    }

    Statement reassign() {
        cursor.expect(Keyword.REASSIGN);
        cursor.expect(Keyword.OWNED);
        cursor.expect(Keyword.BY);
        List<RoleName> roles = roles();
        cursor.expect(Keyword.TO);
        return new RoleStatement.ReassignOwned(roles, role());
    }

    /** Reads GRANT and REVOKE. */
    Statement grant() {
        boolean grant = cursor.accept(Keyword.GRANT);
        if (!grant) {
            cursor.expect(Keyword.REVOKE);
        }
        boolean onlyGrantOption = !grant && optionFor(Keyword.GRANT);
        boolean onlyAdminOption = !grant && !onlyGrantOption && optionFor(Keyword.ADMIN);
        List<RoleStatement.PrivilegeItem> privileges = privileges();
        if (onlyAdminOption || (!onlyGrantOption && !cursor.at(Keyword.ON))) {
            return grantRoles(grant, privileges, onlyAdminOption);
        }
        cursor.expect(Keyword.ON);
        return on(grant, privileges, onlyGrantOption);
    }

    private boolean optionFor(Keyword option) {
        if (cursor.at(option, Keyword.OPTION)) {
            cursor.advance();
            cursor.advance();
            cursor.expect(Keyword.FOR);
            return true;
        }
        return false;
    }

    /** Reads what is granted: none for ALL. */
    private List<RoleStatement.PrivilegeItem> privileges() {
        int position = cursor.position();
        if (cursor.accept(Keyword.ALL)) {
            cursor.accept(Keyword.PRIVILEGES);
            if (!cursor.at(TokenKind.LEFT_PARENTHESIS)) {
                return List.of();
            }
            List<RoleStatement.PrivilegeItem> items = new ArrayList<>();
            items.add(new RoleStatement.PrivilegeItem("all", grammar.nameList(), position));
            return items;
        }
        return grammar.list(this::privilege);
    }

    private RoleStatement.PrivilegeItem privilege() {
        int position = cursor.position();
        boolean reserved = cursor.at(Keyword.SELECT) || cursor.at(Keyword.REFERENCES) || cursor.at(Keyword.CREATE);
        if (!reserved && !cursor.isName(0)) {
            throw cursor.unexpected();
        }
        String word = cursor.label();
        if (word.equals("alter") && cursor.at(Keyword.SYSTEM)) {
            word += " " + cursor.label();
        }
        return new RoleStatement.PrivilegeItem(word, grammar.optionalNameList(), position);
    }

    private Statement grantRoles(boolean grant, List<RoleStatement.PrivilegeItem> items, boolean onlyAdminOption) {
        if (items.isEmpty()) {
            throw cursor.unexpected();
        }
        for (RoleStatement.PrivilegeItem item : items) {
            if (!item.columns().isEmpty()) {
                throw new SqlException(
                        ErrorCode.INVALID_GRANT_OPERATION, "column names cannot be included in GRANT/REVOKE ROLE");
            }
        }
        cursor.expect(grant ? Keyword.TO : Keyword.FROM);
        List<RoleName> members = roles();
        boolean adminOption = onlyAdminOption;
        if (grant && cursor.accept(Keyword.WITH)) {
            cursor.expect(Keyword.ADMIN);
            cursor.expect(Keyword.OPTION);
            adminOption = true;
        }
        RoleName grantor = grantor();
        return new RoleStatement.GrantRoles(
                grant,
                items.stream().map(RoleStatement.PrivilegeItem::word).toList(),
                members,
                adminOption,
                grantor,
                !grant && grammar.cascade());
    }

    private @Nullable RoleName grantor() {
        if (cursor.accept(Keyword.GRANTED)) {
            cursor.expect(Keyword.BY);
            return role();
        }
        return null;
    }

    private Statement on(boolean grant, List<RoleStatement.PrivilegeItem> privileges, boolean onlyGrantOption) {
        boolean all = cursor.at(Keyword.ALL);
        if (all) {
            cursor.advance();
        }
        RoleStatement.Target target = all ? targets() : target();
        if (all) {
            cursor.expect(Keyword.IN);
            cursor.expect(Keyword.SCHEMA);
        }
        List<QualifiedName> objects = switch (target) {
            case TYPE, DOMAIN -> grammar.list(() -> grammar.types.parse().name());
            case FUNCTION, PROCEDURE, ROUTINE -> all ? names() : List.of();
            case DATABASE, SCHEMA, LANGUAGE, TABLESPACE -> names();
            case TABLE, SEQUENCE -> all ? names() : grammar.qualifiedNames();
        };
        boolean named = objects.isEmpty();
        List<FunctionStatement.Signature> routines = named ? grammar.list(grammar.functions::signature) : List.of();
        return grantees(grant, privileges, target, all, objects, routines, onlyGrantOption);
    }

    private List<QualifiedName> names() {
        return grammar.list(() -> {
            int position = cursor.position();
            return QualifiedName.of(cursor.name(), position);
        });
    }

    private RoleStatement.Target target() {
        int position = cursor.position();
        Keyword keyword = cursor.keyword();
        boolean named = cursor.isName(1) || (cursor.kind(1) == TokenKind.KEYWORD && keyword == Keyword.FOREIGN);
        if (keyword == null || !named) {
            return RoleStatement.Target.TABLE;
        }
        RoleStatement.Target target = switch (keyword) {
            case TABLE -> RoleStatement.Target.TABLE;
            case SEQUENCE -> RoleStatement.Target.SEQUENCE;
            case DATABASE -> RoleStatement.Target.DATABASE;
            case SCHEMA -> RoleStatement.Target.SCHEMA;
            case TYPE -> RoleStatement.Target.TYPE;
            case DOMAIN -> RoleStatement.Target.DOMAIN;
            case FUNCTION -> RoleStatement.Target.FUNCTION;
            case PROCEDURE -> RoleStatement.Target.PROCEDURE;
            case ROUTINE -> RoleStatement.Target.ROUTINE;
            case LANGUAGE -> RoleStatement.Target.LANGUAGE;
            case TABLESPACE -> RoleStatement.Target.TABLESPACE;
            case FOREIGN, LARGE, PARAMETER ->
                throw cursor.notSupported("privileges on " + keyword.word().toUpperCase(Locale.ROOT), position);
            default -> null;
        };
        if (target == null) {
            return RoleStatement.Target.TABLE;
        }
        cursor.advance();
        return target;
    }

    private RoleStatement.Target targets() {
        Keyword keyword = cursor.keyword();
        RoleStatement.Target target = switch (keyword) {
            case TABLES -> RoleStatement.Target.TABLE;
            case SEQUENCES -> RoleStatement.Target.SEQUENCE;
            case FUNCTIONS -> RoleStatement.Target.FUNCTION;
            case PROCEDURES -> RoleStatement.Target.PROCEDURE;
            case ROUTINES -> RoleStatement.Target.ROUTINE;
            case null, default -> throw cursor.unexpected();
        };
        cursor.advance();
        return target;
    }

    private RoleStatement.Grant grantees(
            boolean grant,
            List<RoleStatement.PrivilegeItem> privileges,
            RoleStatement.Target target,
            boolean inSchemas,
            List<QualifiedName> objects,
            List<FunctionStatement.Signature> routines,
            boolean onlyGrantOption) {
        cursor.expect(grant ? Keyword.TO : Keyword.FROM);
        List<RoleName> grantees = grammar.list(() -> {
            cursor.accept(Keyword.GROUP);
            return role();
        });
        boolean grantOption = onlyGrantOption;
        if (grant && cursor.accept(Keyword.WITH)) {
            cursor.expect(Keyword.GRANT);
            cursor.expect(Keyword.OPTION);
            grantOption = true;
        }
        RoleName grantor = objects.isEmpty() && routines.isEmpty() ? null : grantor();
        return new RoleStatement.Grant(
                grant,
                privileges,
                target,
                inSchemas,
                objects,
                routines,
                grantees,
                grantOption,
                grantor,
                !grant && grammar.cascade());
    }

    /** Reads ALTER DEFAULT PRIVILEGES from its second word on. */
    Statement alterDefaults() {
        cursor.advance();
        cursor.expect(Keyword.PRIVILEGES);
        List<RoleName> roles = new ArrayList<>();
        List<String> schemas = new ArrayList<>();
        while (true) {
            if (cursor.accept(Keyword.IN)) {
                cursor.expect(Keyword.SCHEMA);
                schemas.addAll(grammar.list(cursor::name));
            } else if (cursor.accept(Keyword.FOR)) {
                if (!cursor.accept(Keyword.ROLE)) {
                    cursor.expect(Keyword.USER);
                }
                roles.addAll(roles());
            } else {
                break;
            }
        }
        boolean grant = cursor.accept(Keyword.GRANT);
        if (!grant) {
            cursor.expect(Keyword.REVOKE);
        }
        boolean onlyGrantOption = !grant && optionFor(Keyword.GRANT);
        List<RoleStatement.PrivilegeItem> privileges = privileges();
        cursor.expect(Keyword.ON);
        RoleStatement.Target target = switch (cursor.keyword()) {
            case TYPES -> RoleStatement.Target.TYPE;
            case SCHEMAS -> RoleStatement.Target.SCHEMA;
            case null, default -> null;
        };
        if (target == null) {
            target = targets();
        } else {
            cursor.advance();
        }
        return new RoleStatement.AlterDefaults(
                roles, schemas, grantees(grant, privileges, target, false, List.of(), List.of(), onlyGrantOption));
    }
}
