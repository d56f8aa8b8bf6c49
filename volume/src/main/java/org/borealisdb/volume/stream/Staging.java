package org.borealisdb.volume.stream;

import java.lang.foreign.MemorySegment;

/** The piece of the log that is to be applied next, in one run of bytes. For the one task that applies. */
final class Staging {
    /** Log handed to the follower in one go, unless a mini-transaction is longer. */
    static final int USUAL_BYTES = 256 << 10;
    /** A buffer for a long mini-transaction is not kept. */
    private static final int KEPT_BYTES = 1 << 20;

    private MemorySegment bytes = MemorySegment.ofArray(new byte[USUAL_BYTES]);

    /** The bytes, from 0 on. */
    MemorySegment bytes() {
        return bytes;
    }

    /** Copies what is next of a line; how many bytes of it are whole mini-transactions that change groups that are known. */
    int copy(FollowedLine line, int length) {
        return copy(line, line.position(), length, line.metadata().groups().size());
    }

    /** Copies {@code length} bytes of log from {@code start} on; how many of them are whole mini-transactions that change the first {@code groups} groups. */
    int copy(FollowedLine line, long start, int length, int groups) {
        if (bytes.byteSize() < length) {
            bytes = MemorySegment.ofArray(new byte[length]);
        }
        line.inbox().copy(start, length, bytes);
        return MiniTransactions.wholeBytes(bytes, length, line.metadata().geometry(), groups);
    }

    /** True if behind the whole ones comes a record of a group that is not known. */
    boolean beyond(FollowedLine line, int length) {
        return MiniTransactions.beyond(
                bytes,
                length,
                line.metadata().geometry(),
                line.metadata().groups().size());
    }

    /** What was copied is not needed any more. */
    void clear() {
        if (bytes.byteSize() > KEPT_BYTES) {
            bytes = MemorySegment.ofArray(new byte[USUAL_BYTES]);
        }
    }
}
