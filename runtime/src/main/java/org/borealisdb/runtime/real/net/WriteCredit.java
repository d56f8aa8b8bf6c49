package org.borealisdb.runtime.real.net;

import java.util.ArrayDeque;

/**
 * How much may be written to one connection for certain without waiting for the peer: the system's buffers take it even if the peer has
 * read nothing since its last PONG. A PONG says that everything written before its PING has been read. Guarded by the link's lock.
 */
final class WriteCredit {
    /** Far below {@link #SEND_BUFFER_BYTES}, of which each frame that is not acknowledged may take more than a kilobyte. */
    private static final int MOST_BYTES = 32 << 10;

    private static final int MOST_FRAMES = 128;

    /** What the socket is asked to buffer, so that the limits above hold whatever the system's defaults are. */
    static final int SEND_BUFFER_BYTES = 256 << 10;

    /** What had been written when a PING was. */
    private record Mark(long bytes, long frames) {}

    private final ArrayDeque<Mark> pings = new ArrayDeque<>();
    private long bytes;
    private long frames;
    private Mark read = new Mark(0, 0);

    /** True if {@code frame}, and a PING after it, can be written without waiting. */
    boolean covers(Frame frame) {
        return bytes + frame.bytes() + FrameHeader.BYTES - read.bytes() <= MOST_BYTES
                && frames + 2 - read.frames() <= MOST_FRAMES;
    }

    /** True if half of the credit is used up and no PING under way will give it back. */
    boolean wantsPing() {
        return pings.isEmpty() && (bytes - read.bytes() > MOST_BYTES / 2 || frames - read.frames() > MOST_FRAMES / 2);
    }

    /** Notes a frame that is about to be written. */
    void writing(Frame frame) {
        bytes += frame.bytes();
        frames++;
        if (frame.type() == FrameType.PING) {
            pings.addLast(new Mark(bytes, frames));
        }
    }

    /** Notes a PONG; one that answers nothing says nothing. */
    void answered() {
        Mark oldest = pings.pollFirst();
        if (oldest != null) {
            read = oldest;
        }
    }
}
