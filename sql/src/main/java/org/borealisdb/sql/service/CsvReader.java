package org.borealisdb.sql.service;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.sql.session.CopyInput;
import org.jspecify.annotations.Nullable;

/** Reads COPY's CSV format: lines of fields, which may be quoted and then hold delimiters and line ends. Belongs to one task. */
final class CsvReader {
    private static final int END = -1;
    private static final int NONE_AHEAD = -2;
    private static final int LINE_BYTES = 512;

    private final CopyInput input;
    private final CopyFormat format;
    private final LineEnds lineEnds = new LineEnds(true);
    private final ByteSink field = new ByteSink(256);
    /** How the row is written, for errors: its beginning only. */
    private final ByteSink line = new ByteSink(LINE_BYTES);

    private long lineEndsWithin;
    private int at;
    private int end;
    private int ahead = NONE_AHEAD;
    private boolean finished;

    CsvReader(CopyInput input, CopyFormat format) {
        this.input = input;
        this.format = format;
    }

    private int read() {
        if (ahead != NONE_AHEAD) {
            int next = ahead;
            ahead = NONE_AHEAD;
            return next;
        }
        while (at == end) {
            if (finished || !input.advance()) {
                finished = true;
                return END;
            }
            at = input.offset();
            end = at + input.length();
        }
        int next = input.bytes()[at++] & 0xff;
        if (line.size() < LINE_BYTES) {
            line.putByte(next);
        }
        return next;
    }

    /** Returns the beginning of the row as it is written. */
    String line() {
        return new String(line.array(), 0, line.size(), StandardCharsets.UTF_8).stripTrailing();
    }

    /** Returns how many lines have ended within quotes so far. */
    long lineEndsWithin() {
        return lineEndsWithin;
    }

    private int peek() {
        if (ahead == NONE_AHEAD) {
            ahead = read();
        }
        return ahead;
    }

    /** Reads the next row into its fields, {@code null} for NULL; false at the end. */
    boolean next(List<@Nullable String> fields) {
        fields.clear();
        line.clear();
        if (ahead >= 0) {
            line.putByte(ahead);
        }
        if (peek() == END) {
            return false;
        }
        while (true) {
            boolean quoted = readField();
            String text = CopyText.of(field);
            int after = read();
            boolean last = after == END || after == '\n' || after == '\r';
            if (last && fields.isEmpty() && !quoted && text.equals("\\.")) {
                while (input.advance()) {
                    // What follows the end mark does not count.
                }
                finished = true;
                at = end;
                ahead = END;
                return false;
            }
            fields.add(!quoted && text.equals(format.nullText()) ? null : text);
            if (last) {
                if (after == '\r' && peek() == '\n') {
                    read();
                    lineEnds.newline(true);
                } else if (after == '\r') {
                    lineEnds.carriageReturn();
                } else if (after == '\n') {
                    lineEnds.newline(false);
                }
                return true;
            }
        }
    }

    /** Reads a field up to the delimiter or line end, which is left; answers whether any of it was quoted. */
    private boolean readField() {
        field.clear();
        boolean quoted = false;
        while (true) {
            int c = peek();
            if (c == END || c == '\n' || c == '\r' || c == format.delimiter()) {
                return quoted;
            }
            read();
            if (c == format.quote()) {
                quoted = true;
                readQuoted();
            } else {
                field.putByte(c);
            }
        }
    }

    private void readQuoted() {
        while (true) {
            int c = read();
            lineEndsWithin += c == '\n' ? 1 : 0;
            if (c == END) {
                throw new SqlException(ErrorCode.BAD_COPY_FILE_FORMAT, "unterminated CSV quoted field");
            }
            if (c == format.escape() && (peek() == format.quote() || peek() == format.escape())) {
                field.putByte(read());
            } else if (c == format.quote()) {
                return;
            } else {
                field.putByte(c);
            }
        }
    }
}
