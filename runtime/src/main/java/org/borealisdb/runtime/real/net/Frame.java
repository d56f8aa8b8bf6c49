package org.borealisdb.runtime.real.net;

import java.nio.ByteBuffer;

/**
 * One unit of a connection.
 *
 * @param correlation number of the request within its connection, or zero
 * @param body read from its position to its limit, never consumed
 */
record Frame(FrameType type, long correlation, ByteBuffer body) {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** A frame without a body. */
    static Frame empty(FrameType type) {
        return new Frame(type, 0, NOTHING);
    }

    /** Length on the wire. */
    int bytes() {
        return FrameHeader.BYTES + body.remaining();
    }
}
