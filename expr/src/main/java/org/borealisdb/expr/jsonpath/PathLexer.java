package org.borealisdb.expr.jsonpath;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.jsonpath.PathToken.Kind;

/** Splits the text of a path into tokens. Belongs to one task. */
final class PathLexer {
    private static final String SPECIAL = "?%$.[]{}()|&!=<>@#,*:-+/";
    private static final String BLANK = " \t\n\r\f";
    private static final List<String> LONG_SYMBOLS = List.of("&&", "||", "**", "<=", "==", "<>", "!=", ">=");
    private static final int MAXIMUM_CODE_DIGITS = 6;

    private final String text;
    private int at;

    PathLexer(String text) {
        this.text = text;
    }

    PathToken next() {
        skipBlanks();
        if (at >= text.length()) {
            return new PathToken(Kind.END, "", "");
        }
        char c = text.charAt(at);
        if (isDigit(at) || (c == '.' && isDigit(at + 1))) {
            return number();
        }
        if (c == '"') {
            at++;
            return new PathToken(Kind.STRING, quoted(), "\"");
        }
        if (c == '$' && at + 1 < text.length()) {
            if (text.charAt(at + 1) == '"') {
                at += 2;
                return new PathToken(Kind.VARIABLE, quoted(), "\"");
            }
            int end = endOfOthers(at + 1);
            if (end > at + 1) {
                PathToken variable = new PathToken(Kind.VARIABLE, text.substring(at + 1, end), text.substring(at, end));
                at = end;
                return variable;
            }
        }
        return isSpecial(c) ? symbol() : name();
    }

    private void skipBlanks() {
        while (at < text.length()) {
            if (isBlank(text.charAt(at))) {
                at++;
            } else if (text.startsWith("/*", at)) {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw error("unexpected end of comment", "");
        }
        at = end + 2;
    }

    private PathToken symbol() {
        for (String symbol : LONG_SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                at += symbol.length();
                return new PathToken(Kind.SYMBOL, symbol.equals("<>") ? "!=" : symbol, symbol);
            }
        }
        String symbol = text.substring(at, ++at);
        return new PathToken(Kind.SYMBOL, symbol, symbol);
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private int endOfDigits(int from) {
        int end = from;
        while (isDigit(end)) {
            end++;
        }
        return end;
    }

    /** Numbers have no zeros before them, and nothing may follow one without a space or a special character. */
    private PathToken number() {
        int start = at;
        int end = text.charAt(at) == '0' ? at + 1 : endOfDigits(at);
        boolean whole = true;
        if (end < text.length() && text.charAt(end) == '.') {
            whole = false;
            end = endOfDigits(end + 1);
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int sign = end + 1;
            boolean signed = sign < text.length() && (text.charAt(sign) == '+' || text.charAt(sign) == '-');
            int digits = signed ? sign + 1 : sign;
            int exponentEnd = endOfDigits(digits);
            if (exponentEnd > digits) {
                whole = false;
                end = exponentEnd;
            } else if (signed) {
                throw error("invalid numeric literal", text.substring(start, digits));
            }
        }
        if (end < text.length() && isOther(text.charAt(end))) {
            int junk = end + Character.charCount(text.codePointAt(end));
            throw error("trailing junk after numeric literal", text.substring(start, junk));
        }
        at = end;
        String number = text.substring(start, end);
        return new PathToken(whole ? Kind.INTEGER : Kind.NUMBER, number, number);
    }

    private int endOfOthers(int from) {
        int end = from;
        while (end < text.length() && isOther(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private PathToken name() {
        StringBuilder name = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') {
                escape(name);
            } else if (isBlank(c)) {
                int start = at;
                while (at < text.length() && isBlank(text.charAt(at))) {
                    at++;
                }
                return new PathToken(Kind.NAME, name.toString(), text.substring(start, at));
            } else if (text.startsWith("/*", at)) {
                skipComment();
                return new PathToken(Kind.NAME, name.toString(), "/*");
            } else if (isSpecial(c) || c == '"') {
                break;
            } else {
                name.append(c);
                at++;
            }
        }
        return new PathToken(Kind.NAME, name.toString(), "");
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\') {
                escape(value);
            } else {
                value.append(c);
                at++;
            }
        }
        throw error("unexpected end of quoted string", "");
    }

    private void escape(StringBuilder value) {
        if (at + 1 >= text.length()) {
            throw error("unexpected end after backslash", "\\");
        }
        int c = text.codePointAt(at + 1);
        switch (c) {
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'v' -> value.append('\u000b');
            case 'u' -> {
                codes(value);
                return;
            }
            case 'x' -> {
                int digits = hexadecimalDigits(at + 2, 2);
                if (digits < 2) {
                    throw error("invalid hex character sequence", text.substring(at, at + 2 + digits));
                }
                append(value, Integer.parseInt(text, at + 2, at + 4, 16));
                at += 4;
                return;
            }
            default -> value.appendCodePoint(c);
        }
        at += 1 + Character.charCount(c);
    }

    private int hexadecimalDigits(int from, int most) {
        int digits = 0;
        while (digits < most && from + digits < text.length() && isHexadecimal(text.charAt(from + digits))) {
            digits++;
        }
        return digits;
    }

    private static boolean isHexadecimal(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** Reads escaped code units one after the other, as two of them may be one character. */
    private void codes(StringBuilder value) {
        int start = at;
        int high = 0;
        while (text.startsWith("\\u", at)) {
            int code = code(start);
            if (Character.isBmpCodePoint(code) && Character.isHighSurrogate((char) code)) {
                if (high != 0) {
                    throw surrogates("Unicode high surrogate must not follow a high surrogate.");
                }
                high = code;
            } else if (Character.isBmpCodePoint(code) && Character.isLowSurrogate((char) code)) {
                if (high == 0) {
                    throw surrogates("Unicode low surrogate must follow a high surrogate.");
                }
                append(value, Character.toCodePoint((char) high, (char) code));
                high = 0;
            } else {
                if (high != 0) {
                    throw surrogates("Unicode low surrogate must follow a high surrogate.");
                }
                append(value, code);
            }
        }
        if (high != 0) {
            throw surrogates("Unicode low surrogate must follow a high surrogate.");
        }
    }

    private int code(int start) {
        boolean braces = text.startsWith("{", at + 2);
        int from = braces ? at + 3 : at + 2;
        int digits = hexadecimalDigits(from, braces ? MAXIMUM_CODE_DIGITS : 4);
        boolean complete = braces ? digits > 0 && text.startsWith("}", from + digits) : digits == 4;
        if (!complete) {
            throw error("invalid unicode sequence", text.substring(start, from + digits));
        }
        at = from + digits + (braces ? 1 : 0);
        return Integer.parseInt(text, from, from + digits, 16);
    }

    private static SqlException surrogates(String detail) {
        return new SqlException(ErrorCode.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type jsonpath")
                .withDetail(detail);
    }

    private static void append(StringBuilder value, int code) {
        if (code == 0) {
            throw new SqlException(ErrorCode.UNTRANSLATABLE_CHARACTER, "unsupported Unicode escape sequence")
                    .withDetail("\\u0000 cannot be converted to text.");
        }
        if (!Character.isValidCodePoint(code)) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, "could not convert Unicode to server encoding");
        }
        value.appendCodePoint(code);
    }

    private static boolean isSpecial(char c) {
        return SPECIAL.indexOf(c) >= 0;
    }

    private static boolean isBlank(char c) {
        return BLANK.indexOf(c) >= 0;
    }

    private static boolean isOther(char c) {
        return !isSpecial(c) && !isBlank(c) && c != '\\' && c != '"';
    }

    /** Returns an error of syntax where this is what the scanner has read last. */
    static SqlException error(String message, String shown) {
        return new SqlException(
                ErrorCode.SYNTAX_ERROR,
                shown.isEmpty()
                        ? message + " at end of jsonpath input"
                        : message + " at or near \"" + shown + "\" of jsonpath input");
    }
}
