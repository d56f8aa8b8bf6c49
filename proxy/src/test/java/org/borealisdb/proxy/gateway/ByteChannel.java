package org.borealisdb.proxy.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.StreamConnection;

/** One end of a stream, read in whole packets and messages. Belongs to one task. */
final class ByteChannel {
    /** Longer than anything under test may take. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

    /** What claims to be longer is taken for the end. */
    private static final int LONGEST = 8 << 20;

    private final StreamConnection stream;

    ByteChannel(StreamConnection stream) {
        this.stream = stream;
    }

    StreamConnection stream() {
        return stream;
    }

    /** So many bytes; empty at the end of the stream, or if it broke. */
    Optional<ByteBuffer> read(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        try {
            while (bytes.hasRemaining()) {
                if (stream.read(bytes, PATIENCE_NANOS) < 0) {
                    return Optional.empty();
                }
            }
        } catch (OperationException broken) {
            return Optional.empty();
        }
        return Optional.of(bytes.flip());
    }

    /** A message. */
    Optional<Message> readMessage() {
        return read(5).flatMap(header -> {
            char type = (char) header.get();
            int length = header.getInt() - 4;
            return length < 0 || length > LONGEST
                    ? Optional.empty()
                    : read(length).map(content -> new Message(type, content));
        });
    }

    void write(ByteBuffer bytes) {
        stream.write(bytes, PATIENCE_NANOS);
    }

    void write(char type, String text) {
        write(message(type, text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    static ByteBuffer message(char type, byte[] content) {
        return ByteBuffer.allocate(content.length + 5)
                .put((byte) type)
                .putInt(content.length + 4)
                .put(content)
                .flip();
    }

    static ByteBuffer packet(int code, byte[] content) {
        return ByteBuffer.allocate(content.length + 8)
                .putInt(content.length + 8)
                .putInt(code)
                .put(content)
                .flip();
    }

    /** A message as it came. */
    record Message(char type, ByteBuffer content) {
        String text() {
            return StandardCharsets.ISO_8859_1.decode(content.duplicate()).toString();
        }

        /** A field of an error: {@code C} for the SQLSTATE, {@code M} for the message, {@code D} for the detail. */
        String field(char name) {
            for (String field : text().split("\0", -1)) {
                if (!field.isEmpty() && field.charAt(0) == name) {
                    return field.substring(1);
                }
            }
            return "";
        }
    }
}
