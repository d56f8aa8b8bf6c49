package org.borealisdb.proxy.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;

/**
 * The first thing that an instance says, as far as it matters to whom a client is led: whether it says "not now". Pure.
 *
 * <p>An ErrorResponse is {@code E}, its length, and fields of a letter and a string each, ended by a zero byte.
 */
final class FirstAnswer {
    /** Longer errors are passed on unread. */
    static final int MAXIMUM_BYTES = 2 << 10;

    private static final int HEADER_BYTES = 5;

    private static final Set<String> NOT_NOW = Set.of(
            ErrorCode.CANNOT_CONNECT_NOW.sqlState(),
            ErrorCode.ADMIN_SHUTDOWN.sqlState(),
            ErrorCode.CRASH_SHUTDOWN.sqlState());

    private FirstAnswer() {}

    /** Whether {@code bytes} begins with an error, which can be understood only when more of it is there. */
    static boolean unfinishedError(ByteBuffer bytes) {
        if (bytes.get(bytes.position()) != 'E') {
            return false;
        }
        return bytes.remaining() < HEADER_BYTES || bytes.remaining() < length(bytes);
    }

    private static int length(ByteBuffer bytes) {
        int length = bytes.getInt(bytes.position() + 1);
        // What is too long to be looked at is as good as complete.
        return length < 4 || length >= MAXIMUM_BYTES ? 0 : length + 1;
    }

    /** The message of an error by which an instance says that it takes no clients just now. */
    static Optional<String> notNow(ByteBuffer bytes) {
        if (bytes.get(bytes.position()) != 'E' || bytes.remaining() < HEADER_BYTES || length(bytes) == 0) {
            return Optional.empty();
        }
        String state = "";
        String message = "";
        int at = bytes.position() + HEADER_BYTES;
        int end = bytes.position() + length(bytes);
        while (at < end && bytes.get(at) != 0) {
            int from = at + 1;
            int to = from;
            while (to < end && bytes.get(to) != 0) {
                to++;
            }
            String text = text(bytes, from, to);
            switch (bytes.get(at)) {
                case 'C' -> state = text;
                case 'M' -> message = text;
                default -> {}
            }
            at = to + 1;
        }
        return NOT_NOW.contains(state) ? Optional.of(message) : Optional.empty();
    }

    private static String text(ByteBuffer bytes, int from, int to) {
        byte[] text = new byte[to - from];
        bytes.get(from, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
