package org.borealisdb.proxy.gateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Direct buffers to relay through, so that no byte is copied within the process. Each direction of a connection has a small one for as long as it
 * lives; while much passes it borrows a large one, if there is one left. Buffers are kept for the next connection, since the JDK gives memory of
 * direct buffers back late. Safe for use by all tasks.
 */
final class RelayBuffers {
    /** PostgreSQL sends in pieces of this size. */
    static final int SMALL_BYTES = 8 << 10;

    /** The largest piece that goes to the kernel at once. */
    static final int LARGE_BYTES = 64 << 10;

    /** 4 MiB of large ones: more streams than that at a time are limited by processors, not by the size of pieces. */
    static final int MAXIMUM_LARGE = 64;

    /** 8 MiB of small ones that nobody uses. */
    private static final int KEPT_SMALL = 1024;

    @GuardedBy("this")
    private final ArrayDeque<ByteBuffer> small = new ArrayDeque<>();

    @GuardedBy("this")
    private final ArrayDeque<ByteBuffer> large = new ArrayDeque<>();

    @GuardedBy("this")
    private int largeMade;

    @GuardedBy("this")
    private int lent;

    /** A small buffer. */
    ByteBuffer takeSmall() {
        synchronized (this) {
            lent++;
            ByteBuffer kept = small.pollLast();
            if (kept != null) {
                return kept;
            }
        }
        return ByteBuffer.allocateDirect(SMALL_BYTES);
    }

    /** A large buffer for a small one, which is answered itself if the most are in use. */
    synchronized ByteBuffer exchangeForLarge(ByteBuffer buffer) {
        ByteBuffer other = large.pollLast();
        if (other == null && largeMade < MAXIMUM_LARGE) {
            largeMade++;
            other = ByteBuffer.allocateDirect(LARGE_BYTES);
        }
        if (other == null) {
            return buffer;
        }
        lent++;
        give(buffer);
        return other;
    }

    /** A small buffer for a large one. */
    ByteBuffer exchangeForSmall(ByteBuffer buffer) {
        ByteBuffer other = takeSmall();
        give(buffer);
        return other;
    }

    /** Takes a buffer of either size back. */
    synchronized void give(ByteBuffer buffer) {
        lent--;
        if (buffer.capacity() == LARGE_BYTES) {
            large.addLast(buffer);
        } else if (small.size() < KEPT_SMALL) {
            small.addLast(buffer);
        }
    }

    /** Buffers that were not given back. */
    synchronized int lent() {
        return lent;
    }
}
