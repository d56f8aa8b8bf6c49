package org.borealisdb.runtime.real.net;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.net.Endpoint;

/** The bound on messages, for both transports. */
final class MessageLength {
    private MessageLength() {}

    /** Fails if {@code message} is longer than {@link Endpoint#MAX_MESSAGE_BYTES}, which its sender must not let happen. */
    static void check(ByteBuffer message) {
        if (message.remaining() > Endpoint.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "a message of " + message.remaining() + " bytes is longer than " + Endpoint.MAX_MESSAGE_BYTES);
        }
    }
}
