package org.borealisdb.sql.parse.postgres;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.SourceText;

/**
 * Replaces the escapes of {@code U&'...'} and {@code U&"..."} by the characters that they name.
 *
 * @param text the source text, for positions of errors
 * @param raw what stands between the quotes
 * @param escape the character that begins an escape
 * @param offset where what is between the quotes begins
 */
record UnicodeEscapes(String text, String raw, char escape, int offset) {
    private static final int LARGEST = 0x10ffff;

    /** Returns whether a number is of the first half of a pair that stands for one character. */
    static boolean isFirstHalf(int point) {
        return point >= Character.MIN_HIGH_SURROGATE && point <= Character.MAX_HIGH_SURROGATE;
    }

    /** Returns whether a number is of the second half of a pair that stands for one character. */
    static boolean isSecondHalf(int point) {
        return point >= Character.MIN_LOW_SURROGATE && point <= Character.MAX_LOW_SURROGATE;
    }

    String resolve() {
        StringBuilder value = new StringBuilder();
        int first = 0;
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            boolean escaped = c == escape && !(i + 1 < raw.length() && raw.charAt(i + 1) == escape);
            if (!escaped) {
                checkPair(first == 0, i);
                value.append(c);
                i += c == escape ? 2 : 1;
                continue;
            }
            boolean six = i + 1 < raw.length() && raw.charAt(i + 1) == '+';
            int from = six ? i + 2 : i + 1;
            int to = from + (six ? 6 : 4);
            int point = number(from, to, i);
            checkPair((first != 0) == isSecondHalf(point), i);
            if (isFirstHalf(point)) {
                first = point;
            } else if (first != 0) {
                value.appendCodePoint(Character.toCodePoint((char) first, (char) point));
                first = 0;
            } else {
                value.appendCodePoint(point);
            }
            i = to;
        }
        checkPair(first == 0, raw.length());
        return value.toString();
    }

    private void checkPair(boolean holds, int at) {
        if (!holds) {
            throw error("invalid Unicode surrogate pair", at);
        }
    }

    private SqlException error(String message, int at) {
        return new SqlException(ErrorCode.SYNTAX_ERROR, message).withPosition(SourceText.position(text, offset + at));
    }

    private int number(int from, int to, int start) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = i < raw.length() && raw.charAt(i) < 0x80 ? Character.digit(raw.charAt(i), 16) : -1;
            if (digit < 0) {
                throw error("invalid Unicode escape", start).withHint("Unicode escapes must be \\XXXX or \\+XXXXXX.");
            }
            value = value << 4 | digit;
        }
        if (value == 0 || value > LARGEST) {
            throw error("invalid Unicode escape value", start);
        }
        return value;
    }
}
