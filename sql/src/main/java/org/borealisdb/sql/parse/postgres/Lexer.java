package org.borealisdb.sql.parse.postgres;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.ast.SourceText;

/**
 * Cuts a text into tokens by the rules of PostgreSQL's scan.l. One object reads one text,
 * once.
 *
 * <p>An error does not come out of here: it becomes the last token, so that a syntax error before it is found first.
 */
final class Lexer {
    private static final String OPERATOR_CHARACTERS = "~!@#^&|`?+-*/%<>=";
    private static final String ALLOW_TRAILING_SIGN = "~!@#^&|`?%";
    private static final String SINGLE_CHARACTER_TOKENS = "()[],;.:";

    private static final int TOKENS_BETWEEN_CHECKS = 1024;

    private final String text;
    private final ParseAllowance allowance;
    private final PlainEscapes escapes;
    private final Tokens tokens;
    private int at;

    private Lexer(String text, ParseAllowance allowance, StringSyntax syntax) {
        this.text = text;
        this.allowance = allowance;
        this.escapes = new PlainEscapes(text, syntax);
        this.tokens = new Tokens(text);
    }

    /** Returns the tokens of a text. */
    static Tokens scan(String text) {
        return scan(text, ParseAllowance.UNBOUNDED);
    }

    /** Returns the tokens of a text, if they are allowed. */
    static Tokens scan(String text, ParseAllowance allowance) {
        return scanned(text, allowance, StringSyntax.STANDARD).tokens;
    }

    /** Returns the lexer that has read a text with strings as settings say. */
    static Lexer scanned(String text, ParseAllowance allowance, StringSyntax syntax) {
        Lexer lexer = new Lexer(text, allowance, syntax);
        lexer.run();
        return lexer;
    }

    Tokens tokens() {
        return tokens;
    }

    /** Returns the strings without a prefix that have escapes. */
    List<StandardText.Escaped> escaped() {
        return escapes.found();
    }

    private void run() {
        while (!scanned()) {
            allowance.read(TOKENS_BETWEEN_CHECKS);
        }
    }

    /** Reads so many tokens as are allowed at a time; returns whether these were the last ones. */
    private boolean scanned() {
        int start = 0;
        int end = tokens.count() + TOKENS_BETWEEN_CHECKS;
        try {
            while (tokens.count() < end) {
                skipSpaceAndComments();
                start = at;
                if (at == text.length()) {
                    tokens.add(TokenKind.END, at, at, null, null);
                    return true;
                }
                next(text.charAt(at));
            }
            return false;
        } catch (SqlException error) {
            tokens.fail(error, start);
            return true;
        }
    }

    private SqlException error(String message, int offset) {
        return new SqlException(ErrorCode.SYNTAX_ERROR, message).withPosition(SourceText.position(text, offset));
    }

    /** Makes an error as PostgreSQL's scanner does: the message, then the text from an offset to where the scan has come. */
    private SqlException near(String message, int offset, int end) {
        if (offset >= text.length()) {
            return error(message + " at end of input", offset);
        }
        return error(message + " at or near \"" + text.substring(offset, end) + "\"", offset);
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r' && c != 0x0b);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c) || c == '$';
    }

    private void skipSpaceAndComments() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isSpace(c)) {
                at++;
            } else if (c == '-' && peek(1) == '-') {
                skipLine();
            } else if (c == '/' && peek(1) == '*') {
                skipBlockComment();
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
    }

    private void skipBlockComment() {
        int start = at;
        int depth = 0;
        do {
            if (at >= text.length()) {
                at = text.length();
                throw near("unterminated /* comment", start, text.length());
            }
            if (text.charAt(at) == '/' && peek(1) == '*') {
                depth++;
                at += 2;
            } else if (text.charAt(at) == '*' && peek(1) == '/') {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0);
    }

    private void next(char c) {
        if (isNameStart(c)) {
            if (peek(1) == '\'' && "eEbBxXnN".indexOf(c) >= 0) {
                prefixedString(c);
            } else if ((c == 'u' || c == 'U') && peek(1) == '&' && (peek(2) == '\'' || peek(2) == '"')) {
                unicodeString();
            } else {
                word();
            }
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            number();
        } else if (c == '\'') {
            int start = at;
            tokens.add(TokenKind.STRING, start, at, plainString(), null);
            tokens.setLastEnd(at);
        } else if (c == '"') {
            quotedName(at);
        } else if (c == '$') {
            dollar();
        } else if (SINGLE_CHARACTER_TOKENS.indexOf(c) >= 0) {
            punctuation(c);
        } else if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
            operator();
        } else {
            throw near("syntax error", at, at + 1);
        }
    }

    private void word() {
        int start = at;
        boolean plain = true;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            char c = text.charAt(at++);
            plain &= c < 0x80 && !(c >= 'A' && c <= 'Z');
        }
        Keyword keyword = Keyword.find(text, start, at);
        if (keyword != null) {
            tokens.add(TokenKind.KEYWORD, start, at, keyword.word(), keyword);
        } else {
            String word = text.substring(start, at);
            tokens.add(
                    TokenKind.IDENTIFIER, start, at, TextInput.truncateName(plain ? word : Keywords.fold(word)), null);
        }
    }

    /** Reads a name in quotes, which the text from {@code start} on is for errors. */
    private void quotedName(int start) {
        StringBuilder name = new StringBuilder();
        at++;
        while (true) {
            if (at >= text.length()) {
                throw near("unterminated quoted identifier", start, text.length());
            }
            char c = text.charAt(at++);
            if (c == '"') {
                if (peek(0) != '"') {
                    break;
                }
                at++;
            }
            name.append(c);
        }
        if (name.isEmpty()) {
            throw near("zero-length delimited identifier", start, at);
        }
        tokens.add(TokenKind.IDENTIFIER, start, at, TextInput.truncateName(name.toString()), null);
    }

    private void number() {
        int start = at;
        boolean whole = true;
        while (isDigit(peek(0))) {
            at++;
        }
        if (peek(0) == '.' && peek(1) != '.') {
            whole = false;
            at++;
            while (isDigit(peek(0))) {
                at++;
            }
        }
        if (peek(0) == 'e' || peek(0) == 'E') {
            int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
            if (isDigit(peek(1 + sign))) {
                whole = false;
                at += 1 + sign;
                while (isDigit(peek(0))) {
                    at++;
                }
            } else if (sign > 0) {
                throw near("trailing junk after numeric literal", start, at + 2);
            }
        }
        if (at < text.length() && isNameStart(text.charAt(at))) {
            throw near("trailing junk after numeric literal", start, endOfName());
        }
        tokens.add(whole && fitsInt(start) ? TokenKind.INTEGER : TokenKind.NUMBER, start, at, null, null);
    }

    /** Returns where a name would end that began here. */
    private int endOfName() {
        int end = at;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean fitsInt(int start) {
        if (at - start > 18) {
            return false;
        }
        long value = 0;
        for (int i = start; i < at; i++) {
            value = value * 10 + (text.charAt(i) - '0');
        }
        return value <= Integer.MAX_VALUE;
    }

    private void dollar() {
        int start = at;
        if (isDigit(peek(1))) {
            at++;
            while (isDigit(peek(0))) {
                at++;
            }
            if (at < text.length() && isNameStart(text.charAt(at))) {
                throw near("trailing junk after parameter", start, endOfName());
            }
            if (at - start > 10 || Long.parseLong(text, start + 1, at, 10) > Integer.MAX_VALUE) {
                throw near("parameter number too large", start, at);
            }
            tokens.add(TokenKind.PARAMETER, start, at, text.substring(start + 1, at), null);
            return;
        }
        int end = at + 1;
        while (end < text.length() && isNamePart(text.charAt(end)) && text.charAt(end) != '$') {
            end++;
        }
        if (end >= text.length() || text.charAt(end) != '$') {
            throw near("syntax error", start, start + 1);
        }
        String tag = text.substring(start, end + 1);
        int close = text.indexOf(tag, end + 1);
        if (close < 0) {
            at = text.length();
            throw near("unterminated dollar-quoted string", start, text.length());
        }
        at = close + tag.length();
        tokens.add(TokenKind.STRING, start, at, text.substring(end + 1, close), null);
    }

    private void punctuation(char c) {
        int start = at;
        if (c == '.' && peek(1) == '.') {
            throw near("syntax error", start, start + 2);
        }
        TokenKind kind = switch (c) {
            case '(' -> TokenKind.LEFT_PARENTHESIS;
            case ')' -> TokenKind.RIGHT_PARENTHESIS;
            case '[' -> TokenKind.LEFT_BRACKET;
            case ']' -> TokenKind.RIGHT_BRACKET;
            case ',' -> TokenKind.COMMA;
            case ';' -> TokenKind.SEMICOLON;
            case '.' -> TokenKind.DOT;
            default ->
                peek(1) == ':' ? TokenKind.DOUBLE_COLON : peek(1) == '=' ? TokenKind.COLON_EQUALS : TokenKind.COLON;
        };
        at += kind == TokenKind.DOUBLE_COLON || kind == TokenKind.COLON_EQUALS ? 2 : 1;
        tokens.add(kind, start, at, null, null);
    }

    /** Takes the longest run of operator characters that neither begins a comment nor, for a plain name, ends in a sign. */
    private void operator() {
        int start = at;
        int end = at;
        while (end < text.length() && OPERATOR_CHARACTERS.indexOf(text.charAt(end)) >= 0) {
            char c = text.charAt(end);
            char after = end + 1 < text.length() ? text.charAt(end + 1) : '\0';
            if (end > start && ((c == '-' && after == '-') || (c == '/' && after == '*'))) {
                break;
            }
            end++;
        }
        while (end - start > 1 && "+-".indexOf(text.charAt(end - 1)) >= 0 && !allowsTrailingSign(start, end - 1)) {
            end--;
        }
        at = end;
        String operator = text.substring(start, end);
        if (operator.equals("=>")) {
            tokens.add(TokenKind.EQUALS_GREATER, start, end, operator, null);
        } else {
            tokens.add(TokenKind.OPERATOR, start, end, operator.equals("!=") ? "<>" : operator, null);
        }
    }

    private boolean allowsTrailingSign(int start, int end) {
        for (int i = start; i < end; i++) {
            if (ALLOW_TRAILING_SIGN.indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Reads a string without a prefix. */
    private String plainString() {
        if (!escapes.areRead()) {
            return standardString();
        }
        int start = at;
        escapes.begin();
        String value = escapedString(start);
        escapes.end(start);
        return value;
    }

    /** Reads a string without escapes and what continues it on a later line; leaves {@code at} behind it. */
    private String standardString() {
        int start = at;
        at++;
        int plainStart = at;
        StringBuilder value = new StringBuilder();
        while (true) {
            int quote = text.indexOf('\'', at);
            if (quote < 0) {
                throw near("unterminated quoted string", start, text.length());
            }
            value.append(text, plainStart, quote);
            at = quote + 1;
            if (peek(0) == '\'') {
                value.append('\'');
                at++;
            } else if (!continues()) {
                return value.toString();
            }
            plainStart = at;
        }
    }

    /** Returns whether a quote follows after space that includes a line break; if so moves behind the quote. */
    private boolean continues() {
        int ahead = at;
        boolean newline = false;
        while (ahead < text.length()) {
            char c = text.charAt(ahead);
            if (isSpace(c)) {
                newline |= c == '\n' || c == '\r';
                ahead++;
            } else if (text.startsWith("--", ahead)) {
                while (ahead < text.length() && text.charAt(ahead) != '\n' && text.charAt(ahead) != '\r') {
                    ahead++;
                }
            } else {
                break;
            }
        }
        if (newline && ahead < text.length() && text.charAt(ahead) == '\'') {
            at = ahead + 1;
            return true;
        }
        return false;
    }

    private void prefixedString(char prefix) {
        int start = at;
        at++;
        switch (prefix) {
            case 'e', 'E' -> tokens.add(TokenKind.STRING, start, at, escapedString(start), null);
            case 'n', 'N' -> {
                tokens.add(TokenKind.KEYWORD, start, at, Keyword.NCHAR.word(), Keyword.NCHAR);
                int quote = at;
                tokens.add(TokenKind.STRING, quote, at, plainString(), null);
            }
            case 'b', 'B' -> tokens.add(TokenKind.BIT_STRING, start, at, bitString(start, "bit"), null);
            default -> tokens.add(TokenKind.HEXADECIMAL_STRING, start, at, bitString(start, "hexadecimal"), null);
        }
        tokens.setLastEnd(at);
    }

    private String bitString(int start, String kind) {
        try {
            return standardString();
        } catch (SqlException unterminated) {
            throw near("unterminated " + kind + " string literal", start, text.length());
        }
    }

    private String escapedString(int start) {
        at++;
        StringBuilder value = new StringBuilder();
        while (true) {
            if (at >= text.length()) {
                throw near("unterminated quoted string", start, text.length());
            }
            char c = text.charAt(at++);
            if (c == '\\') {
                escape(value, start);
            } else if (c != '\'') {
                value.append(c);
            } else if (peek(0) == '\'') {
                value.append('\'');
                at++;
            } else if (!continues()) {
                return EscapedBytes.resolve(value);
            }
        }
    }

    private void escape(StringBuilder value, int start) {
        if (at >= text.length()) {
            throw near("unterminated quoted string", start, text.length());
        }
        char c = text.charAt(at++);
        escapes.met(c, start);
        switch (c) {
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'u' -> unicode(value, 4);
            case 'U' -> unicode(value, 8);
            case 'x' -> {
                int digits = 0;
                while (digits < 2 && Character.digit(peek(digits), 16) >= 0 && peek(digits) < 0x80) {
                    digits++;
                }
                if (digits == 0) {
                    value.append('x');
                } else {
                    appendByte(value, Integer.parseInt(text, at, at + digits, 16));
                    at += digits;
                }
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                int digits = 0;
                while (digits < 2 && peek(digits) >= '0' && peek(digits) <= '7') {
                    digits++;
                }
                appendByte(value, Integer.parseInt(text, at - 1, at + digits, 8) & 0xff);
                at += digits;
            }
            default -> value.append(c);
        }
    }

    /** Appends a byte of a UTF-8 sequence as a private mark until the string is complete; ASCII goes in directly. */
    private void appendByte(StringBuilder value, int b) {
        if (b == 0) {
            throw new SqlException(
                    ErrorCode.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\": 0x00");
        }
        value.append(b < 0x80 ? (char) b : (char) (EscapedBytes.MARK + b));
    }

    /** Appends the character of an escape, or of two, the halves of one beyond the first 65536. */
    private void unicode(StringBuilder value, int digits) {
        int start = at - 2;
        int point = hexadecimal(digits);
        if (UnicodeEscapes.isSecondHalf(point)) {
            throw near("invalid Unicode surrogate pair", start, at);
        }
        if (!UnicodeEscapes.isFirstHalf(point)) {
            value.appendCodePoint(point);
            return;
        }
        int second = at;
        if (peek(0) != '\\' || (peek(1) != 'u' && peek(1) != 'U')) {
            throw near("invalid Unicode surrogate pair", second, Math.min(text.length(), second + 1));
        }
        at += 2;
        int other = hexadecimal(peek(-1) == 'u' ? 4 : 8);
        if (!UnicodeEscapes.isSecondHalf(other)) {
            throw near("invalid Unicode surrogate pair", second, at);
        }
        value.appendCodePoint(Character.toCodePoint((char) point, (char) other));
    }

    private int hexadecimal(int digits) {
        int start = at - 2;
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = peek(0) < 0x80 ? Character.digit(peek(0), 16) : -1;
            if (digit < 0) {
                throw new SqlException(ErrorCode.INVALID_ESCAPE_SEQUENCE, "invalid Unicode escape")
                        .withHint("Unicode escapes must be \\uXXXX or \\UXXXXXXXX.")
                        .withPosition(SourceText.position(text, start));
            }
            value = value << 4 | digit;
            at++;
        }
        if (value <= 0 || value > 0x10ffff) {
            throw near("invalid Unicode escape value", start, at);
        }
        return value;
    }

    /** Reads {@code U&'...'} or {@code U&"..."}, with UESCAPE after it. */
    private void unicodeString() {
        int start = at;
        at += 2;
        boolean name = text.charAt(at) == '"';
        String raw;
        if (name) {
            quotedName(start);
            raw = tokens.takeLastValue();
        } else {
            escapes.refuseUnicode(start);
            raw = standardString();
        }
        int end = at;
        char escape = '\\';
        skipSpaceAndComments();
        if (text.regionMatches(true, at, "uescape", 0, 7)) {
            at += 7;
            skipSpaceAndComments();
            if (peek(0) != '\'') {
                throw near("UESCAPE must be followed by a simple string literal", at, Math.min(text.length(), at + 1));
            }
            int quoted = at;
            String given = standardString();
            if (given.length() != 1 || "+'\" ".contains(given) || Character.digit(given.charAt(0), 16) >= 0) {
                throw near("invalid Unicode escape character", quoted, at);
            }
            escape = given.charAt(0);
        } else {
            at = end;
        }
        String value = new UnicodeEscapes(text, raw, escape, start + 3).resolve();
        tokens.add(name ? TokenKind.IDENTIFIER : TokenKind.STRING, start, at, value, null);
    }
}
