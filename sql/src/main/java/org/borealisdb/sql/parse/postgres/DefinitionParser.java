package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.RoleName;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.jspecify.annotations.Nullable;

/** Reads CREATE and DROP of everything but a table's inside. */
final class DefinitionParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    DefinitionParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    Statement create() {
        int position = cursor.position();
        cursor.expect(Keyword.CREATE);
        boolean replace = cursor.accept(Keyword.OR, Keyword.REPLACE);
        Definition.Persistence persistence = persistence();
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            throw cursor.unexpected();
        }
        if (keyword == Keyword.FUNCTION || keyword == Keyword.PROCEDURE) {
            return grammar.functions.create(replace, position);
        }
        if (keyword == Keyword.AGGREGATE) {
            return grammar.operators.createAggregate(replace);
        }
        if (replace && keyword != Keyword.VIEW && keyword != Keyword.RECURSIVE) {
            throw unsupportedCreate(keyword, position);
        }
        return switch (keyword) {
            case TABLE -> {
                cursor.advance();
                yield grammar.tables.create(persistence, position);
            }
            case UNIQUE, INDEX -> index(position);
            case VIEW, RECURSIVE -> view(replace, persistence, position);
            case SEQUENCE -> {
                cursor.advance();
                boolean ifNotExists = grammar.ifNotExists();
                yield new Definition.CreateSequence(
                        grammar.qualifiedName(), persistence, ifNotExists, sequenceOptions());
            }
            case SCHEMA -> schema();
            case DATABASE -> database(position);
            case EXTENSION -> extension();
            case ROLE, USER, GROUP -> grammar.roles.create(keyword);
            case TYPE -> grammar.typeDefinitions.createType(position);
            case DOMAIN -> grammar.typeDefinitions.createDomain();
            case COLLATION -> grammar.objectDefinitions.createCollation();
            case STATISTICS -> grammar.objectDefinitions.createStatistics();
            case OPERATOR -> grammar.operators.createOperator(position);
            case CAST -> grammar.operators.createCast();
            default -> throw unsupportedCreate(keyword, position);
        };
    }

    private RuntimeException unsupportedCreate(Keyword keyword, int position) {
        return switch (keyword) {
            case ACCESS,
                    CONVERSION,
                    EVENT,
                    FOREIGN,
                    LANGUAGE,
                    MATERIALIZED,
                    POLICY,
                    PUBLICATION,
                    RULE,
                    SERVER,
                    SUBSCRIPTION,
                    TABLESPACE,
                    TEXT,
                    TRANSFORM,
                    TRIGGER,
                    TRUSTED,
                    PROCEDURAL,
                    CONSTRAINT -> cursor.notSupported("CREATE " + keyword.name(), position);
            default -> cursor.unexpected();
        };
    }

    /** Reads the name of an extension, and beside it where its objects are to be. */
    private Statement extension() {
        cursor.advance();
        boolean ifNotExists = grammar.ifNotExists();
        String name = cursor.name();
        cursor.accept(Keyword.WITH);
        while (!cursor.accept(Keyword.CASCADE)) {
            if (cursor.accept(Keyword.SCHEMA)) {
                cursor.name();
            } else if (cursor.accept(Keyword.VERSION)) {
                grammar.optionValue();
            } else {
                break;
            }
        }
        return new Definition.CreateExtension(name, ifNotExists);
    }

    private Definition.Persistence persistence() {
        boolean scope = cursor.at(Keyword.LOCAL) || cursor.at(Keyword.GLOBAL);
        if (scope && (cursor.atNext(Keyword.TEMP) || cursor.atNext(Keyword.TEMPORARY))) {
            cursor.advance();
        }
        if (cursor.accept(Keyword.TEMP) || cursor.accept(Keyword.TEMPORARY)) {
            return Definition.Persistence.TEMPORARY;
        }
        return cursor.accept(Keyword.UNLOGGED) ? Definition.Persistence.UNLOGGED : Definition.Persistence.PERMANENT;
    }

    private Statement index(int position) {
        boolean unique = cursor.accept(Keyword.UNIQUE);
        cursor.expect(Keyword.INDEX);
        boolean concurrently = cursor.accept(Keyword.CONCURRENTLY);
        boolean ifNotExists = grammar.ifNotExists();
        String name = cursor.at(Keyword.ON) && !ifNotExists ? null : cursor.name();
        cursor.expect(Keyword.ON);
        QualifiedName table = grammar.from.table(false).name();
        String method = cursor.accept(Keyword.USING) ? cursor.name() : null;
        List<Definition.IndexItem> items = grammar.parenthesized(this::indexItem);
        List<String> include = cursor.accept(Keyword.INCLUDE) ? grammar.nameList() : List.of();
        boolean nullsNotDistinct = false;
        if (cursor.accept(Keyword.NULLS)) {
            nullsNotDistinct = cursor.accept(Keyword.NOT);
            cursor.expect(Keyword.DISTINCT);
        }
        List<OptionItem> options = grammar.optionalWithOptions();
        String tablespace = grammar.tables.tablespace();
        return new Definition.CreateIndex(
                name,
                table,
                unique,
                concurrently,
                ifNotExists,
                method,
                items,
                include,
                nullsNotDistinct,
                options,
                tablespace,
                grammar.optionalWhere(),
                position);
    }

    /** Reads an index column: a name, a call, or an expression in parentheses, with collation, class and order. */
    Definition.IndexItem indexItem() {
        int position = cursor.position();
        SyntaxExpression expression;
        if (cursor.accept(TokenKind.LEFT_PARENTHESIS)) {
            expression = grammar.expression();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        } else if (cursor.isName(0)
                && cursor.kind(1) != TokenKind.LEFT_PARENTHESIS
                && cursor.kind(1) != TokenKind.DOT) {
            expression = new SyntaxExpression.ColumnReference(List.of(cursor.name()), position);
        } else {
            expression = grammar.primaries.parse();
        }
        QualifiedName collation = grammar.optionalCollation();
        QualifiedName operatorClass = cursor.isName(0) && !cursor.at(Keyword.NULLS) ? grammar.qualifiedName() : null;
        OrderItem item = grammar.queries.direction(expression, null, position);
        return new Definition.IndexItem(item, collation, operatorClass);
    }

    private Statement view(boolean replace, Definition.Persistence persistence, int position) {
        boolean recursive = cursor.accept(Keyword.RECURSIVE);
        cursor.expect(Keyword.VIEW);
        QualifiedName name = grammar.qualifiedName();
        List<String> columns = recursive ? grammar.nameList() : grammar.optionalNameList();
        List<OptionItem> options = grammar.optionalWithOptions();
        cursor.expect(Keyword.AS);
        int start = cursor.position();
        Query query = grammar.query();
        int end = cursor.previousEnd();
        String check = null;
        int checkPosition = cursor.position();
        if (cursor.accept(Keyword.WITH)) {
            check = cursor.accept(Keyword.LOCAL) ? "local" : "cascaded";
            cursor.accept(Keyword.CASCADED);
            cursor.expect(Keyword.CHECK);
            cursor.expect(Keyword.OPTION);
        }
        if (recursive && check != null) {
            throw cursor.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "WITH CHECK OPTION not supported on recursive views",
                    checkPosition);
        }
        Query shown = recursive ? recursive(name, columns, query, position) : query;
        return new Definition.CreateView(
                name, replace, persistence, recursive, columns, options, shown, check, start, end);
    }

    /** {@code WITH RECURSIVE name (columns) AS (query) SELECT columns FROM name}. */
    private static Query recursive(QualifiedName name, List<String> columns, Query query, int position) {
        Query.CommonTable item = new Query.CommonTable(name.last(), columns, null, query, position);
        List<Query.Target> targets = columns.stream()
                .map(column -> new Query.Target(
                        new SyntaxExpression.ColumnReference(List.of(column), position), null, position))
                .toList();
        FromItem itself = new FromItem.Table(new QualifiedName(List.of(name.last()), position), false, null, position);
        Query.Select select = new Query.Select(
                false, List.of(), targets, List.of(itself), null, List.of(), false, null, List.of(), null, position);
        return new Query(
                new Query.WithClause(true, List.of(item), position),
                select,
                List.of(),
                null,
                null,
                false,
                List.of(),
                position);
    }

    /** Reads the options of a sequence, as many as there are. */
    List<OptionItem> sequenceOptions() {
        List<OptionItem> options = new ArrayList<>();
        while (true) {
            int position = cursor.position();
            Keyword keyword = cursor.keyword();
            if (keyword == null) {
                return options;
            }
            switch (keyword) {
                case AS -> {
                    cursor.advance();
                    QualifiedName type = grammar.types.parse().name();
                    options.add(new OptionItem(
                            "as",
                            new SyntaxExpression.ColumnReference(List.of(type.last()), type.position()),
                            position));
                }
                case CACHE, MAXVALUE, MINVALUE -> {
                    cursor.advance();
                    options.add(new OptionItem(keyword.word(), grammar.literalValue(), position));
                }
                case INCREMENT -> {
                    cursor.advance();
                    cursor.accept(Keyword.BY);
                    options.add(new OptionItem("increment", grammar.literalValue(), position));
                }
                case START -> {
                    cursor.advance();
                    cursor.accept(Keyword.WITH);
                    options.add(new OptionItem("start", grammar.literalValue(), position));
                }
                case RESTART -> {
                    cursor.advance();
                    boolean value = cursor.accept(Keyword.WITH) || cursor.at(TokenKind.INTEGER);
                    options.add(new OptionItem("restart", value ? grammar.literalValue() : null, position));
                }
                case CYCLE -> {
                    cursor.advance();
                    options.add(new OptionItem("cycle", null, position));
                }
                case NO -> {
                    cursor.advance();
                    options.add(new OptionItem("no " + cursor.label(), null, position));
                }
                case SEQUENCE -> {
                    cursor.advance();
                    cursor.expect(Keyword.NAME);
                    options.add(new OptionItem(
                            "sequence name",
                            new SyntaxExpression.ColumnReference(
                                    grammar.qualifiedName().parts(), position),
                            position));
                }
                case OWNED -> {
                    cursor.advance();
                    cursor.expect(Keyword.BY);
                    QualifiedName owner = grammar.columnName();
                    options.add(new OptionItem(
                            "owned by", new SyntaxExpression.ColumnReference(owner.parts(), position), position));
                }
                default -> {
                    return options;
                }
            }
        }
    }

    private Statement schema() {
        cursor.advance();
        boolean ifNotExists = grammar.ifNotExists();
        String name = cursor.at(Keyword.AUTHORIZATION) ? null : cursor.name();
        RoleName owner = cursor.accept(Keyword.AUTHORIZATION) ? grammar.roles.role() : null;
        int first = cursor.position();
        List<Statement> elements = new ArrayList<>();
        while (cursor.at(Keyword.CREATE) || cursor.at(Keyword.GRANT)) {
            elements.add(schemaElement());
        }
        if (ifNotExists && !elements.isEmpty()) {
            throw cursor.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "CREATE SCHEMA IF NOT EXISTS cannot include schema elements",
                    first);
        }
        return new Definition.CreateSchema(name, ifNotExists, owner, elements);
    }

    /** Reads what may follow CREATE SCHEMA: gram.y's schema_stmt. */
    private Statement schemaElement() {
        Keyword kind = cursor.at(Keyword.GRANT) ? Keyword.GRANT : cursor.keyword(1);
        boolean possible = kind != null
                && switch (kind) {
                    case GRANT, TABLE, VIEW, RECURSIVE, OR, UNIQUE, INDEX, SEQUENCE, TEMP, TEMPORARY, UNLOGGED -> true;
                    default -> false;
                };
        if (!possible) {
            cursor.advance();
            throw cursor.unexpected();
        }
        return grammar.statements.parse();
    }

    private Statement database(int position) {
        cursor.advance();
        String name = cursor.name();
        return new Definition.CreateDatabase(name, new DatabaseOptionParser(cursor, grammar).options(), position);
    }

    /** Reads the words that name a kind of object; answers {@code null} and stays if they name none that is known. */
    Definition.@Nullable ObjectKind objectKind() {
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            return null;
        }
        Definition.ObjectKind kind = switch (keyword) {
            case TABLE -> Definition.ObjectKind.TABLE;
            case INDEX -> Definition.ObjectKind.INDEX;
            case VIEW -> Definition.ObjectKind.VIEW;
            case SEQUENCE -> Definition.ObjectKind.SEQUENCE;
            case SCHEMA -> Definition.ObjectKind.SCHEMA;
            case DATABASE -> Definition.ObjectKind.DATABASE;
            case ROLE, USER, GROUP -> Definition.ObjectKind.ROLE;
            case COLUMN -> Definition.ObjectKind.COLUMN;
            case CONSTRAINT -> Definition.ObjectKind.CONSTRAINT;
            case TYPE -> Definition.ObjectKind.TYPE;
            case DOMAIN -> Definition.ObjectKind.DOMAIN;
            case EXTENSION -> Definition.ObjectKind.EXTENSION;
            case COLLATION -> Definition.ObjectKind.COLLATION;
            case STATISTICS -> Definition.ObjectKind.STATISTICS;
            case TABLESPACE -> Definition.ObjectKind.TABLESPACE;
            case MATERIALIZED -> Definition.ObjectKind.MATERIALIZED_VIEW;
            default -> null;
        };
        if (kind != null) {
            cursor.advance();
            if (keyword == Keyword.MATERIALIZED) {
                cursor.expect(Keyword.VIEW);
            }
        }
        return kind;
    }

    Statement drop() {
        int position = cursor.position();
        cursor.expect(Keyword.DROP);
        Keyword keyword = cursor.keyword();
        if (keyword == Keyword.ROLE || keyword == Keyword.USER || keyword == Keyword.GROUP) {
            return grammar.roles.drop();
        }
        if (keyword == Keyword.OWNED) {
            return grammar.roles.dropOwned();
        }
        if (keyword == Keyword.FUNCTION
                || keyword == Keyword.PROCEDURE
                || keyword == Keyword.ROUTINE
                || keyword == Keyword.AGGREGATE) {
            return grammar.functions.drop(keyword);
        }
        if (keyword == Keyword.OPERATOR) {
            return grammar.operators.dropOperator(position);
        }
        if (keyword == Keyword.CAST) {
            return grammar.operators.dropCast();
        }
        Definition.ObjectKind kind = objectKind();
        if (kind == null || kind == Definition.ObjectKind.COLUMN || kind == Definition.ObjectKind.CONSTRAINT) {
            throw unsupportedDrop(keyword, position);
        }
        boolean concurrently = kind == Definition.ObjectKind.INDEX && cursor.accept(Keyword.CONCURRENTLY);
        boolean ifExists = grammar.ifExists();
        boolean types = kind == Definition.ObjectKind.TYPE || kind == Definition.ObjectKind.DOMAIN;
        List<QualifiedName> names =
                types ? grammar.list(() -> grammar.types.parse().name()) : grammar.qualifiedNames();
        if (kind == Definition.ObjectKind.DATABASE && names.size() > 1) {
            throw cursor.unexpected();
        }
        if (kind == Definition.ObjectKind.DATABASE) {
            boolean options = cursor.accept(Keyword.WITH) || cursor.at(TokenKind.LEFT_PARENTHESIS);
            if (options) {
                grammar.parenthesized(() -> {
                    cursor.expect(Keyword.FORCE);
                    return true;
                });
            }
            return new Definition.Drop(kind, names, ifExists, options, false, position);
        }
        return new Definition.Drop(kind, names, ifExists, grammar.cascade(), concurrently, position);
    }

    private RuntimeException unsupportedDrop(@Nullable Keyword keyword, int position) {
        if (keyword == null) {
            return cursor.unexpected();
        }
        return switch (keyword) {
            case ACCESS,
                    CONVERSION,
                    EVENT,
                    FOREIGN,
                    LANGUAGE,
                    POLICY,
                    PUBLICATION,
                    RULE,
                    SERVER,
                    SUBSCRIPTION,
                    TEXT,
                    TRANSFORM,
                    TRIGGER -> cursor.notSupported("DROP " + keyword.name(), position);
            default -> cursor.unexpected();
        };
    }
}
