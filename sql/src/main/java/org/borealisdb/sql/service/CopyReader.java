package org.borealisdb.sql.service;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.sql.session.CopyInput;

/**
 * Reads COPY's text format: lines of fields between delimiters, with escapes by backslash. Looks at every byte once and makes nothing of them: a field is where its
 * bytes are in {@link #bytes()}, until the next line is read.
 */
final class CopyReader {
    /** Longest line, as PostgreSQL's longest string. */
    private static final int MAX_LINE = 1 << 30;

    private final CopyInput input;
    private final byte delimiter;
    private final byte[] nullMark;
    private final LineEnds lineEnds = new LineEnds(false);

    /** Pieces of a line that came in more than one. */
    private final ByteSink gathered = new ByteSink(256);

    /** Fields without their escapes. */
    private final ByteSink plain = new ByteSink(256);

    private byte[] piece = {};
    private int at;
    private int end;

    private byte[] line = {};
    private int lineStart;
    private int lineEnd;
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private boolean[] escaped = new boolean[16];
    private int fields;
    private boolean finished;
    /** The end mark stood behind the fields of the line. */
    private boolean last;

    private long number;

    CopyReader(CopyInput input, CopyFormat format) {
        this.input = input;
        this.delimiter = (byte) format.delimiter();
        this.nullMark = format.nullText().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the next line and finds its fields; false at the end. */
    boolean next() {
        if (last) {
            passRest();
        }
        if (finished) {
            return false;
        }
        number++;
        if (!readLine()) {
            return false;
        }
        if (lineEnd - lineStart == 2 && line[lineStart] == '\\' && line[lineStart + 1] == '.') {
            passRest();
            return false;
        }
        split();
        return true;
    }

    /** What follows the end mark does not count. */
    private void passRest() {
        last = false;
        finished = true;
        while (input.advance()) {
            // Nothing is made of it.
        }
    }

    /** Number of the line read last, from 1. */
    long number() {
        return number;
    }

    /** Fields of the line. */
    int fields() {
        return fields;
    }

    /** The array that the fields, and the line, are in. */
    byte[] bytes() {
        return line;
    }

    int lineStart() {
        return lineStart;
    }

    int lineEnd() {
        return lineEnd;
    }

    int start(int field) {
        return starts[field];
    }

    int end(int field) {
        return ends[field];
    }

    /** True if a field has a backslash: what it stands for is to be asked for ({@link #isNull}, {@link #unescape}). */
    boolean isEscaped(int field) {
        return escaped[field];
    }

    /** True if the field is the mark for NULL. */
    boolean isNull(int field) {
        return ends[field] - starts[field] == nullMark.length
                && Arrays.equals(line, starts[field], ends[field], nullMark, 0, nullMark.length);
    }

    private boolean readLine() {
        gathered.clear();
        boolean afterBackslash = false;
        boolean afterReturn = false;
        while (true) {
            for (int i = at; i < end; i++) {
                byte b = piece[i];
                if (afterReturn) {
                    boolean both = b == '\n';
                    endAtReturn(i, both);
                    at = both ? i + 1 : i;
                    return true;
                } else if (afterBackslash) {
                    afterBackslash = false;
                } else if (b == '\\') {
                    afterBackslash = true;
                } else if (b == '\r') {
                    afterReturn = true;
                } else if (b == '\n') {
                    lineEnds.newline(false);
                    lineIs(i);
                    at = i + 1;
                    return true;
                }
            }
            if (end - at > MAX_LINE - gathered.size()) {
                throw new SqlException(
                        ErrorCode.PROGRAM_LIMIT_EXCEEDED, "line of COPY data is longer than " + MAX_LINE + " bytes");
            }
            gathered.putBytes(piece, at, end - at);
            if (!input.advance()) {
                finished = true;
                at = 0;
                end = 0;
                if (afterReturn) {
                    endAtReturn(0, false);
                    return true;
                }
                lineIs(0);
                return lineEnd > 0;
            }
            piece = input.bytes();
            at = input.offset();
            end = at + input.length();
        }
    }

    /** The line ends with the carriage return before a place, or that and the newline there. */
    private void endAtReturn(int place, boolean both) {
        if (both) {
            lineEnds.newline(true);
        } else {
            lineEnds.carriageReturn();
        }
        lineIs(place);
        lineEnd--;
    }

    private void lineIs(int until) {
        if (gathered.size() == 0) {
            line = piece;
            lineStart = at;
            lineEnd = until;
        } else {
            gathered.putBytes(piece, at, until - at);
            line = gathered.array();
            lineStart = 0;
            lineEnd = gathered.size();
        }
    }

    private void split() {
        fields = 0;
        int start = lineStart;
        boolean escapes = false;
        for (int i = lineStart; i < lineEnd; i++) {
            byte b = line[i];
            if (b == delimiter) {
                field(start, i, escapes);
                start = i + 1;
                escapes = false;
            } else if (b == '\\') {
                escapes = true;
                i++;
                if (i < lineEnd && line[i] == '.') {
                    if (i + 1 < lineEnd) {
                        throw new SqlException(ErrorCode.BAD_COPY_FILE_FORMAT, "end-of-copy marker corrupt");
                    }
                    lineEnd = i - 1;
                    last = true;
                }
            }
        }
        field(start, lineEnd, escapes);
    }

    private void field(int start, int fieldEnd, boolean escapes) {
        if (fields == starts.length) {
            starts = Arrays.copyOf(starts, fields * 2);
            ends = Arrays.copyOf(ends, fields * 2);
            escaped = Arrays.copyOf(escaped, fields * 2);
        }
        starts[fields] = start;
        ends[fields] = fieldEnd;
        escaped[fields] = escapes;
        fields++;
    }

    /** The bytes that an escaped field stands for; good until the next call. */
    ByteSink unescape(int field) {
        plain.clear();
        int i = starts[field];
        int fieldEnd = ends[field];
        while (i < fieldEnd) {
            byte b = line[i++];
            if (b != '\\') {
                plain.putByte(b);
                continue;
            }
            if (i == fieldEnd) {
                break;
            }
            byte code = line[i++];
            switch (code) {
                case 'b' -> plain.putByte('\b');
                case 'f' -> plain.putByte('\f');
                case 'n' -> plain.putByte('\n');
                case 'r' -> plain.putByte('\r');
                case 't' -> plain.putByte('\t');
                case 'v' -> plain.putByte(0x0b);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> i = putNumber(i - 1, Math.min(fieldEnd, i + 2), 8);
                case 'x' -> {
                    boolean digits = i < fieldEnd && Character.digit(line[i], 16) >= 0;
                    i = digits ? putNumber(i, Math.min(fieldEnd, i + 2), 16) : putLetter(i, code);
                }
                default -> plain.putByte(code);
            }
        }
        return plain;
    }

    private int putLetter(int next, byte letter) {
        plain.putByte(letter);
        return next;
    }

    /** A byte by its number in up to so many digits; answers where they end. */
    private int putNumber(int from, int limit, int base) {
        int value = 0;
        int i = from;
        while (i < limit && Character.digit(line[i], base) >= 0) {
            value = value * base + Character.digit(line[i], base);
            i++;
        }
        plain.putByte(value);
        return i;
    }
}
