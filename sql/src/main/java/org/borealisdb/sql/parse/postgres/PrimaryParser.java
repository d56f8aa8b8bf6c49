package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.TypeName;
import org.borealisdb.sql.ast.WindowDefinition;
import org.jspecify.annotations.Nullable;

/** Reads what expressions are built of: gram.y's c_expr and func_expr. */
final class PrimaryParser {
    private final Grammar grammar;
    private final TokenCursor cursor;
    private final SpecialFunctionParser special;

    PrimaryParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
        this.special = new SpecialFunctionParser(grammar);
    }

    SyntaxExpression parse() {
        int position = cursor.position();
        return switch (cursor.kind()) {
            case INTEGER -> literal(SyntaxExpression.LiteralKind.INTEGER, position);
            case NUMBER -> literal(SyntaxExpression.LiteralKind.NUMBER, position);
            case STRING -> literal(SyntaxExpression.LiteralKind.STRING, position);
            case BIT_STRING -> literal(SyntaxExpression.LiteralKind.BIT_STRING, position);
            case HEXADECIMAL_STRING -> literal(SyntaxExpression.LiteralKind.HEXADECIMAL_STRING, position);
            case PARAMETER -> {
                int number = Integer.parseInt(cursor.value());
                cursor.advance();
                yield indirection(new SyntaxExpression.Parameter(number, position));
            }
            case LEFT_PARENTHESIS -> parentheses(position);
            case IDENTIFIER -> named(position);
            case KEYWORD -> keyword(position);
            default -> throw cursor.unexpected();
        };
    }

    private SyntaxExpression literal(SyntaxExpression.LiteralKind kind, int position) {
        String text = cursor.value();
        cursor.constants().note(cursor.index());
        cursor.advance();
        SyntaxExpression.Literal literal = new SyntaxExpression.Literal(kind, text, position);
        if (kind == SyntaxExpression.LiteralKind.INTEGER || kind == SyntaxExpression.LiteralKind.STRING) {
            cursor.note(literal, position);
        }
        return literal;
    }

    private SyntaxExpression parentheses(int position) {
        if (grammar.queries.isQueryInParentheses()) {
            return indirection(new SyntaxExpression.ScalarQuery(grammar.parenthesizedQuery(), position));
        }
        cursor.advance();
        SyntaxExpression first = grammar.expression();
        if (cursor.accept(TokenKind.COMMA)) {
            List<SyntaxExpression> elements = new ArrayList<>();
            elements.add(first);
            elements.addAll(grammar.expressionList());
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            return new SyntaxExpression.RowConstructor(elements, false, position);
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return indirection(first, true);
    }

    /** Reads subscripts and fields after a value. */
    SyntaxExpression indirection(SyntaxExpression operand) {
        return indirection(operand, false);
    }

    private SyntaxExpression indirection(SyntaxExpression operand, boolean inParentheses) {
        SyntaxExpression value = operand;
        boolean apart = inParentheses;
        while (true) {
            int position = cursor.position();
            if (cursor.accept(TokenKind.LEFT_BRACKET)) {
                value = subscript(value, apart, position);
            } else if (cursor.accept(TokenKind.DOT)) {
                String field = cursor.acceptOperator("*") ? "*" : cursor.label();
                value = new SyntaxExpression.FieldSelection(value, field, position);
            } else {
                return value;
            }
            apart = false;
            cursor.height().grow();
        }
    }

    private SyntaxExpression subscript(SyntaxExpression operand, boolean apart, int position) {
        SyntaxExpression lower = cursor.at(TokenKind.COLON) ? null : grammar.expression();
        SyntaxExpression upper = null;
        boolean slice = cursor.accept(TokenKind.COLON);
        if (slice && !cursor.at(TokenKind.RIGHT_BRACKET)) {
            upper = grammar.expression();
        }
        cursor.expect(TokenKind.RIGHT_BRACKET);
        return new SyntaxExpression.Subscript(operand, lower, upper, slice, apart, position);
    }

    private SyntaxExpression keyword(int position) {
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            throw cursor.unexpected();
        }
        SyntaxExpression found = switch (keyword) {
            case NULL -> word(SyntaxExpression.LiteralKind.NULL, position);
            case TRUE -> word(SyntaxExpression.LiteralKind.TRUE, position);
            case FALSE -> word(SyntaxExpression.LiteralKind.FALSE, position);
            case CASE -> caseExpression(position);
            case EXISTS -> {
                cursor.advance();
                yield new SyntaxExpression.Exists(grammar.parenthesizedQuery(), position);
            }
            case ARRAY -> array(position);
            case ROW -> cursor.kind(1) == TokenKind.LEFT_PARENTHESIS ? row(position) : null;
            case DEFAULT -> {
                cursor.advance();
                yield new SyntaxExpression.DefaultValue(position);
            }
            case CAST -> cast(position);
            case GROUPING -> {
                if (cursor.kind(1) != TokenKind.LEFT_PARENTHESIS) {
                    yield null;
                }
                cursor.advance();
                yield new SyntaxExpression.GroupingCall(grammar.parenthesized(grammar::expression), position);
            }
            default -> special.parse(keyword, position);
        };
        if (found != null) {
            return found;
        }
        return switch (keyword.category()) {
            case RESERVED -> throw cursor.unexpected();
            case COLUMN_NAME -> typedLiteralOrColumn(position);
            case UNRESERVED, TYPE_OR_FUNCTION -> named(position);
        };
    }

    private SyntaxExpression word(SyntaxExpression.LiteralKind kind, int position) {
        cursor.constants().note(cursor.index());
        cursor.advance();
        return new SyntaxExpression.Literal(kind, kind.name(), position);
    }

    /** Reads what begins with the key word of a type ({@code int '1'}, {@code interval '1' day}) or is a column. */
    private SyntaxExpression typedLiteralOrColumn(int position) {
        boolean function = cursor.kind(1) == TokenKind.LEFT_PARENTHESIS && !isTypeWithLiteral();
        if (!function && (cursor.kind(1) == TokenKind.DOT || cursor.kind(1) == TokenKind.LEFT_BRACKET)) {
            return named(position);
        }
        if (cursor.at(Keyword.INTERVAL) && cursor.kind(1) == TokenKind.STRING) {
            cursor.advance();
            SyntaxExpression text = literal(SyntaxExpression.LiteralKind.STRING, cursor.position());
            return new SyntaxExpression.Cast(text, grammar.types.interval(position), position);
        }
        if (!isTypeWithLiteral()) {
            return named(position);
        }
        TypeName type = grammar.types.builtIn(position);
        if (type == null) {
            return named(position);
        }
        if (!cursor.at(TokenKind.STRING)) {
            throw cursor.unexpected();
        }
        return new SyntaxExpression.Cast(
                literal(SyntaxExpression.LiteralKind.STRING, cursor.position()), type, position);
    }

    /** Returns whether a built-in type's words and perhaps its modifiers are followed by a string. */
    private boolean isTypeWithLiteral() {
        int ahead = 1;
        if (cursor.kind(ahead) == TokenKind.KEYWORD) {
            Keyword next = cursor.keyword(ahead);
            if (next != Keyword.PRECISION
                    && next != Keyword.VARYING
                    && next != Keyword.WITH
                    && next != Keyword.WITHOUT
                    && next != Keyword.CHARACTER
                    && next != Keyword.CHAR) {
                return false;
            }
            while (cursor.kind(ahead) == TokenKind.KEYWORD) {
                ahead++;
            }
        }
        if (cursor.kind(ahead) == TokenKind.LEFT_PARENTHESIS && cursor.kind(ahead + 1) == TokenKind.INTEGER) {
            ahead += 2;
            if (cursor.kind(ahead) == TokenKind.COMMA) {
                ahead += 2;
            }
            if (cursor.kind(ahead) == TokenKind.RIGHT_PARENTHESIS) {
                ahead++;
            }
            Keyword next = cursor.keyword(ahead);
            if (next == Keyword.WITH || next == Keyword.WITHOUT) {
                ahead += 3;
            }
        }
        return cursor.kind(ahead) == TokenKind.STRING;
    }

    /** Reads a column, a function call, or {@code type 'literal'}. */
    private SyntaxExpression named(int position) {
        boolean columnName = cursor.isName(0);
        boolean functionName = cursor.isName(0, false, true);
        String first = cursor.value();
        cursor.advance();
        List<String> parts = new ArrayList<>(3);
        parts.add(first);
        while (cursor.at(TokenKind.DOT)) {
            cursor.advance();
            if (cursor.acceptOperator("*")) {
                return new SyntaxExpression.Star(parts, position);
            }
            parts.add(cursor.label());
        }
        if (cursor.at(TokenKind.LEFT_PARENTHESIS) && (functionName || parts.size() > 1)) {
            QualifiedName name = new QualifiedName(parts, position);
            if (isTypeModifierAhead()) {
                List<SyntaxExpression> modifiers = grammar.typeModifiers();
                return typedLiteral(new TypeName(name, modifiers, 0, false, position), position);
            }
            return call(name, position);
        }
        if (cursor.at(TokenKind.STRING) && (functionName || parts.size() > 1)) {
            return typedLiteral(
                    new TypeName(new QualifiedName(parts, position), List.of(), 0, false, position), position);
        }
        if (!columnName) {
            throw cursor.unexpected();
        }
        return indirection(new SyntaxExpression.ColumnReference(parts, position));
    }

    private SyntaxExpression typedLiteral(TypeName type, int position) {
        return new SyntaxExpression.Cast(
                literal(SyntaxExpression.LiteralKind.STRING, cursor.position()), type, position);
    }

    /** Returns whether {@code (n)} or {@code (n, m)} and then a string follow: a type with modifiers before its literal. */
    private boolean isTypeModifierAhead() {
        if (cursor.kind(1) != TokenKind.INTEGER) {
            return false;
        }
        int close = cursor.kind(2) == TokenKind.COMMA && cursor.kind(3) == TokenKind.INTEGER ? 4 : 2;
        return cursor.kind(close) == TokenKind.RIGHT_PARENTHESIS && cursor.kind(close + 1) == TokenKind.STRING;
    }

    /** Reads a call from its opening parenthesis on. */
    private SyntaxExpression call(QualifiedName name, int position) {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<SyntaxExpression> arguments = new ArrayList<>(4);
        List<OrderItem> orderBy = List.of();
        boolean distinct = false;
        boolean variadic = false;
        boolean star = false;
        if (cursor.atOperator("*") && cursor.kind(1) == TokenKind.RIGHT_PARENTHESIS) {
            cursor.advance();
            star = true;
        } else if (!cursor.at(TokenKind.RIGHT_PARENTHESIS)) {
            if (!cursor.accept(Keyword.ALL)) {
                distinct = cursor.accept(Keyword.DISTINCT);
            }
            do {
                variadic = cursor.accept(Keyword.VARIADIC);
                arguments.add(argument());
            } while (!variadic && cursor.accept(TokenKind.COMMA));
            if (cursor.at(Keyword.ORDER)) {
                orderBy = grammar.queries.orderBy();
            }
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        boolean withinGroup = false;
        if (cursor.at(Keyword.WITHIN, Keyword.GROUP)) {
            String notWith = !orderBy.isEmpty()
                    ? "multiple ORDER BY clauses"
                    : distinct ? "DISTINCT" : variadic ? "VARIADIC" : "";
            if (!notWith.isEmpty()) {
                throw cursor.syntaxError("cannot use " + notWith + " with WITHIN GROUP", cursor.position());
            }
            cursor.advance();
            cursor.advance();
            cursor.expect(TokenKind.LEFT_PARENTHESIS);
            orderBy = grammar.queries.orderBy();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            withinGroup = true;
        }
        SyntaxExpression filter = filter();
        WindowDefinition over = over();
        return new SyntaxExpression.FunctionCall(
                name, arguments, star, distinct, variadic, orderBy, withinGroup, filter, over, false, position);
    }

    private SyntaxExpression argument() {
        boolean named = cursor.kind(1) == TokenKind.EQUALS_GREATER || cursor.kind(1) == TokenKind.COLON_EQUALS;
        if (named && cursor.isName(0, false, true)) {
            int position = cursor.position();
            String name = cursor.typeOrFunctionName();
            cursor.advance();
            return new SyntaxExpression.NamedArgument(name, grammar.expression(), position);
        }
        return grammar.expression();
    }

    private @Nullable SyntaxExpression filter() {
        if (!cursor.at(Keyword.FILTER) || cursor.kind(1) != TokenKind.LEFT_PARENTHESIS) {
            return null;
        }
        cursor.advance();
        cursor.advance();
        cursor.expect(Keyword.WHERE);
        SyntaxExpression condition = grammar.expression();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return condition;
    }

    private @Nullable WindowDefinition over() {
        if (!cursor.at(Keyword.OVER)) {
            return null;
        }
        boolean follows = cursor.kind(1) == TokenKind.LEFT_PARENTHESIS || cursor.isName(1);
        if (!follows) {
            return null;
        }
        cursor.advance();
        int position = cursor.position();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            return grammar.queries.window(null);
        }
        return new WindowDefinition(null, cursor.name(), true, List.of(), List.of(), null, position);
    }

    private SyntaxExpression caseExpression(int position) {
        cursor.advance();
        SyntaxExpression operand = cursor.at(Keyword.WHEN) ? null : grammar.expression();
        List<SyntaxExpression.When> whens = new ArrayList<>();
        do {
            cursor.expect(Keyword.WHEN);
            SyntaxExpression condition = grammar.expression();
            cursor.expect(Keyword.THEN);
            whens.add(new SyntaxExpression.When(condition, grammar.expression()));
        } while (cursor.at(Keyword.WHEN));
        SyntaxExpression otherwise = cursor.accept(Keyword.ELSE) ? grammar.expression() : null;
        cursor.expect(Keyword.END);
        return new SyntaxExpression.Case(operand, whens, otherwise, position);
    }

    private SyntaxExpression cast(int position) {
        cursor.advance();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        SyntaxExpression operand = grammar.expression();
        cursor.expect(Keyword.AS);
        TypeName type = grammar.types.parse();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new SyntaxExpression.Cast(operand, type, position);
    }

    private SyntaxExpression array(int position) {
        cursor.advance();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            return new SyntaxExpression.ArrayQuery(grammar.parenthesizedQuery(), position);
        }
        return bracketed(position);
    }

    private SyntaxExpression bracketed(int position) {
        cursor.enter();
        cursor.expect(TokenKind.LEFT_BRACKET);
        List<SyntaxExpression> elements = new ArrayList<>();
        if (!cursor.at(TokenKind.RIGHT_BRACKET)) {
            do {
                elements.add(cursor.at(TokenKind.LEFT_BRACKET) ? bracketed(cursor.position()) : grammar.expression());
            } while (cursor.accept(TokenKind.COMMA));
        }
        cursor.expect(TokenKind.RIGHT_BRACKET);
        cursor.leave();
        return new SyntaxExpression.ArrayConstructor(elements, position);
    }

    private SyntaxExpression row(int position) {
        cursor.advance();
        cursor.advance();
        List<SyntaxExpression> elements = cursor.at(TokenKind.RIGHT_PARENTHESIS) ? List.of() : grammar.expressionList();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new SyntaxExpression.RowConstructor(elements, true, position);
    }
}
