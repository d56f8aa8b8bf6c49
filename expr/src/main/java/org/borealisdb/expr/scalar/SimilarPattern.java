package org.borealisdb.expr.scalar;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * Translates the patterns of SIMILAR TO, of the SQL standard, into regular expressions.
 *
 * <p>A pattern for SUBSTRING may have three parts, with an escaped double quote between them: the first takes the shortest text it
 * can, the second, which is the result, the longest. Counts of one force these preferences on whatever the parts consist of.
 */
final class SimilarPattern {
    private static final String BEFORE = "^(?:";
    private static final String AFTER = ")$";
    private static final String FIRST_SEPARATOR = "){1,1}?(";
    private static final String SECOND_SEPARATOR = "){1,1}(?:";

    private SimilarPattern() {}

    /** Translates a pattern with an escape character, or an empty text for none. */
    static String translated(String pattern, String escape) {
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw new SqlException(ErrorCode.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
                    .withHint("Escape string must be empty or one character.");
        }
        int mark = escape.isEmpty() ? -1 : escape.codePointAt(0);
        StringBuilder result = new StringBuilder(BEFORE);
        boolean escaped = false;
        Brackets brackets = new Brackets();
        int separators = 0;
        for (int i = 0; i < pattern.length(); i += Character.charCount(pattern.codePointAt(i))) {
            int c = pattern.codePointAt(i);
            if (escaped) {
                escaped = false;
                if (c == '"' && !brackets.areOpen()) {
                    separators++;
                    result.append(separator(separators));
                } else {
                    result.append('\\').appendCodePoint(c);
                    brackets.takeEscaped();
                }
            } else if (c == mark) {
                escaped = true;
            } else if (brackets.areOpen()) {
                result.append(c == '\\' ? "\\" : "").appendCodePoint(c);
                brackets.take(c);
            } else {
                if (c == '[') {
                    brackets.open();
                }
                append(result, c);
            }
        }
        return result.append(AFTER).toString();
    }

    private static String separator(int number) {
        return switch (number) {
            case 1 -> FIRST_SEPARATOR;
            case 2 -> SECOND_SEPARATOR;
            default ->
                throw new SqlException(
                        ErrorCode.INVALID_USE_OF_ESCAPE_CHARACTER,
                        "SQL regular expression may not contain more than two escape-double-quote separators");
        };
    }

    private static void append(StringBuilder result, int c) {
        switch (c) {
            case '%' -> result.append(".*");
            case '_' -> result.append('.');
            case '(' -> result.append("(?:");
            case '\\', '.', '^', '$' -> result.append('\\').append((char) c);
            default -> result.appendCodePoint(c);
        }
    }

    /**
     * Where in a bracket expression a pattern is. A closing bracket that comes first, even after the sign of negation, is one of the expression's characters, and names of classes as in
     * {@code [[:alpha:]_]} have brackets of their own.
     */
    private static final class Brackets {
        private int depth;
        private boolean first;
        private boolean negatable;

        boolean areOpen() {
            return depth > 0;
        }

        void open() {
            depth = 1;
            first = true;
            negatable = true;
        }

        void takeEscaped() {
            first = false;
            negatable = false;
        }

        void take(int c) {
            if (c == ']' && !first) {
                depth--;
            } else if (c == '[') {
                depth++;
            }
            first = first && negatable && c == '^';
            negatable = false;
        }
    }
}
