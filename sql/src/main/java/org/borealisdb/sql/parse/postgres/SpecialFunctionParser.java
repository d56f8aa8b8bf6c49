package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.jspecify.annotations.Nullable;

/**
 * Reads the functions that have a syntax of their own: gram.y's func_expr_common_subexpr. EXTRACT, SUBSTRING and their like
 * become calls of the catalog's functions.
 */
final class SpecialFunctionParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    SpecialFunctionParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    /** Reads the special function that a key word begins; answers {@code null} if it begins none here. */
    @Nullable
    SyntaxExpression parse(Keyword keyword, int position) {
        return switch (keyword) {
            case CURRENT_DATE, CURRENT_ROLE, CURRENT_USER, USER, SESSION_USER, CURRENT_CATALOG ->
                current(keyword, false, position);
            case CURRENT_SCHEMA ->
                cursor.kind(1) == TokenKind.LEFT_PARENTHESIS ? null : current(keyword, false, position);
            case CURRENT_TIME, CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP -> current(keyword, true, position);
            case COLLATION -> cursor.keyword(1) == Keyword.FOR ? collationFor(position) : null;
            default -> cursor.kind(1) == TokenKind.LEFT_PARENTHESIS ? call(keyword, position) : null;
        };
    }

    private SyntaxExpression current(Keyword keyword, boolean precision, int position) {
        cursor.advance();
        int digits = -1;
        if (precision && cursor.accept(TokenKind.LEFT_PARENTHESIS)) {
            if (!cursor.at(TokenKind.INTEGER)) {
                throw cursor.unexpected();
            }
            digits = cursor.signedInteger();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        }
        return new SyntaxExpression.CurrentValue(
                SyntaxExpression.CurrentValueKind.valueOf(keyword.name()), digits, position);
    }

    private @Nullable SyntaxExpression call(Keyword keyword, int position) {
        return switch (keyword) {
            case COALESCE, GREATEST, LEAST, NULLIF -> {
                cursor.advance();
                List<SyntaxExpression> arguments = grammar.parenthesized(grammar::expression);
                if (keyword == Keyword.NULLIF && arguments.size() != 2) {
                    throw cursor.syntaxError("syntax error at or near \")\"", cursor.previousEnd() - 1);
                }
                yield new SyntaxExpression.SpecialCall(
                        SyntaxExpression.SpecialFunction.valueOf(keyword.name()), arguments, position);
            }
            case EXTRACT -> extract(position);
            case POSITION -> positionCall(position);
            case SUBSTRING -> substring(position);
            case OVERLAY -> overlay(position);
            case TRIM -> trim(position);
            case NORMALIZE -> normalize(position);
            case TREAT -> unsupported(keyword, position);
            case XMLCONCAT, XMLELEMENT, XMLEXISTS, XMLFOREST, XMLPARSE, XMLPI, XMLROOT, XMLSERIALIZE ->
                unsupported(keyword, position);
            default -> null;
        };
    }

    private @Nullable SyntaxExpression unsupported(Keyword keyword, int position) {
        throw cursor.notSupported(keyword.name(), position);
    }

    private SyntaxExpression collationFor(int position) {
        cursor.advance();
        cursor.expect(Keyword.FOR);
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        SyntaxExpression operand = grammar.expression();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return inWords("pg_collation_for", List.of(operand), position);
    }

    private static SyntaxExpression catalogCall(String name, List<SyntaxExpression> arguments, int position) {
        return SyntaxExpression.FunctionCall.of(
                new QualifiedName(List.of("pg_catalog", name), position), arguments, position);
    }

    private static SyntaxExpression inWords(String name, List<SyntaxExpression> arguments, int position) {
        return SyntaxExpression.FunctionCall.inWords(
                new QualifiedName(List.of("pg_catalog", name), position), arguments, position);
    }

    private void open() {
        cursor.advance();
        cursor.advance();
    }

    private SyntaxExpression extract(int position) {
        open();
        int fieldAt = cursor.position();
        cursor.constants().note(cursor.index());
        String field = cursor.at(TokenKind.STRING) ? cursor.string() : cursor.label();
        cursor.expect(Keyword.FROM);
        SyntaxExpression source = grammar.expression();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        SyntaxExpression name = new SyntaxExpression.Literal(
                SyntaxExpression.LiteralKind.STRING, field.toLowerCase(Locale.ROOT), fieldAt);
        return inWords("extract", List.of(name, source), position);
    }

    /** {@code POSITION(part IN whole)}: the arguments change places. */
    private SyntaxExpression positionCall(int position) {
        open();
        SyntaxExpression part = grammar.expressions.parseRestricted();
        cursor.expect(Keyword.IN);
        SyntaxExpression whole = grammar.expressions.parseRestricted();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return inWords("position", List.of(whole, part), position);
    }

    /** {@code SUBSTRING(text FROM start FOR length)} in any order, SIMILAR and ESCAPE, or plain arguments. */
    private SyntaxExpression substring(int position) {
        open();
        if (cursor.accept(TokenKind.RIGHT_PARENTHESIS)) {
            return SyntaxExpression.FunctionCall.of(QualifiedName.of("substring", position), List.of(), position);
        }
        SyntaxExpression text = grammar.expression();
        if (cursor.accept(Keyword.SIMILAR)) {
            SyntaxExpression pattern = grammar.expression();
            cursor.expect(Keyword.ESCAPE);
            SyntaxExpression escape = grammar.expression();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            return inWords("substring", List.of(text, pattern, escape), position);
        }
        SyntaxExpression start = null;
        SyntaxExpression length = null;
        if (cursor.accept(Keyword.FROM)) {
            start = grammar.expression();
            if (cursor.accept(Keyword.FOR)) {
                length = grammar.expression();
            }
        } else if (cursor.accept(Keyword.FOR)) {
            length = grammar.expression();
            start = cursor.accept(Keyword.FROM)
                    ? grammar.expression()
                    : new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.INTEGER, "1", -1);
        } else {
            List<SyntaxExpression> arguments = new ArrayList<>();
            arguments.add(text);
            while (cursor.accept(TokenKind.COMMA)) {
                arguments.add(grammar.expression());
            }
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            return SyntaxExpression.FunctionCall.of(QualifiedName.of("substring", position), arguments, position);
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return inWords("substring", length == null ? List.of(text, start) : List.of(text, start, length), position);
    }

    private SyntaxExpression normalize(int position) {
        open();
        List<SyntaxExpression> arguments = new ArrayList<>();
        arguments.add(grammar.expression());
        if (cursor.accept(TokenKind.COMMA)) {
            Keyword named = cursor.keyword();
            if (named != Keyword.NFC && named != Keyword.NFD && named != Keyword.NFKC && named != Keyword.NFKD) {
                throw cursor.unexpected();
            }
            arguments.add(new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.STRING, named.name(), position));
            cursor.advance();
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return inWords("normalize", arguments, position);
    }

    private SyntaxExpression overlay(int position) {
        open();
        SyntaxExpression text = grammar.expression();
        List<SyntaxExpression> arguments = new ArrayList<>();
        arguments.add(text);
        boolean words = cursor.accept(Keyword.PLACING);
        if (words) {
            arguments.add(grammar.expression());
            cursor.expect(Keyword.FROM);
            arguments.add(grammar.expression());
            if (cursor.accept(Keyword.FOR)) {
                arguments.add(grammar.expression());
            }
        } else {
            while (cursor.accept(TokenKind.COMMA)) {
                arguments.add(grammar.expression());
            }
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return words ? inWords("overlay", arguments, position) : catalogCall("overlay", arguments, position);
    }

    /** {@code TRIM([BOTH | LEADING | TRAILING] [characters] FROM text)}. */
    private SyntaxExpression trim(int position) {
        open();
        String function = "btrim";
        if (cursor.accept(Keyword.LEADING)) {
            function = "ltrim";
        } else if (cursor.accept(Keyword.TRAILING)) {
            function = "rtrim";
        } else {
            cursor.accept(Keyword.BOTH);
        }
        List<SyntaxExpression> arguments = new ArrayList<>();
        if (cursor.accept(Keyword.FROM)) {
            arguments.addAll(grammar.expressionList());
        } else {
            SyntaxExpression first = grammar.expression();
            if (cursor.accept(Keyword.FROM)) {
                arguments.addAll(grammar.expressionList());
                arguments.add(first);
            } else {
                arguments.add(first);
                while (cursor.accept(TokenKind.COMMA)) {
                    arguments.add(grammar.expression());
                }
            }
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return inWords(function, arguments, position);
    }
}
