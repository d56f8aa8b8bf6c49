package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.TypeName;
import org.jspecify.annotations.Nullable;

/** Reads type names: gram.y's Typename, with SQL's own spellings turned into the catalog's names. */
final class TypeParser {
    private static final String CATALOG = "pg_catalog";

    private final Grammar grammar;

    TypeParser(Grammar grammar) {
        this.grammar = grammar;
    }

    private TokenCursor cursor() {
        return grammar.cursor;
    }

    /** Reads a type with SETOF before it and brackets after it. */
    TypeName parse() {
        TypeName read = read();
        grammar.note(read.name(), false, false);
        return read;
    }

    private TypeName read() {
        TokenCursor cursor = cursor();
        int position = cursor.position();
        boolean set = cursor.accept(Keyword.SETOF);
        TypeName base = simple();
        int dimensions = 0;
        if (cursor.accept(Keyword.ARRAY)) {
            dimensions = 1;
            if (cursor.accept(TokenKind.LEFT_BRACKET)) {
                bound();
            }
        } else {
            while (cursor.accept(TokenKind.LEFT_BRACKET)) {
                if (!cursor.accept(TokenKind.RIGHT_BRACKET)) {
                    bound();
                }
                dimensions++;
            }
        }
        return new TypeName(base.name(), base.modifiers(), dimensions, set, position);
    }

    /** Reads the type of a parameter or result of a function, which may be that of a column: gram.y's func_type. */
    TypeName parseOfFunction() {
        TokenCursor cursor = cursor();
        int position = cursor.position();
        TypeName read = read();
        boolean plain = read.arrayDimensions() == 0 && read.modifiers().isEmpty();
        if (!plain || !cursor.atOperator("%") || cursor.keyword(1) != Keyword.TYPE) {
            grammar.note(read.name(), false, false);
            return read;
        }
        grammar.note(read.name(), true, true);
        cursor.advance();
        cursor.advance();
        return new TypeName(read.name(), List.of(), 0, read.isSet(), true, position);
    }

    private void bound() {
        if (!cursor().accept(TokenKind.INTEGER)) {
            throw cursor().unexpected();
        }
        cursor().expect(TokenKind.RIGHT_BRACKET);
    }

    /** Reads a type without SETOF and brackets. */
    private TypeName simple() {
        int position = cursor().position();
        TypeName built = builtIn(position);
        return built != null ? built : generic(position);
    }

    private TypeName generic(int position) {
        TokenCursor cursor = cursor();
        String first = cursor.typeOrFunctionName();
        QualifiedName name = grammar.name(first, position);
        List<SyntaxExpression> modifiers = cursor.at(TokenKind.LEFT_PARENTHESIS) ? grammar.typeModifiers() : List.of();
        return new TypeName(name, modifiers, 0, false, position);
    }

    /** Reads one of the types that key words name; answers {@code null} if here is no such key word. */
    @Nullable
    TypeName builtIn(int position) {
        TokenCursor cursor = cursor();
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            return null;
        }
        return switch (keyword) {
            case INT, INTEGER -> word("int4", position);
            case SMALLINT -> word("int2", position);
            case BIGINT -> word("int8", position);
            case REAL -> word("float4", position);
            case BOOLEAN -> word("bool", position);
            case FLOAT -> floating(position);
            case DOUBLE -> {
                if (cursor.keyword(1) != Keyword.PRECISION) {
                    yield null;
                }
                cursor.advance();
                yield word("float8", position);
            }
            case DECIMAL, DEC, NUMERIC -> {
                cursor.advance();
                yield type("numeric", optionalModifiers(), position);
            }
            case BIT -> bits(position);
            case CHARACTER, CHAR, NATIONAL, NCHAR, VARCHAR -> character(keyword, position);
            case TIME, TIMESTAMP -> time(keyword == Keyword.TIME ? "time" : "timestamp", position);
            case INTERVAL -> {
                cursor.advance();
                yield interval(position);
            }
            default -> null;
        };
    }

    private TypeName word(String name, int position) {
        cursor().advance();
        return type(name, List.of(), position);
    }

    private static TypeName type(String name, List<SyntaxExpression> modifiers, int position) {
        return new TypeName(new QualifiedName(List.of(CATALOG, name), position), modifiers, 0, false, position);
    }

    private List<SyntaxExpression> optionalModifiers() {
        return cursor().at(TokenKind.LEFT_PARENTHESIS) ? grammar.typeModifiers() : List.of();
    }

    /** Reads the one number in parentheses that the grammar lets stand behind some words, without a sign. */
    private List<SyntaxExpression> optionalNumber() {
        TokenCursor cursor = cursor();
        if (!cursor.accept(TokenKind.LEFT_PARENTHESIS)) {
            return List.of();
        }
        if (!cursor.at(TokenKind.INTEGER)) {
            throw cursor.unexpected();
        }
        SyntaxExpression number =
                new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.INTEGER, cursor.value(), cursor.position());
        cursor.advance();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return List.of(number);
    }

    private TypeName floating(int position) {
        TokenCursor cursor = cursor();
        cursor.advance();
        if (!cursor.accept(TokenKind.LEFT_PARENTHESIS)) {
            return type("float8", List.of(), position);
        }
        int at = cursor.position();
        if (!cursor.at(TokenKind.INTEGER)) {
            throw cursor.unexpected();
        }
        int bits = cursor.signedInteger();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        if (bits < 1) {
            throw cursor.error(
                    ErrorCode.INVALID_PARAMETER_VALUE, "precision for type float must be at least 1 bit", at);
        }
        if (bits > 53) {
            throw cursor.error(
                    ErrorCode.INVALID_PARAMETER_VALUE, "precision for type float must be less than 54 bits", at);
        }
        return type(bits <= 24 ? "float4" : "float8", List.of(), position);
    }

    /** {@code char} alone is {@code char(1)}, except before a string; the catalog's own type "char" needs its quotes. */
    private TypeName character(Keyword keyword, int position) {
        TokenCursor cursor = cursor();
        cursor.advance();
        boolean varying = keyword == Keyword.VARCHAR;
        if (keyword == Keyword.NATIONAL) {
            if (!cursor.accept(Keyword.CHARACTER)) {
                cursor.expect(Keyword.CHAR);
            }
        }
        if (!varying) {
            varying = cursor.accept(Keyword.VARYING);
        }
        List<SyntaxExpression> modifiers = optionalNumber();
        if (!varying && modifiers.isEmpty() && !cursor.at(TokenKind.STRING)) {
            modifiers = List.of(new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.INTEGER, "1", -1));
        }
        return type(varying ? "varchar" : "bpchar", modifiers, position);
    }

    /** {@code bit} alone is {@code bit(1)}; before a string, it is of the string's length. */
    private TypeName bits(int position) {
        TokenCursor cursor = cursor();
        cursor.advance();
        boolean varying = cursor.accept(Keyword.VARYING);
        List<SyntaxExpression> modifiers = optionalModifiers();
        if (!varying && modifiers.isEmpty() && !cursor.at(TokenKind.STRING)) {
            modifiers = List.of(new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.INTEGER, "1", -1));
        }
        return type(varying ? "varbit" : "bit", modifiers, position);
    }

    private TypeName time(String name, int position) {
        TokenCursor cursor = cursor();
        cursor.advance();
        List<SyntaxExpression> modifiers = optionalNumber();
        boolean zoned = false;
        boolean with = cursor.at(Keyword.WITH, Keyword.TIME);
        if (with || cursor.at(Keyword.WITHOUT, Keyword.TIME)) {
            cursor.advance();
            cursor.advance();
            cursor.expect(Keyword.ZONE);
            zoned = with;
        }
        return type(zoned ? name + "tz" : name, modifiers, position);
    }

    /** The mask of an interval of hours and minutes (utils/datetime.h). */
    static final int HOUR_TO_MINUTE = 1 << 10 | 1 << 11;

    private static final int SECOND = 1 << 12;

    /** Reads what follows INTERVAL: a precision, or the fields, which become a first modifier of PostgreSQL's mask. */
    TypeName interval(int position) {
        TokenCursor cursor = cursor();
        List<SyntaxExpression> modifiers = new ArrayList<>();
        int fields = intervalFields();
        List<SyntaxExpression> precision = fields == 0 || (fields & SECOND) != 0 ? optionalNumber() : List.of();
        if (fields != 0) {
            modifiers.add(new SyntaxExpression.Literal(
                    SyntaxExpression.LiteralKind.INTEGER, Integer.toString(fields), cursor.position()));
        } else if (!precision.isEmpty()) {
            modifiers.add(new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.INTEGER, "32767", position));
        }
        modifiers.addAll(precision);
        return type("interval", modifiers, position);
    }

    private int intervalFields() {
        int first = fieldBit(cursor().keyword());
        if (first < 0) {
            return 0;
        }
        cursor().advance();
        int last = first;
        if (first != 1 && first != 12 && cursor().accept(Keyword.TO)) {
            last = fieldBit(cursor().keyword());
            if (last < 0 || !goesTo(first, last)) {
                throw cursor().unexpected();
            }
            cursor().advance();
        }
        // Bits of utils/datetime.h: MONTH 1, YEAR 2, DAY 3, HOUR 10, MINUTE 11, SECOND 12.
        int[] order = {2, 1, 3, 10, 11, 12};
        int mask = 0;
        boolean inside = false;
        for (int bit : order) {
            inside |= bit == first;
            if (inside) {
                mask |= 1 << bit;
            }
            if (bit == last) {
                break;
            }
        }
        return mask;
    }

    /** Fields go from larger to smaller, and months do not go with days. */
    private static boolean goesTo(int first, int last) {
        return switch (first) {
            case 2 -> last == 1;
            case 3, 10, 11 -> last > Math.max(first, 9);
            default -> false;
        };
    }

    private static int fieldBit(@Nullable Keyword keyword) {
        if (keyword == null) {
            return -1;
        }
        return switch (keyword) {
            case YEAR -> 2;
            case MONTH -> 1;
            case DAY -> 3;
            case HOUR -> 10;
            case MINUTE -> 11;
            case SECOND -> 12;
            default -> -1;
        };
    }
}
