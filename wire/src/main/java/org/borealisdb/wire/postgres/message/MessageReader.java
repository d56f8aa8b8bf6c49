package org.borealisdb.wire.postgres.message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.time.Clock;

/** Cuts a connection's input into messages. The content of a message is valid until the next one is asked for. */
public final class MessageReader implements AutoCloseable {
    /** Answered instead of a type when the client has ended its stream between two messages. */
    public static final int END = -1;

    /** PostgreSQL's receive buffer has this size. */
    static final int BASE_BYTES = 8 << 10;

    private static final int HEADER_BYTES = 5;

    private StreamConnection connection;
    private final ReadLimits limits;
    private final MemoryBudget budget;
    private final Payload payload;
    private byte[] buffer = new byte[BASE_BYTES];
    private ByteBuffer view = ByteBuffer.wrap(buffer);
    private int start;
    private int end;
    private long taken;
    private final Clock clock;
    private final long authenticationDeadline;
    private boolean authenticated;
    private int lastType;

    /** A reader of a client that must be authenticated within {@code authenticationNanos}: until then that bounds every wait. */
    public MessageReader(
            StreamConnection connection,
            ReadLimits limits,
            MemoryBudget budget,
            Clock clock,
            long authenticationNanos,
            ClientEncoding encoding) {
        this.payload = new Payload(encoding);
        this.connection = connection;
        this.limits = limits;
        this.budget = budget;
        this.clock = clock;
        this.authenticationDeadline = clock.nanoTime() + authenticationNanos;
    }

    /** Reads from another stream from now on: from the one within TLS. Nothing unread may be left. */
    public void continueOn(StreamConnection other) {
        if (hasMore()) {
            throw new IllegalStateException("bytes are left of the stream that it is to leave");
        }
        connection = other;
    }

    /** The client is known: from now on it may send long messages, and take its time. */
    public void authenticated() {
        authenticated = true;
    }

    /** Whether bytes are there that were not cut into messages yet. */
    public boolean hasMore() {
        return end > start;
    }

    /** The type of the message that was begun last, whatever became of it. */
    public int lastType() {
        return lastType;
    }

    /** The content of the message that was read last. */
    public Payload payload() {
        return payload;
    }

    /**
     * Reads a start-up packet into {@link #payload()}, which begins with its code.
     *
     * @return false if the client ended the stream instead
     */
    public boolean nextStartup() {
        if (!ensureFirst(StreamConnection.NO_TIMEOUT)) {
            return false;
        }
        ensure(4, limits.stallNanos());
        int length = Payload.intAt(buffer, start);
        if (length < 8 || length > ReadLimits.MAXIMUM_STARTUP_BYTES) {
            throw Violations.fatal("invalid length of startup packet");
        }
        ensure(length, limits.stallNanos());
        payload.over(buffer, start + 4, start + length);
        start += length;
        return true;
    }

    /**
     * Reads a message into {@link #payload()}.
     *
     * @param idleNanos how long to wait for its first byte; 0 for ever
     * @return its type, or {@link #END}
     * @throws SqlException 53200 if there is no memory for it, 54000 if it is too long; it was passed by
     */
    public int next(long idleNanos) {
        shrink();
        if (!ensureFirst(idleNanos)) {
            return END;
        }
        ensure(HEADER_BYTES, limits.stallNanos());
        int type = buffer[start] & 0xff;
        lastType = type;
        int length = Payload.intAt(buffer, start + 1);
        if (length < 4 || length - 4 > longest(type)) {
            throw Violations.fatal("invalid message length");
        }
        int size = length + 1;
        if (length - 4 > ReadLimits.MAXIMUM_SMALL_BYTES && length - 4 > limits.maximumMessageBytes()) {
            passBy(size);
            throw new SqlException(
                            ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                            "message of " + length + " bytes exceeds the limit of " + limits.maximumMessageBytes()
                                    + " bytes")
                    .withHint("Send rows with COPY, or in several statements.");
        }
        if (size > BASE_BYTES && !takeMemory(size)) {
            passBy(size);
            throw new SqlException(ErrorCode.OUT_OF_MEMORY, "out of memory")
                    .withDetail("Other clients' messages leave no room for one of " + length + " bytes.");
        }
        ensure(size, limits.stallNanos());
        payload.over(buffer, start + HEADER_BYTES, start + size);
        start += size;
        return type;
    }

    /** The longest content of a message of that type that the session goes on after; an unknown type ends the session here, before its length is waited for. */
    private int longest(int type) {
        return switch (type) {
            case 'Q', 'P', 'B', 'd', 'F' -> authenticated ? ReadLimits.MAXIMUM_PASSED_BYTES : 0;
            case 'p', 'D', 'C', 'E', 'S', 'H', 'X', 'c', 'f' -> ReadLimits.MAXIMUM_SMALL_BYTES;
            default -> throw Violations.fatal("invalid frontend message type " + type);
        };
    }

    private boolean takeMemory(int size) {
        if (!budget.take(size)) {
            return false;
        }
        taken = size;
        return true;
    }

    /** Gives the memory of a long message back, once what follows it fits without. */
    private void shrink() {
        if (buffer.length > BASE_BYTES && end - start <= BASE_BYTES) {
            adopt(Arrays.copyOf(Arrays.copyOfRange(buffer, start, end), BASE_BYTES));
        }
        if (taken > 0) {
            budget.give(taken);
            taken = 0;
        }
    }

    private void adopt(byte[] larger) {
        end -= start;
        start = 0;
        buffer = larger;
        view = ByteBuffer.wrap(buffer);
    }

    private boolean ensureFirst(long timeoutNanos) {
        if (start == end) {
            start = 0;
            end = 0;
            return fill(timeoutNanos);
        }
        return true;
    }

    private void ensure(int size, long timeoutNanos) {
        while (end - start < size) {
            makeRoom(size);
            if (!fill(timeoutNanos)) {
                throw new NetworkException(
                        "unexpected end of the stream of " + connection.peer() + " within a message");
            }
        }
    }

    /** Grows only when the buffer is full of bytes that did arrive, and at most to twice their number. */
    private void makeRoom(int size) {
        if (end < buffer.length) {
            return;
        }
        int have = end - start;
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, have);
            end = have;
            start = 0;
        }
        if (have == buffer.length) {
            adopt(Arrays.copyOf(buffer, (int) Math.min(size, have * 2L)));
        }
    }

    private boolean fill(long timeoutNanos) {
        view.limit(buffer.length).position(end);
        long timeout = authenticated ? timeoutNanos : Math.max(1, authenticationDeadline - clock.nanoTime());
        int count = connection.read(view, timeout);
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }

    private void passBy(int size) {
        int left = size;
        while (left > 0) {
            int step = Math.min(left, end - start);
            start += step;
            left -= step;
            if (left > 0 && !ensureFirst(limits.stallNanos())) {
                throw new NetworkException(
                        "unexpected end of the stream of " + connection.peer() + " within a message");
            }
        }
    }

    /** Gives its memory back; the connection is its owner's to close. */
    @Override
    public void close() {
        start = end;
        shrink();
    }
}
