package org.borealisdb.expr.scalar;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * The operators {@code ~} and {@code ~*}, over java.util.regex.
 *
 * <p>Decision: whether an expression is found at all does not depend on leftmost-longest against leftmost-first, so for these
 * operators translating PostgreSQL's advanced syntax (its word marks {@code \m \M \y \Y \A \Z}, the embedded options before the
 * expression, no unions inside brackets) is enough. Functions that return what matched need an engine of our own, and are not
 * here yet. Backtracking is bounded by the steps that {@link Limited} counts.
 */
final class RegularExpression {
    private static final int MAXIMUM_STEPS = 50_000_000;

    private RegularExpression() {}

    static boolean found(String text, String expression, boolean ignoreCase) {
        try {
            int flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL : Pattern.DOTALL;
            Matcher matcher = Pattern.compile(translated(expression), flags).matcher(new Limited(text));
            return matcher.find();
        } catch (PatternSyntaxException invalid) {
            throw new SqlException(
                    ErrorCode.INVALID_REGULAR_EXPRESSION, "invalid regular expression: " + invalid.getDescription());
        } catch (StackOverflowError tooDeep) {
            throw new SqlException(
                    ErrorCode.INVALID_REGULAR_EXPRESSION,
                    "invalid regular expression: regular expression is too complex");
        }
    }

    private static String translated(String expression) {
        if (expression.startsWith("***=")) {
            return Pattern.quote(expression.substring(4));
        }
        String rest = expression.startsWith("***:") ? expression.substring(4) : expression;
        StringBuilder java = new StringBuilder(rest.length() + 8);
        boolean bracket = false;
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == '\\' && i + 1 < rest.length()) {
                java.append(escape(rest.charAt(++i)));
            } else if (bracket) {
                i = insideBracket(rest, i, java);
                bracket = c != ']';
            } else if (c == '[') {
                bracket = true;
                java.append('[');
                if (i + 1 < rest.length() && rest.charAt(i + 1) == '^') {
                    java.append('^');
                    i++;
                }
                if (i + 1 < rest.length() && rest.charAt(i + 1) == ']') {
                    java.append("\\]");
                    i++;
                }
            } else {
                java.append(c);
            }
        }
        return java.toString();
    }

    /** Copies one element of a bracket expression; answers the index of its last character. */
    private static int insideBracket(String text, int i, StringBuilder java) {
        char c = text.charAt(i);
        if (c == '[' && i + 1 < text.length() && text.charAt(i + 1) == ':') {
            int close = text.indexOf(":]", i + 2);
            if (close > 0) {
                java.append(namedClass(text.substring(i + 2, close)));
                return close + 1;
            }
        }
        // Java gives [ and && a meaning inside brackets that PostgreSQL does not.
        if (c == '[' || c == '&') {
            java.append('\\');
        }
        java.append(c);
        return i;
    }

    private static String namedClass(String name) {
        return switch (name) {
            case "alpha" -> "\\p{IsAlphabetic}";
            case "digit" -> "0-9";
            case "alnum" -> "\\p{IsAlphabetic}0-9";
            case "upper" -> "\\p{Lu}";
            case "lower" -> "\\p{Ll}";
            case "space" -> "\\s";
            case "punct" -> "\\p{Punct}";
            case "blank" -> " \\t";
            case "cntrl" -> "\\p{Cntrl}";
            case "print" -> "\\p{Print}";
            case "graph" -> "\\p{Graph}";
            case "xdigit" -> "0-9A-Fa-f";
            case "word" -> "\\w";
            default ->
                throw new SqlException(
                        ErrorCode.INVALID_REGULAR_EXPRESSION, "invalid regular expression: invalid character class");
        };
    }

    private static String escape(char c) {
        return switch (c) {
            case 'm' -> "\\b(?=\\w)";
            case 'M' -> "\\b(?<=\\w)";
            case 'y' -> "\\b";
            case 'Y' -> "\\B";
            case 'Z' -> "\\z";
            default -> "\\" + c;
        };
    }

    /** A text that counts how often it is read, so that catastrophic backtracking ends with an error. */
    private static final class Limited implements CharSequence {
        private final String text;
        private int steps;

        Limited(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAXIMUM_STEPS) {
                throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "regular expression takes too many steps");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
