package org.borealisdb.expr.json;

import java.nio.charset.StandardCharsets;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * Splits a JSON text into tokens, and knows how PostgreSQL words what is wrong with one: message, detail, and the context
 * with the line up to the token. Belongs to one task.
 */
final class JsonLexer {
    /** How much of a line is shown of an error, in bytes. */
    private static final int SHOWN_BYTES = 50;

    private final String text;
    private final boolean checksEscapes;
    private int lineNumber = 1;
    private int lineStart;
    private int tokenStart;
    private int tokenEnd;
    private Token token = Token.NONE;

    /** What a text is made of. */
    enum Token {
        /** Before the first. */
        NONE,
        OBJECT_START,
        OBJECT_END,
        ARRAY_START,
        ARRAY_END,
        COMMA,
        COLON,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        END
    }

    /**
     * Makes a lexer that stands before the first token.
     *
     * @param checksEscapes whether escapes of characters that no text can hold are errors, too
     */
    JsonLexer(String text, boolean checksEscapes) {
        this.text = text;
        this.checksEscapes = checksEscapes;
    }

    Token token() {
        return token;
    }

    /** Where the token begins. */
    int start() {
        return tokenStart;
    }

    /** Where the token ends. */
    int end() {
        return tokenEnd;
    }

    /** Goes on to the next token. */
    void advance() {
        int at = tokenEnd;
        while (at < text.length() && isSpace(text.charAt(at))) {
            if (text.charAt(at++) == '\n') {
                lineNumber++;
                lineStart = at;
            }
        }
        tokenStart = at;
        if (at == text.length()) {
            finish(Token.END, at);
            return;
        }
        switch (text.charAt(at)) {
            case '{' -> finish(Token.OBJECT_START, at + 1);
            case '}' -> finish(Token.OBJECT_END, at + 1);
            case '[' -> finish(Token.ARRAY_START, at + 1);
            case ']' -> finish(Token.ARRAY_END, at + 1);
            case ',' -> finish(Token.COMMA, at + 1);
            case ':' -> finish(Token.COLON, at + 1);
            case '"' -> string(at + 1);
            case '-' -> number(at + 1);
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(at);
            default -> word(at);
        }
    }

    private void finish(Token found, int end) {
        tokenEnd = end;
        token = found;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean isOfWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_' || c >= 0x80;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private char charAt(int at) {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void word(int start) {
        int at = start;
        while (at < text.length() && isOfWord(text.charAt(at))) {
            at++;
        }
        Token found = switch (text.substring(start, at)) {
            case "true" -> Token.TRUE;
            case "false" -> Token.FALSE;
            case "null" -> Token.NULL;
            default -> Token.END;
        };
        if (found == Token.END) {
            tokenEnd = at == start ? start + 1 : at;
            throw invalidToken();
        }
        finish(found, at);
    }

    private void number(int start) {
        int end = numberEnd(text, start);
        int at = Math.abs(end);
        finish(Token.NUMBER, at);
        if (end < 0 || at == 0) {
            throw invalidToken();
        }
    }

    /** Returns where the number ends whose digits begin at {@code start}, negated if it is none: then with what is glued to it. */
    static int numberEnd(String text, int start) {
        int length = text.length();
        int at = start;
        boolean valid = true;
        if (at < length && text.charAt(at) == '0') {
            at++;
        } else {
            at = digits(text, at);
            valid = at > start;
        }
        if (at < length && text.charAt(at) == '.') {
            int fraction = digits(text, at + 1);
            valid &= fraction > at + 1;
            at = fraction;
        }
        if (at < length && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < length && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            int exponent = digits(text, at);
            valid &= exponent > at;
            at = exponent;
        }
        while (at < length && isOfWord(text.charAt(at))) {
            at++;
            valid = false;
        }
        return valid ? at : -at;
    }

    private static int digits(String text, int start) {
        int at = start;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private void string(int start) {
        int at = start;
        boolean high = false;
        while (true) {
            if (at >= text.length()) {
                tokenEnd = text.length();
                throw invalidToken();
            }
            char c = text.charAt(at);
            if (c == '"') {
                checkPaired(high, at);
                break;
            }
            if (c < ' ') {
                tokenEnd = at;
                throw error(
                        "Character with value 0x" + (c < 16 ? "0" : "") + Integer.toHexString(c) + " must be escaped.");
            }
            if (c != '\\') {
                checkPaired(high, at);
                at++;
            } else if (charAt(at + 1) == 'u') {
                int unit = codeUnit(at + 2);
                at += 6;
                high = checksEscapes && follows(unit, high, at);
            } else {
                at++;
                checkPlainEscape(at, high);
                at++;
            }
        }
        finish(Token.STRING, at + 1);
    }

    private void checkPlainEscape(int at, boolean high) {
        if (at >= text.length()) {
            tokenEnd = at;
            throw invalidToken();
        }
        checkPaired(high, at);
        if ("\"\\/bfnrt".indexOf(text.charAt(at)) < 0) {
            tokenStart = at;
            tokenEnd = text.offsetByCodePoints(at, 1);
            throw error("Escape sequence \"\\" + text.substring(tokenStart, tokenEnd) + "\" is invalid.");
        }
    }

    private int codeUnit(int start) {
        int unit = 0;
        for (int at = start; at < start + 4; at++) {
            if (at >= text.length()) {
                tokenEnd = at;
                throw invalidToken();
            }
            char c = text.charAt(at);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                tokenEnd = text.offsetByCodePoints(at, 1);
                throw error("\"\\u\" must be followed by four hexadecimal digits.");
            }
            unit = unit * 16 + digit;
        }
        return unit;
    }

    /** Checks an escaped code unit that ends at a place; returns whether it waits for the second half of a character. */
    private boolean follows(int unit, boolean high, int end) {
        if (Character.isHighSurrogate((char) unit)) {
            if (high) {
                tokenEnd = end;
                throw error("Unicode high surrogate must not follow a high surrogate.");
            }
            return true;
        }
        if (Character.isLowSurrogate((char) unit) != high) {
            tokenEnd = end;
            throw error("Unicode low surrogate must follow a high surrogate.");
        }
        if (unit == 0) {
            tokenEnd = end;
            throw new SqlException(ErrorCode.UNTRANSLATABLE_CHARACTER, "unsupported Unicode escape sequence")
                    .withDetail("\\u0000 cannot be converted to text.")
                    .with(SqlException.Field.WHERE, context());
        }
        return false;
    }

    /** Checks that a character may follow. */
    private void checkPaired(boolean high, int at) {
        if (high) {
            tokenEnd = text.offsetByCodePoints(at, 1);
            throw error("Unicode low surrogate must follow a high surrogate.");
        }
    }

    private SqlException invalidToken() {
        return error("Token \"" + text.substring(tokenStart, tokenEnd) + "\" is invalid.");
    }

    /** The error for a token that is not what was expected. */
    SqlException unexpected(String expected) {
        return token == Token.END
                ? error("The input string ended unexpectedly.")
                : error("Expected " + expected + ", but found \"" + text.substring(tokenStart, tokenEnd) + "\".");
    }

    /** The error for a token where the text should end. */
    SqlException notAtEnd() {
        return unexpected("end of input");
    }

    private SqlException error(String detail) {
        return new SqlException(ErrorCode.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type json")
                .withDetail(detail)
                .with(SqlException.Field.WHERE, context());
    }

    /** The line up to the end of the token, or what of it is close to that. */
    private String context() {
        int end = Math.max(tokenEnd, lineStart);
        byte[] line = text.substring(lineStart, end).getBytes(StandardCharsets.UTF_8);
        int from = 0;
        while (line.length - from >= SHOWN_BYTES) {
            from++;
            while (from < line.length && (line[from] & 0xc0) == 0x80) {
                from++;
            }
        }
        if (from <= 3) {
            from = 0;
        }
        boolean more =
                token != Token.END && end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r';
        return "JSON data, line " + lineNumber + ": " + (from > 0 ? "..." : "")
                + new String(line, from, line.length - from, StandardCharsets.UTF_8) + (more ? "..." : "");
    }
}
