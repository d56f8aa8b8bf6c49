package org.borealisdb.expr.scalar;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ArrayValue;
import org.jspecify.annotations.Nullable;

/** Escapes and normal forms of Unicode, and the parts of qualified names. */
final class CharacterMath {
    private CharacterMath() {}

    private static SqlException syntax(String message) {
        return new SqlException(ErrorCode.SYNTAX_ERROR, message);
    }

    /** Returns a text with its escapes ({@code \XXXX}, {@code \+XXXXXX}, {@code \\uXXXX}, {@code \\UXXXXXXXX}) resolved. */
    static String unescaped(String text) {
        StringBuilder result = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '\\') {
                result.append(c);
                i++;
                continue;
            }
            if (i + 1 < text.length() && text.charAt(i + 1) == '\\') {
                checkPair(result, false);
                result.append('\\');
                i += 2;
                continue;
            }
            char kind = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            int from = kind == '+' || kind == 'u' || kind == 'U' ? i + 2 : i + 1;
            int count = kind == '+' ? 6 : kind == 'U' ? 8 : 4;
            int code = hexadecimal(text, from, count);
            if (code < 0) {
                throw syntax("invalid Unicode escape")
                        .withHint("Unicode escapes must be \\XXXX, \\+XXXXXX, \\uXXXX, or \\UXXXXXXXX.");
            }
            append(result, code);
            i = from + count;
        }
        checkPair(result, false);
        return result.toString();
    }

    private static int hexadecimal(String text, int from, int count) {
        if (from + count > text.length()) {
            return -1;
        }
        long code = 0;
        for (int i = from; i < from + count; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return (int) Math.min(code, Integer.MAX_VALUE);
    }

    private static void append(StringBuilder result, int code) {
        if (code == 0 || code > Character.MAX_CODE_POINT) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "invalid Unicode code point: " + String.format(Locale.ROOT, "%04X", code));
        }
        boolean second = code <= Character.MAX_VALUE && Character.isLowSurrogate((char) code);
        checkPair(result, second);
        result.appendCodePoint(code);
    }

    /** The first half of a pair must be followed by the second, and the second must follow the first. */
    private static void checkPair(StringBuilder before, boolean second) {
        boolean first = !before.isEmpty() && Character.isHighSurrogate(before.charAt(before.length() - 1));
        if (first != second) {
            throw syntax("invalid Unicode surrogate pair");
        }
    }

    private static Normalizer.Form form(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "NFC" -> Normalizer.Form.NFC;
            case "NFD" -> Normalizer.Form.NFD;
            case "NFKC" -> Normalizer.Form.NFKC;
            case "NFKD" -> Normalizer.Form.NFKD;
            default -> throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "invalid normalization form: " + name);
        };
    }

    static String normalized(String text, String form) {
        return Normalizer.normalize(text, form(form));
    }

    static boolean isNormalized(String text, String form) {
        return Normalizer.isNormalized(text, form(form));
    }

    private static boolean startsName(char c) {
        return c == '_' || Character.isLetter(c) || c >= 0x80;
    }

    private static SqlException invalidName(String text) {
        return new SqlException(
                ErrorCode.INVALID_PARAMETER_VALUE, "string is not a valid identifier: \"" + text + "\"");
    }

    /** Returns the names that a qualified name consists of. */
    static ArrayValue names(String text, boolean strict) {
        List<@Nullable Object> names = new ArrayList<>();
        int at = skipSpaces(text, 0);
        boolean afterDot = false;
        while (true) {
            if (at < text.length() && text.charAt(at) == '"') {
                int end = at + 1;
                while (end < text.length() && (text.charAt(end) != '"' || text.startsWith("\"\"", end))) {
                    end += text.startsWith("\"\"", end) ? 2 : 1;
                }
                if (end >= text.length()) {
                    throw invalidName(text).withDetail("String has unclosed double quotes.");
                }
                String name = text.substring(at + 1, end).replace("\"\"", "\"");
                if (name.isEmpty()) {
                    throw invalidName(text).withDetail("Quoted identifier must not be empty.");
                }
                names.add(name);
                at = end + 1;
            } else if (at < text.length() && startsName(text.charAt(at))) {
                int end = at;
                while (end < text.length()
                        && (startsName(text.charAt(end))
                                || Character.isDigit(text.charAt(end))
                                || text.charAt(end) == '$')) {
                    end++;
                }
                names.add(text.substring(at, end).toLowerCase(Locale.ROOT));
                at = end;
            } else if (at < text.length() && text.charAt(at) == '.') {
                throw invalidName(text).withDetail("No valid identifier before \".\".");
            } else if (afterDot) {
                throw invalidName(text).withDetail("No valid identifier after \".\".");
            } else {
                throw invalidName(text);
            }
            at = skipSpaces(text, at);
            afterDot = at < text.length() && text.charAt(at) == '.';
            if (!afterDot) {
                if (at < text.length() && strict) {
                    throw invalidName(text);
                }
                return ArrayValue.of(BuiltInType.TEXT.type(), names);
            }
            at = skipSpaces(text, at + 1);
        }
    }

    private static int skipSpaces(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
