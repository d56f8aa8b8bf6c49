package org.borealisdb.expr.regex;

import java.util.Optional;
import org.borealisdb.expr.regex.Expression.Assertion;
import org.borealisdb.expr.regex.Quantifier.Preference;
import org.borealisdb.expr.regex.RegexOptions.Syntax;

/** Reads the pieces of an expression: atoms, assertions and quantifiers. Belongs to one call. */
final class RegexScanner {
    /** What an atom begins with. */
    sealed interface Token {}

    /** A character. */
    record Single(int value) implements Token {}

    /** A set of characters. */
    record Set(CharacterSet value) implements Token {}

    /** A parenthesis, with an expression and a parenthesis behind it. */
    record Group(boolean captures) implements Token {}

    /** The same, of a condition. */
    record Look(boolean ahead, boolean wanted) implements Token {}

    /** The number of a group. */
    record BackReference(int group) implements Token {}

    private static final int END = -1;

    private final int[] text;
    private final RegexOptions options;
    private int at;

    RegexScanner(String expression, RegexOptions given) {
        this.text = expression.codePoints().toArray();
        this.options = prefixes(given);
    }

    RegexOptions options() {
        return options;
    }

    boolean isAtEnd() {
        return at >= text.length;
    }

    boolean isAt(int c) {
        return peek(0) == c;
    }

    int peek(int ahead) {
        return at + ahead < text.length ? text[at + ahead] : END;
    }

    int next() {
        return text[at++];
    }

    boolean accept(int c) {
        if (peek(0) != c) {
            return false;
        }
        at++;
        return true;
    }

    private boolean isAdvanced() {
        return options.syntax() == Syntax.ADVANCED;
    }

    /** Reads what an expression may begin with: {@code ***=}, {@code ***:} and {@code (?letters)}. */
    private RegexOptions prefixes(RegexOptions given) {
        if (given.syntax() == Syntax.LITERAL) {
            return given;
        }
        RegexOptions result = given;
        if (peek(0) == '*' && peek(1) == '*' && peek(2) == '*' && text.length > 3) {
            switch (peek(3)) {
                case '?' -> throw RegexError.BAD_PATTERN.exception();
                case '=' -> {
                    at = 4;
                    return result.withSyntax(Syntax.LITERAL);
                }
                case ':' -> {
                    at = 4;
                    result = result.withSyntax(Syntax.ADVANCED);
                }
                default -> throw RegexError.QUANTIFIER.exception();
            }
        }
        if (result.syntax() != Syntax.ADVANCED || peek(0) != '(' || peek(1) != '?' || !isLetter(peek(2))) {
            return result;
        }
        at += 2;
        while (isLetter(peek(0))) {
            result = result.with(next()).orElseThrow(RegexError.OPTION::exception);
        }
        if (!accept(')')) {
            throw RegexError.OPTION.exception();
        }
        return result;
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Skips comments, and in expanded syntax white space and comments to the line's end. */
    void skipIgnored() {
        if (options.syntax() == Syntax.LITERAL) {
            return;
        }
        boolean more = true;
        while (more) {
            int start = at;
            while (options.expanded() && CharacterClass.SPACE.contains(Math.max(0, peek(0)))) {
                at++;
            }
            if (options.expanded() && peek(0) == '#') {
                while (!isAtEnd() && peek(0) != '\n') {
                    at++;
                }
            }
            if (isAdvanced() && peek(0) == '(' && peek(1) == '?' && peek(2) == '#') {
                while (!isAtEnd() && peek(0) != ')') {
                    at++;
                }
                at = Math.min(text.length, at + 1);
            }
            more = at != start;
        }
    }

    /** Reads a condition on a position, if there is one. */
    Optional<Assertion> assertion() {
        skipIgnored();
        int c = peek(0);
        if (c == '^' || c == '$') {
            at++;
            boolean lines = options.newlineAnchors();
            return Optional.of(
                    c == '^'
                            ? (lines ? Assertion.LINE_START : Assertion.TEXT_START)
                            : (lines ? Assertion.LINE_END : Assertion.TEXT_END));
        }
        if (c == '['
                && peek(1) == '['
                && peek(2) == ':'
                && (peek(3) == '<' || peek(3) == '>')
                && peek(4) == ':'
                && peek(5) == ']'
                && peek(6) == ']') {
            Assertion word = peek(3) == '<' ? Assertion.WORD_START : Assertion.WORD_END;
            at += 7;
            return Optional.of(word);
        }
        if (c != '\\' || !isAdvanced()) {
            return Optional.empty();
        }
        Optional<Assertion> escaped = switch (peek(1)) {
            case 'A' -> Optional.of(Assertion.TEXT_START);
            case 'Z' -> Optional.of(Assertion.TEXT_END);
            case 'm' -> Optional.of(Assertion.WORD_START);
            case 'M' -> Optional.of(Assertion.WORD_END);
            case 'y' -> Optional.of(Assertion.WORD_EDGE);
            case 'Y' -> Optional.of(Assertion.NO_WORD_EDGE);
            default -> Optional.empty();
        };
        at += escaped.isPresent() ? 2 : 0;
        return escaped;
    }

    /** Reads how often the atom before it matches. */
    Quantifier quantifier() {
        skipIgnored();
        int c = peek(0);
        if (c == '*' || c == '+' || c == '?') {
            at++;
            int minimum = c == '+' ? 1 : 0;
            int maximum = c == '?' ? 1 : Quantifier.UNLIMITED;
            return new Quantifier(minimum, maximum, preference());
        }
        if (c != '{' || !isDigit(peek(1))) {
            return Quantifier.ONCE;
        }
        at++;
        int minimum = count();
        int maximum = minimum;
        boolean range = accept(',');
        if (range) {
            maximum = isDigit(peek(0)) ? count() : Quantifier.UNLIMITED;
        }
        if (isAtEnd()) {
            throw RegexError.BRACES.exception();
        }
        if (minimum > maximum || !accept('}')) {
            throw RegexError.REPETITION.exception();
        }
        Preference preference = preference();
        return new Quantifier(minimum, maximum, range ? preference : Preference.NONE);
    }

    private int count() {
        int count = 0;
        while (isDigit(peek(0))) {
            count = count * 10 + (next() - '0');
            if (count > Quantifier.MAXIMUM) {
                throw RegexError.REPETITION.exception();
            }
        }
        return count;
    }

    private Preference preference() {
        return isAdvanced() && accept('?') ? Preference.SHORT : Preference.LONG;
    }

    /** Reads the beginning of an atom, which must be there; so many groups have begun before it. */
    Token atom(int groups) {
        skipIgnored();
        int c = next();
        return switch (c) {
            case '*', '+', '?' -> throw RegexError.QUANTIFIER.exception();
            case '{' -> {
                if (isDigit(peek(0))) {
                    throw RegexError.QUANTIFIER.exception();
                }
                yield new Single(c);
            }
            case ')' -> throw RegexError.PARENTHESES.exception();
            case '(' -> parenthesis();
            case '[' -> new Set(new BracketParser(this).parse());
            case '.' ->
                new Set(
                        options.newlineStops()
                                ? new CharacterSet.Builder().add('\n', '\n').build(false, true)
                                : CharacterSet.ALL);
            case '\\' -> escape(groups);
            default -> new Single(c);
        };
    }

    private Token parenthesis() {
        if (!isAdvanced() || !accept('?')) {
            return new Group(true);
        }
        if (accept(':')) {
            return new Group(false);
        }
        boolean behind = accept('<');
        if (accept('=')) {
            return new Look(!behind, true);
        }
        if (accept('!')) {
            return new Look(!behind, false);
        }
        throw RegexError.QUANTIFIER.exception();
    }

    /** Reads what follows a backslash. */
    Token escape(int groups) {
        if (isAtEnd()) {
            throw RegexError.ESCAPE.exception();
        }
        int c = next();
        boolean plain = !isLetter(c) && !isDigit(c);
        if (plain || !isAdvanced()) {
            return new Single(c);
        }
        return switch (c) {
            case 'a' -> new Single(0x7);
            case 'b' -> new Single('\b');
            case 'B' -> new Single('\\');
            case 'c' -> {
                if (isAtEnd()) {
                    throw RegexError.ESCAPE.exception();
                }
                yield new Single(next() & 0x1f);
            }
            case 'd', 'D' -> ofClass(CharacterClass.DIGIT, c == 'D');
            case 'e' -> new Single(0x1b);
            case 'f' -> new Single('\f');
            case 'n' -> new Single('\n');
            case 'r' -> new Single('\r');
            case 's', 'S' -> ofClass(CharacterClass.SPACE, c == 'S');
            case 't' -> new Single('\t');
            case 'u' -> new Single(digits(16, 4, 4));
            case 'U' -> new Single(digits(16, 8, 8));
            case 'v' -> new Single(0xb);
            case 'w', 'W' -> ofClass(CharacterClass.WORD, c == 'W');
            case 'x' -> new Single(digits(16, 1, Quantifier.MAXIMUM));
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(groups);
            default -> throw RegexError.ESCAPE.exception();
        };
    }

    private static Set ofClass(CharacterClass characterClass, boolean complement) {
        return new Set(new CharacterSet.Builder().add(characterClass).build(false, complement));
    }

    /** One digit that is not 0, or the number of a group there is: a back reference; else the code of a character. */
    private Token number(int groups) {
        at--;
        int start = at;
        if (peek(0) != '0') {
            int number = digits(10, 1, Quantifier.MAXIMUM);
            if (at == start + 1 || (number > 0 && number <= groups)) {
                return new BackReference(number);
            }
            at = start;
        }
        int code = digits(8, 1, 3);
        if (code > 0xff) {
            at--;
            code >>= 3;
        }
        return new Single(code);
    }

    private int digits(int base, int minimum, int maximum) {
        long value = 0;
        int count = 0;
        while (count < maximum && peek(0) >= 0 && peek(0) < 0x80 && Character.digit(peek(0), base) >= 0) {
            value = Math.min(Integer.MAX_VALUE, value * base + Character.digit(next(), base));
            count++;
        }
        if (count < minimum || (base == 16 && value > Character.MAX_CODE_POINT)) {
            throw RegexError.ESCAPE.exception();
        }
        return (int) value;
    }
}
