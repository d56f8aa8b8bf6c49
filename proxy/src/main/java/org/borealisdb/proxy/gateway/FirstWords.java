package org.borealisdb.proxy.gateway;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.wire.postgres.message.ReadLimits;
import org.borealisdb.wire.postgres.message.StartupPacket;

/**
 * Reads what a client begins with, packet by packet, no further than is needed to know how to go on. Everything is kept as the bytes it
 * is. Belongs to one task.
 */
final class FirstWords {
    /** What a packet is, as far as a gateway cares. */
    enum Kind {
        /** Begins a session, or what an instance takes for that. */
        STARTUP,
        /** Asks for TLS or for GSSAPI; answered by one byte. */
        ENCRYPTION,
        /** Asks to cancel the statement of another session. */
        CANCEL,
        /** No packet of PostgreSQL, such as TLS from the first byte. It is an instance's to answer. */
        UNKNOWN
    }

    /** A packet as it came. Its bytes may be read as often as needed, by any task. */
    record Packet(Kind kind, ByteBuffer bytes) {
        @Override
        public ByteBuffer bytes() {
            return bytes.duplicate();
        }
    }

    /** A client may ask for TLS and for GSSAPI, once each. */
    static final int MAXIMUM_ENCRYPTION_REQUESTS = 2;

    private static final int HEADER_BYTES = 8;
    private static final int FIRST_BYTES = 512;

    private final StreamConnection client;
    private final Clock clock;
    private final long deadline;
    private byte[] buffer = new byte[FIRST_BYTES];
    private int start;
    private int end;

    /** A reader of a client that must have said what it wants within {@code timeoutNanos}. */
    FirstWords(StreamConnection client, Clock clock, long timeoutNanos) {
        this.client = client;
        this.clock = clock;
        this.deadline = clock.nanoTime() + timeoutNanos;
    }

    /**
     * The next packet.
     *
     * @return empty if the client left instead
     * @throws org.borealisdb.runtime.error.OperationException if it broke off in the middle, or takes too long
     */
    Optional<Packet> next() {
        if (start == end && !fill()) {
            return Optional.empty();
        }
        if (buffer[start] != 0) {
            // No packet that is allowed has a length of 16 MiB; waiting for the rest of a length could be for ever.
            return Optional.of(unknown());
        }
        ensure(HEADER_BYTES);
        int length = integerAt(start);
        if (length < HEADER_BYTES || length > ReadLimits.MAXIMUM_STARTUP_BYTES) {
            return Optional.of(unknown());
        }
        ensure(length);
        Kind kind = switch (integerAt(start + 4)) {
            case StartupPacket.CANCEL_CODE -> Kind.CANCEL;
            case StartupPacket.SSL_CODE, StartupPacket.GSS_ENCRYPTION_CODE -> Kind.ENCRYPTION;
            default -> Kind.STARTUP;
        };
        start += length;
        return Optional.of(packet(kind, start - length, start));
    }

    private Packet unknown() {
        int from = start;
        start = end;
        return packet(Kind.UNKNOWN, from, end);
    }

    private Packet packet(Kind kind, int from, int to) {
        return new Packet(kind, ByteBuffer.wrap(Arrays.copyOfRange(buffer, from, to)));
    }

    private int integerAt(int at) {
        return ByteBuffer.wrap(buffer).getInt(at);
    }

    private void ensure(int size) {
        if (start + size > buffer.length) {
            byte[] larger = new byte[Math.max(size, FIRST_BYTES)];
            System.arraycopy(buffer, start, larger, 0, end - start);
            buffer = larger;
            end -= start;
            start = 0;
        }
        while (end - start < size) {
            if (!fill()) {
                throw new NetworkException(client.peer() + " left in the middle of its first packet");
            }
        }
    }

    private boolean fill() {
        if (start == end) {
            start = 0;
            end = 0;
        }
        int count = client.read(
                ByteBuffer.wrap(buffer, end, buffer.length - end), Math.max(1, deadline - clock.nanoTime()));
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }

    /** What came after the packets that were read. */
    ByteBuffer rest() {
        return ByteBuffer.wrap(buffer, start, end - start);
    }
}
