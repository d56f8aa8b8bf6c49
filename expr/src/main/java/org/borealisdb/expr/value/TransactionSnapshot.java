package org.borealisdb.expr.value;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * Which transactions a statement sees as ended: those with an id below {@code xmin}, and those below {@code xmax} that are not listed. The numbers are bits of unsigned ones. Immutable.
 *
 * @param xmin below this all have ended
 * @param xmax from here on none has
 * @param running ids between the two that have not ended, increasing
 */
public record TransactionSnapshot(long xmin, long xmax, List<Long> running) {
    private static final int ROOM_FOR_NUMBERS = 128 * 1024 * 1024;

    /** Copies the ids. */
    public TransactionSnapshot {
        running = List.copyOf(running);
    }

    /** Returns whether a transaction has ended for those who see this. */
    public boolean hasEnded(long id) {
        return isBelow(id, xmin) || (isBelow(id, xmax) && !running.contains(id));
    }

    private static boolean isBelow(long a, long b) {
        return Long.compareUnsigned(a, b) < 0;
    }

    /** Reads a snapshot as it is written: both limits and the ids, with colons between. */
    static TransactionSnapshot parse(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length < 3) {
            throw syntax(text);
        }
        long xmin = number(parts[0], text);
        long xmax = number(parts[1], text);
        if (xmin == 0 || xmax == 0 || isBelow(xmax, xmin)) {
            throw syntax(text);
        }
        List<Long> running = new ArrayList<>();
        long last = 0;
        String rest = parts[2];
        while (!rest.isEmpty()) {
            int comma = rest.indexOf(',');
            long id = number(comma < 0 ? rest : rest.substring(0, comma), text);
            if (isBelow(id, xmin) || !isBelow(id, xmax) || isBelow(id, last)) {
                throw syntax(text);
            }
            if (id != last) {
                running.add(id);
            }
            last = id;
            rest = comma < 0 ? "" : rest.substring(comma + 1);
        }
        return new TransactionSnapshot(xmin, xmax, running);
    }

    private static long number(String part, String text) {
        if (!part.matches("[ \\t\\n\\x0b\\f\\r]*[+-]?[0-9]+")) {
            throw syntax(text);
        }
        return TransactionNumberText.parseDecimal(part);
    }

    private static SqlException syntax(String text) {
        return TextInput.syntax("pg_snapshot", text);
    }

    /** Appends the binary form: how many ids are listed, the limits, the ids. */
    void appendBinary(ByteSink out) {
        out.putInt(running.size()).putLong(xmin).putLong(xmax);
        running.forEach(out::putLong);
    }

    static TransactionSnapshot ofBinary(ByteBuffer in) {
        if (in.remaining() < Integer.BYTES) {
            throw new SqlException(ErrorCode.PROTOCOL_VIOLATION, "insufficient data left in message");
        }
        int count = in.getInt();
        if (count < 0 || count > ROOM_FOR_NUMBERS) {
            throw invalid();
        }
        if (in.remaining() < (count + 2L) * Long.BYTES) {
            throw new SqlException(ErrorCode.PROTOCOL_VIOLATION, "insufficient data left in message");
        }
        long xmin = in.getLong();
        long xmax = in.getLong();
        if (xmin <= 0 || xmax <= 0 || xmax < xmin) {
            throw invalid();
        }
        List<Long> running = new ArrayList<>(count);
        long last = 0;
        for (int i = 0; i < count; i++) {
            long id = in.getLong();
            if (id < last || id < xmin || xmax < id) {
                throw invalid();
            }
            if (id != last) {
                running.add(id);
            }
            last = id;
        }
        return new TransactionSnapshot(xmin, xmax, running);
    }

    private static SqlException invalid() {
        return new SqlException(ErrorCode.INVALID_BINARY_REPRESENTATION, "invalid external pg_snapshot data");
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(xmin) + ":" + Long.toUnsignedString(xmax) + ":"
                + running.stream().map(Long::toUnsignedString).collect(Collectors.joining(","));
    }
}
