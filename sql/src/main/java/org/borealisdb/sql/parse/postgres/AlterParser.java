package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.TypeName;
import org.jspecify.annotations.Nullable;

/** Reads ALTER. */
final class AlterParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    AlterParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    Statement alter() {
        int position = cursor.position();
        cursor.expect(Keyword.ALTER);
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            throw cursor.unexpected();
        }
        return switch (keyword) {
            case TABLE -> alterTable(Definition.ObjectKind.TABLE, position);
            case INDEX -> alterTable(Definition.ObjectKind.INDEX, position);
            case VIEW -> alterTable(Definition.ObjectKind.VIEW, position);
            case SEQUENCE -> alterSequence(position);
            case TYPE -> grammar.typeDefinitions.alterType(position);
            case DOMAIN -> grammar.typeDefinitions.alterDomain();
            case COLLATION -> grammar.objectDefinitions.alter(Definition.ObjectKind.COLLATION);
            case STATISTICS -> grammar.objectDefinitions.alter(Definition.ObjectKind.STATISTICS);
            case ROLE, USER, GROUP -> grammar.roles.alter(keyword);
            case DATABASE -> grammar.roles.alterDatabase(position);
            case SYSTEM -> grammar.roles.alterSystem();
            case SCHEMA -> grammar.roles.alterSchema(position);
            case DEFAULT -> grammar.roles.alterDefaults();
            case FUNCTION, PROCEDURE, ROUTINE, AGGREGATE -> grammar.functions.alter(keyword);
            case OPERATOR -> grammar.operators.alterOperator(position);
            case CONVERSION,
                    EVENT,
                    EXTENSION,
                    FOREIGN,
                    LANGUAGE,
                    LARGE,
                    MATERIALIZED,
                    POLICY,
                    PUBLICATION,
                    RULE,
                    SERVER,
                    SUBSCRIPTION,
                    TABLESPACE,
                    TEXT,
                    TRIGGER -> throw cursor.notSupported("ALTER " + keyword.name(), position);
            default -> throw cursor.unexpected();
        };
    }

    private String keywordText() {
        Keyword keyword = cursor.keyword();
        return keyword == null ? cursor.value() : keyword.name();
    }

    private Statement alterSequence(int position) {
        cursor.advance();
        boolean ifExists = grammar.ifExists();
        QualifiedName name = grammar.qualifiedName();
        if (cursor.at(Keyword.RENAME) || cursor.at(Keyword.SET) || cursor.at(Keyword.OWNER)) {
            Definition.TableAction action = action();
            return new Definition.AlterTable(
                    Definition.ObjectKind.SEQUENCE, name, ifExists, false, List.of(action), position);
        }
        return new Definition.AlterSequence(name, ifExists, grammar.definitions.sequenceOptions());
    }

    private Statement alterTable(Definition.ObjectKind kind, int position) {
        cursor.advance();
        boolean ifExists = grammar.ifExists();
        boolean only = cursor.accept(Keyword.ONLY);
        QualifiedName name = grammar.qualifiedName();
        cursor.acceptOperator("*");
        return new Definition.AlterTable(kind, name, ifExists, only, grammar.list(this::action), position);
    }

    private Definition.TableAction action() {
        int position = cursor.position();
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            throw cursor.unexpected();
        }
        return switch (keyword) {
            case ADD -> add();
            case DROP -> drop();
            case ALTER -> alterColumn();
            case RENAME -> rename();
            case VALIDATE -> {
                cursor.advance();
                cursor.expect(Keyword.CONSTRAINT);
                yield new Definition.ValidateConstraint(cursor.name());
            }
            case OWNER -> {
                cursor.advance();
                cursor.expect(Keyword.TO);
                yield new Definition.ChangeOwner(grammar.roles.role());
            }
            case SET -> set(position);
            case RESET -> {
                cursor.advance();
                yield new Definition.SetOptions(grammar.options(true), true);
            }
            case CLUSTER -> {
                cursor.advance();
                cursor.expect(Keyword.ON);
                yield new Definition.ChangeStorage(Definition.StorageChange.CLUSTER_ON, cursor.name());
            }
            case REPLICA -> replicaIdentity();
            case ENABLE, DISABLE -> enable(keyword == Keyword.ENABLE, position);
            case NO -> {
                if (!cursor.at(Keyword.NO, Keyword.FORCE)) {
                    throw cursor.notSupported("ALTER TABLE ... NO", position);
                }
                cursor.advance();
                cursor.advance();
                yield rowSecurity();
            }
            case OF -> {
                cursor.advance();
                yield new Definition.SetType(grammar.qualifiedName());
            }
            case NOT -> {
                cursor.advance();
                cursor.expect(Keyword.OF);
                yield new Definition.SetType(null);
            }
            case INHERIT, FORCE, ATTACH, DETACH ->
                throw cursor.notSupported("ALTER TABLE ... " + keyword.name(), position);
            default -> throw cursor.unexpected();
        };
    }

    private Definition.TableAction replicaIdentity() {
        cursor.advance();
        cursor.expect(Keyword.IDENTITY);
        if (cursor.accept(Keyword.USING)) {
            cursor.expect(Keyword.INDEX);
            return new Definition.ChangeStorage(Definition.StorageChange.REPLICA_IDENTITY_INDEX, cursor.name());
        }
        Keyword keyword = cursor.keyword();
        if (keyword != Keyword.DEFAULT && keyword != Keyword.FULL && keyword != Keyword.NOTHING) {
            throw cursor.unexpected();
        }
        cursor.advance();
        return new Definition.ChangeStorage(Definition.StorageChange.REPLICA_IDENTITY, keyword.word());
    }

    private Definition.TableAction enable(boolean enabled, int position) {
        cursor.advance();
        if (!enabled && cursor.at(Keyword.ROW)) {
            return rowSecurity();
        }
        if (!cursor.accept(Keyword.TRIGGER)) {
            throw cursor.notSupported(
                    "ALTER TABLE ... " + (enabled ? "ENABLE " : "DISABLE ") + keywordText(), position);
        }
        if (cursor.accept(Keyword.ALL)) {
            return new Definition.ChangeStorage(
                    enabled
                            ? Definition.StorageChange.ENABLE_ALL_TRIGGERS
                            : Definition.StorageChange.DISABLE_ALL_TRIGGERS,
                    null);
        }
        String name = cursor.accept(Keyword.USER) ? null : cursor.name();
        return new Definition.ChangeStorage(
                enabled ? Definition.StorageChange.ENABLE_TRIGGER : Definition.StorageChange.DISABLE_TRIGGER, name);
    }

    private Definition.TableAction rowSecurity() {
        cursor.expect(Keyword.ROW);
        cursor.expect(Keyword.LEVEL);
        cursor.expect(Keyword.SECURITY);
        return new Definition.ChangeStorage(Definition.StorageChange.WITHOUT_ROW_SECURITY, null);
    }

    private Definition.TableAction add() {
        cursor.advance();
        if (grammar.tables.isTableConstraint()) {
            return new Definition.AddConstraint(grammar.tables.tableConstraint());
        }
        cursor.accept(Keyword.COLUMN);
        boolean ifNotExists = grammar.ifNotExists();
        return new Definition.AddColumn(grammar.tables.column(), ifNotExists);
    }

    private Definition.TableAction drop() {
        cursor.advance();
        boolean constraint = cursor.accept(Keyword.CONSTRAINT);
        if (!constraint) {
            cursor.accept(Keyword.COLUMN);
        }
        boolean ifExists = grammar.ifExists();
        String name = cursor.name();
        boolean cascade = grammar.cascade();
        return constraint
                ? new Definition.DropConstraint(name, ifExists, cascade)
                : new Definition.DropColumn(name, ifExists, cascade);
    }

    private Definition.TableAction rename() {
        cursor.advance();
        if (cursor.accept(Keyword.TO)) {
            return new Definition.Rename(cursor.name());
        }
        boolean constraint = cursor.accept(Keyword.CONSTRAINT);
        if (!constraint) {
            cursor.accept(Keyword.COLUMN);
        }
        String name = cursor.name();
        cursor.expect(Keyword.TO);
        String newName = cursor.name();
        return constraint ? new Definition.RenameConstraint(name, newName) : new Definition.RenameColumn(name, newName);
    }

    private Definition.TableAction set(int position) {
        cursor.advance();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            return new Definition.SetOptions(grammar.options(true), false);
        }
        if (cursor.accept(Keyword.SCHEMA)) {
            return new Definition.SetSchema(cursor.name());
        }
        if (cursor.accept(Keyword.TABLESPACE)) {
            return new Definition.SetTablespace(cursor.name());
        }
        if (cursor.accept(Keyword.LOGGED)) {
            return new Definition.ChangeStorage(Definition.StorageChange.LOGGED, null);
        }
        if (cursor.accept(Keyword.UNLOGGED)) {
            return new Definition.ChangeStorage(Definition.StorageChange.UNLOGGED, null);
        }
        if (cursor.accept(Keyword.WITHOUT, Keyword.CLUSTER)) {
            return new Definition.ChangeStorage(Definition.StorageChange.WITHOUT_CLUSTER, null);
        }
        if (cursor.accept(Keyword.WITHOUT, Keyword.OIDS)) {
            return new Definition.ChangeStorage(Definition.StorageChange.WITHOUT_OIDS, null);
        }
        throw cursor.notSupported("ALTER TABLE ... SET " + keywordText(), position);
    }

    private Definition.TableAction alterColumn() {
        int position = cursor.position();
        cursor.advance();
        if (cursor.accept(Keyword.CONSTRAINT)) {
            String constraint = cursor.name();
            return new Definition.AlterConstraint(constraint, grammar.tables.attributes("FOREIGN KEY", false, false));
        }
        cursor.accept(Keyword.COLUMN);
        if (cursor.at(TokenKind.INTEGER)) {
            int number = cursor.signedInteger();
            cursor.expect(Keyword.SET);
            cursor.expect(Keyword.STATISTICS);
            return new Definition.SetIndexStatistics(number, cursor.signedInteger());
        }
        String column = cursor.name();
        if (cursor.accept(Keyword.DROP)) {
            if (cursor.accept(Keyword.DEFAULT)) {
                return new Definition.AlterColumnDefault(column, null);
            }
            if (cursor.accept(Keyword.EXPRESSION)) {
                return new Definition.DropExpression(column, grammar.ifExists());
            }
            if (cursor.accept(Keyword.IDENTITY)) {
                return new Definition.DropIdentity(column, grammar.ifExists());
            }
            if (!cursor.at(Keyword.NOT)) {
                throw cursor.unexpected();
            }
            cursor.advance();
            cursor.expect(Keyword.NULL);
            return new Definition.AlterColumnNull(column, false);
        }
        if (cursor.accept(Keyword.TYPE)) {
            return columnType(column);
        }
        if (cursor.accept(Keyword.ADD)) {
            if (grammar.tables.generated(null, position) instanceof Definition.IdentityConstraint identity) {
                return new Definition.AddIdentity(column, identity);
            }
            throw cursor.syntaxError("syntax error at or near \"AS\"", position);
        }
        if (cursor.accept(Keyword.RESET)) {
            return new Definition.SetColumnOptions(column, grammar.options(true), true);
        }
        if (cursor.at(Keyword.RESTART) || (cursor.at(Keyword.SET) && isIdentity(1))) {
            return identity(column);
        }
        cursor.expect(Keyword.SET);
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            return new Definition.SetColumnOptions(column, grammar.options(true), false);
        }
        if (cursor.accept(Keyword.STATISTICS)) {
            return new Definition.SetColumn(
                    column, Definition.ColumnSetting.STATISTICS, Integer.toString(cursor.signedInteger()));
        }
        if (cursor.accept(Keyword.STORAGE)) {
            return new Definition.SetColumn(column, Definition.ColumnSetting.STORAGE, cursor.label());
        }
        if (cursor.accept(Keyword.COMPRESSION)) {
            return new Definition.SetColumn(column, Definition.ColumnSetting.COMPRESSION, cursor.label());
        }
        if (cursor.accept(Keyword.DATA)) {
            cursor.expect(Keyword.TYPE);
            return columnType(column);
        }
        if (cursor.accept(Keyword.DEFAULT)) {
            return new Definition.AlterColumnDefault(column, grammar.expression());
        }
        if (cursor.accept(Keyword.NOT)) {
            cursor.expect(Keyword.NULL);
            return new Definition.AlterColumnNull(column, true);
        }
        throw cursor.unexpected();
    }

    /** Returns whether what follows SET is about the sequence of an identity column. */
    private boolean isIdentity(int at) {
        Keyword keyword = cursor.keyword(at);
        return keyword == Keyword.GENERATED
                || keyword == Keyword.INCREMENT
                || keyword == Keyword.START
                || keyword == Keyword.RESTART
                || keyword == Keyword.CACHE
                || keyword == Keyword.CYCLE
                || keyword == Keyword.MINVALUE
                || keyword == Keyword.MAXVALUE
                || keyword == Keyword.NO;
    }

    private Definition.TableAction identity(String column) {
        Definition.IdentityKind kind = null;
        List<OptionItem> options = new ArrayList<>();
        while (cursor.at(Keyword.RESTART) || cursor.at(Keyword.SET)) {
            cursor.accept(Keyword.SET);
            if (cursor.accept(Keyword.GENERATED)) {
                if (kind != null) {
                    throw new SqlException(ErrorCode.SYNTAX_ERROR, "conflicting or redundant options");
                }
                boolean always = cursor.accept(Keyword.ALWAYS);
                if (!always) {
                    cursor.expect(Keyword.BY);
                    cursor.expect(Keyword.DEFAULT);
                }
                kind = always ? Definition.IdentityKind.ALWAYS : Definition.IdentityKind.BY_DEFAULT;
            } else {
                options.addAll(grammar.definitions.sequenceOptions());
            }
        }
        return new Definition.SetIdentity(column, kind, options);
    }

    private Definition.TableAction columnType(String column) {
        TypeName type = grammar.types.parse();
        QualifiedName collation = grammar.optionalCollation();
        @Nullable SyntaxExpression using = cursor.accept(Keyword.USING) ? grammar.expression() : null;
        return new Definition.AlterColumnType(column, type, collation, using);
    }
}
