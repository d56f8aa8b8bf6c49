package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.jspecify.annotations.Nullable;

/** Reads FROM items: gram.y's table_ref. */
final class FromParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    FromParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    /** Reads the items of a FROM clause, which are joined one after the other. */
    List<FromItem> parseAll() {
        int around = cursor.height().begin();
        List<FromItem> items = grammar.list(() -> {
            FromItem item = parse();
            cursor.height().grow();
            return item;
        });
        cursor.height().end(around);
        return items;
    }

    FromItem parse() {
        cursor.enter();
        int around = cursor.height().begin();
        FromItem item = joins(primary());
        cursor.height().end(around);
        cursor.leave();
        return item;
    }

    private FromItem joins(FromItem first) {
        FromItem left = first;
        while (true) {
            int position = cursor.position();
            if (cursor.accept(Keyword.CROSS)) {
                cursor.expect(Keyword.JOIN);
                left = new FromItem.Join(
                        FromItem.JoinKind.CROSS, false, left, primary(), null, List.of(), null, null, position);
                cursor.height().grow();
                continue;
            }
            boolean natural = cursor.at(Keyword.NATURAL);
            FromItem.JoinKind kind = joinKind(natural ? 1 : 0);
            if (kind == null) {
                if (natural) {
                    cursor.advance();
                    throw cursor.unexpected();
                }
                return left;
            }
            if (natural) {
                cursor.advance();
            }
            if (!cursor.at(Keyword.JOIN)) {
                cursor.advance();
                cursor.accept(Keyword.OUTER);
            }
            cursor.expect(Keyword.JOIN);
            left = qualifiedJoin(kind, natural, left, position);
            cursor.height().grow();
        }
    }

    /** A JOIN without its ON waits until the joins to its right have theirs: {@code a JOIN b JOIN c ON x ON y}. */
    private FromItem qualifiedJoin(FromItem.JoinKind kind, boolean natural, FromItem left, int position) {
        FromItem right = primary();
        if (natural) {
            return new FromItem.Join(kind, true, left, right, null, List.of(), null, null, position);
        }
        if (!cursor.at(Keyword.ON) && !cursor.at(Keyword.USING)) {
            cursor.enter();
            right = joinsUntilCondition(right);
            cursor.leave();
        }
        if (cursor.accept(Keyword.ON)) {
            return new FromItem.Join(kind, false, left, right, grammar.expression(), List.of(), null, null, position);
        }
        cursor.expect(Keyword.USING);
        List<String> using = grammar.nameList();
        String alias = cursor.accept(Keyword.AS) ? cursor.name() : null;
        return new FromItem.Join(kind, false, left, right, null, using, alias, null, position);
    }

    private FromItem joinsUntilCondition(FromItem right) {
        FromItem joined = right;
        while (!cursor.at(Keyword.ON) && !cursor.at(Keyword.USING)) {
            int before = cursor.index();
            joined = joins(joined);
            if (cursor.index() == before) {
                throw cursor.unexpected();
            }
        }
        return joined;
    }

    private FromItem.@Nullable JoinKind joinKind(int ahead) {
        Keyword keyword = cursor.keyword(ahead);
        if (keyword == null) {
            return null;
        }
        return switch (keyword) {
            case JOIN, INNER -> FromItem.JoinKind.INNER;
            case LEFT -> FromItem.JoinKind.LEFT;
            case RIGHT -> FromItem.JoinKind.RIGHT;
            case FULL -> FromItem.JoinKind.FULL;
            default -> null;
        };
    }

    private FromItem primary() {
        int position = cursor.position();
        boolean lateral = cursor.accept(Keyword.LATERAL);
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            if (grammar.queries.isQueryInParentheses()) {
                Query query = grammar.parenthesizedQuery();
                FromItem.Alias alias = alias();
                if (alias == null) {
                    throw missingAlias(query, position);
                }
                return new FromItem.Subquery(lateral, query, alias, position);
            }
            if (lateral) {
                throw cursor.unexpected();
            }
            return parenthesizedJoin(position);
        }
        if (cursor.at(Keyword.ROWS, Keyword.FROM) && cursor.kind(2) == TokenKind.LEFT_PARENTHESIS) {
            cursor.advance();
            cursor.advance();
            return function(lateral, true, grammar.parenthesized(this::called), position);
        }
        if (cursor.at(Keyword.XMLTABLE)) {
            throw cursor.notSupported("XMLTABLE", position);
        }
        if (lateral || isFunctionAhead()) {
            return function(lateral, false, List.of(new FromItem.Called(functionCall(), List.of())), position);
        }
        return table(true);
    }

    private SqlException missingAlias(Query query, int position) {
        boolean values = query.body() instanceof Query.Values;
        String what = values ? "VALUES" : "subquery";
        return cursor.syntaxError(what + " in FROM must have an alias", position)
                .withHint(
                        values
                                ? "For example, FROM (VALUES ...) [AS] foo."
                                : "For example, FROM (SELECT ...) [AS] foo.");
    }

    private FromItem parenthesizedJoin(int position) {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        FromItem inner = parse();
        if (!(inner instanceof FromItem.Join join)) {
            throw cursor.unexpected();
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        FromItem.Alias alias = alias();
        if (alias == null) {
            return join;
        }
        return new FromItem.Join(
                join.kind(),
                join.natural(),
                join.left(),
                join.right(),
                join.on(),
                join.using(),
                join.usingAlias(),
                alias,
                position);
    }

    /** Returns whether a name, qualified or not, is followed by an opening parenthesis. */
    private boolean isFunctionAhead() {
        Keyword keyword = cursor.keyword();
        boolean special = keyword != null
                && switch (keyword) {
                    case CURRENT_DATE, CURRENT_TIMESTAMP, CURRENT_USER, CURRENT_SCHEMA, SESSION_USER, USER -> true;
                    case COLLATION -> cursor.keyword(1) == Keyword.FOR;
                    default -> false;
                };
        int ahead = 1;
        while (cursor.kind(ahead) == TokenKind.DOT) {
            ahead += 2;
        }
        return special || (cursor.kind(ahead) == TokenKind.LEFT_PARENTHESIS && !cursor.at(Keyword.ONLY));
    }

    private SyntaxExpression functionCall() {
        boolean cast = cursor.at(Keyword.CAST);
        if (!isFunctionAhead()) {
            throw cursor.unexpected();
        }
        SyntaxExpression call = grammar.primaries.parse();
        return switch (call) {
            case SyntaxExpression.FunctionCall _, SyntaxExpression.CurrentValue _, SyntaxExpression.SpecialCall _ ->
                call;
            case SyntaxExpression.Cast _ when cast -> call;
            default -> throw cursor.unexpected();
        };
    }

    private FromItem.Called called() {
        SyntaxExpression call = functionCall();
        return new FromItem.Called(
                call, cursor.accept(Keyword.AS) ? grammar.parenthesized(this::columnType) : List.of());
    }

    private FromItem function(boolean lateral, boolean rowsFrom, List<FromItem.Called> calls, int position) {
        boolean ordinality = cursor.accept(Keyword.WITH, Keyword.ORDINALITY);
        boolean as = cursor.accept(Keyword.AS);
        List<FromItem.ColumnType> columnTypes = List.of();
        FromItem.Alias alias = null;
        if (as && cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            columnTypes = grammar.parenthesized(this::columnType);
        } else if (as || cursor.isName(0)) {
            String name = cursor.name();
            if (isColumnTypeAhead()) {
                columnTypes = grammar.parenthesized(this::columnType);
                alias = new FromItem.Alias(name, List.of());
            } else {
                alias = new FromItem.Alias(name, grammar.optionalNameList());
            }
        }
        return new FromItem.Function(lateral, rowsFrom, calls, ordinality, alias, columnTypes, position);
    }

    private boolean isColumnTypeAhead() {
        return cursor.at(TokenKind.LEFT_PARENTHESIS)
                && cursor.kind(2) != TokenKind.COMMA
                && cursor.kind(2) != TokenKind.RIGHT_PARENTHESIS;
    }

    private FromItem.ColumnType columnType() {
        int position = cursor.position();
        return new FromItem.ColumnType(cursor.name(), grammar.types.parse(), position);
    }

    /** Reads a table's name with ONLY or {@code *}, and an alias if one may follow. */
    FromItem.Table table(boolean withAlias) {
        int position = cursor.position();
        boolean only = cursor.accept(Keyword.ONLY);
        boolean parenthesis = only && cursor.accept(TokenKind.LEFT_PARENTHESIS);
        QualifiedName name = grammar.qualifiedName();
        if (parenthesis) {
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        } else if (!only) {
            cursor.acceptOperator("*");
        }
        FromItem.Alias alias = withAlias ? alias() : null;
        FromItem.Sample sample = withAlias && cursor.accept(Keyword.TABLESAMPLE) ? sample() : null;
        return new FromItem.Table(name, only, alias, sample, position);
    }

    private FromItem.Sample sample() {
        int position = cursor.position();
        QualifiedName method = grammar.qualifiedName();
        List<SyntaxExpression> arguments = grammar.parenthesized(grammar::expression);
        SyntaxExpression seed = null;
        if (cursor.accept(Keyword.REPEATABLE)) {
            cursor.expect(TokenKind.LEFT_PARENTHESIS);
            seed = grammar.expression();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        }
        return new FromItem.Sample(method, arguments, seed, position);
    }

    /** Reads {@code [AS] name [(columns)]} if it is there. */
    FromItem.@Nullable Alias alias() {
        if (!cursor.accept(Keyword.AS) && !cursor.isName(0)) {
            return null;
        }
        String name = cursor.name();
        return new FromItem.Alias(name, new ArrayList<>(grammar.optionalNameList()));
    }
}
