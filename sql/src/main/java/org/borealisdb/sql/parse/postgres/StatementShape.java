package org.borealisdb.sql.parse.postgres;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A statement's text without the values of its whole numbers and strings, and these values: what texts must have in common to share a plan. Made by one pass
 * over the characters, without tokens; used again for text after text, and then allocates nothing but strings. Belongs to one task.
 *
 * <p>A number is cut out where the scanner would find a whole one of at most nine digits, so that it is an {@code integer} whatever its
 * digits say; a string between single quotes is cut out whatever it says. All else stays as it is, spaces and letter case too: clients that repeat a statement repeat it exactly. Texts with comments,
 * parameters, dollar quotes, or strings with a prefix or in several parts have no shape; they are rare, and the scanner's rules for them are long.
 *
 * <p>Equal shapes parse to trees that differ in the values of those numbers and strings alone.
 */
public final class StatementShape {
    /** The longest text that has a shape. */
    public static final int MAXIMUM_LENGTH = 8192;

    /** The most numbers and strings that are cut out; the others stay. */
    public static final int MAXIMUM_LITERALS = 64;

    private static final int MAXIMUM_DIGITS = 9;
    private static final char NUMBER = '\u0001';
    private static final char STRING = '\u0002';
    private static final byte PLAIN = 0;
    private static final byte NAME = 1;
    private static final byte DIGIT = 2;
    private static final byte SPECIAL = 3;
    private static final byte[] CLASSES = classes();

    private char[] source = new char[256];
    private char[] shape = new char[256];
    private int length;
    private int hash;
    private final long[] values = new long[MAXIMUM_LITERALS];
    private final @Nullable String[] strings = new @Nullable String[MAXIMUM_LITERALS];
    private final int[] offsets = new int[MAXIMUM_LITERALS];
    private int count;

    private static byte[] classes() {
        byte[] classes = new byte[128];
        for (char c = 0; c < classes.length; c++) {
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (letter) {
                classes[c] = NAME;
            } else if (c >= '0' && c <= '9') {
                classes[c] = DIGIT;
            } else if (c == '\'' || c == '"' || c == '$' || c == '-' || c == '/' || (c < ' ' && !Lexer.isSpace(c))) {
                classes[c] = SPECIAL;
            }
        }
        return classes;
    }

    private static byte classOf(char c) {
        return c < 128 ? CLASSES[c] : NAME;
    }

    /** Takes a text; false if it has no shape. */
    public boolean take(String text) {
        int size = text.length();
        if (size > MAXIMUM_LENGTH) {
            return false;
        }
        if (size > source.length) {
            source = new char[size];
            shape = new char[size];
        }
        text.getChars(0, size, source, 0);
        length = 0;
        count = 0;
        int at = 0;
        while (at < size) {
            char c = source[at];
            int end = switch (classOf(c)) {
                case PLAIN -> copy(at, at + 1);
                case NAME -> copy(at, endOfName(at, size));
                case DIGIT -> number(at, size);
                default -> special(at, size);
            };
            if (end < 0) {
                return false;
            }
            at = end;
        }
        int code = count;
        for (int i = 0; i < length; i++) {
            code = 31 * code + shape[i];
        }
        hash = code;
        return true;
    }

    private int copy(int from, int end) {
        for (int i = from; i < end; i++) {
            shape[length++] = source[i];
        }
        return end;
    }

    private int endOfName(int from, int size) {
        int at = from + 1;
        while (at < size && (classOf(source[at]) == NAME || classOf(source[at]) == DIGIT || source[at] == '$')) {
            at++;
        }
        // A string or a quoted name right after a name has a prefix; whatever it means, it is not for here.
        return at < size && (source[at] == '\'' || source[at] == '"') ? -1 : at;
    }

    private int number(int from, int size) {
        int at = from;
        long value = 0;
        while (at < size && classOf(source[at]) == DIGIT) {
            value = at - from < MAXIMUM_DIGITS ? value * 10 + (source[at] - '0') : 0;
            at++;
        }
        char next = at < size ? source[at] : ' ';
        boolean fraction = next == '.' || (from > 0 && source[from - 1] == '.');
        if (classOf(next) == NAME || next == '$') {
            // An exponent, or junk.
            return -1;
        }
        if (fraction || at - from > MAXIMUM_DIGITS || count == MAXIMUM_LITERALS) {
            return copy(from, at);
        }
        offsets[count] = from;
        strings[count] = null;
        values[count++] = value;
        shape[length++] = NUMBER;
        return at;
    }

    private int special(int from, int size) {
        char c = source[from];
        char next = from + 1 < size ? source[from + 1] : ' ';
        return switch (c) {
            case '-' -> next == '-' ? -1 : copy(from, from + 1);
            case '/' -> next == '*' ? -1 : copy(from, from + 1);
            case '\'' -> string(from, size);
            case '"' -> quotedName(from, size);
            default -> -1;
        };
    }

    /** Copies to the closing quote; a doubled one reads as the end of one part and the beginning of the next. */
    private int quotedName(int from, int size) {
        int at = from + 1;
        while (at < size && source[at] != '"') {
            at++;
        }
        return at == size ? -1 : copy(from, at + 1);
    }

    private int string(int from, int size) {
        int at = from + 1;
        boolean doubled = false;
        while (at < size && (source[at] != '\'' || (at + 1 < size && source[at + 1] == '\''))) {
            boolean pair = source[at] == '\'';
            doubled |= pair;
            at += pair ? 2 : 1;
        }
        if (at >= size || isContinued(at + 1, size)) {
            return -1;
        }
        if (count == MAXIMUM_LITERALS) {
            return copy(from, at + 1);
        }
        String text = new String(source, from + 1, at - from - 1);
        offsets[count] = from;
        strings[count] = doubled ? text.replace("''", "'") : text;
        values[count++] = 0;
        shape[length++] = STRING;
        return at + 1;
    }

    /** Whether another part of a string follows, in another line. */
    private boolean isContinued(int from, int size) {
        int at = from;
        while (at < size && Lexer.isSpace(source[at])) {
            at++;
        }
        return at > from && at < size && source[at] == '\'';
    }

    /** Returns how many numbers and strings were cut out. */
    public int count() {
        return count;
    }

    /** Returns the offset of a number or string in the text. */
    public int offset(int index) {
        return offsets[index];
    }

    /** Returns whether a string was cut out, and no number. */
    public boolean isString(int index) {
        return strings[index] != null;
    }

    /** Returns a string. */
    public String string(int index) {
        return Objects.requireNonNull(strings[index], "a number");
    }

    /** Returns a number. */
    public long value(int index) {
        return values[index];
    }

    /** Returns a shape that stays, to be found again by the shape of another text. */
    public StatementShape kept() {
        StatementShape kept = new StatementShape();
        kept.source = new char[0];
        kept.shape = Arrays.copyOf(shape, length);
        kept.length = length;
        kept.hash = hash;
        kept.count = count;
        return kept;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StatementShape that
                && hash == that.hash
                && count == that.count
                && Arrays.equals(shape, 0, length, that.shape, 0, that.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
