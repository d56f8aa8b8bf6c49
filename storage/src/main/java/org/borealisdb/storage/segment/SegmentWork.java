package org.borealisdb.storage.segment;

import java.util.OptionalLong;
import org.borealisdb.redo.message.SegmentLoad;

/** What a segment has had to do since it was opened, for whoever balances. Guarded by its volume's lock. */
public final class SegmentWork {
    private long logBytes;
    private long reads;
    private OptionalLong lastReadNanos = OptionalLong.empty();

    SegmentWork() {}

    void took(int bytes) {
        logBytes += bytes;
    }

    /** Somebody reads a page from it at {@code nowNanos}. */
    void read(long nowNanos) {
        reads++;
        lastReadNanos = OptionalLong.of(nowNanos);
    }

    /** True if somebody has read from it since the clock showed {@code nanos}. */
    public boolean readSince(long nanos) {
        return lastReadNanos.isPresent() && lastReadNanos.getAsLong() - nanos >= 0;
    }

    /** What {@code segment}, whose work this is, costs. */
    public SegmentLoad load(Segment segment) {
        return new SegmentLoad(segment.group(), segment.layerBytes(), logBytes, reads);
    }
}
