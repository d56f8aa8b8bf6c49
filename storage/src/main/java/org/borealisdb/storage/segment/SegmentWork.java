package org.borealisdb.storage.segment;

import java.util.OptionalLong;
import org.borealisdb.redo.message.SegmentLoad;
import org.borealisdb.storage.layer.LayerCaching;

/** What a segment has had to do since it was opened, for whoever balances, and prepares. Guarded by its volume's lock, but for {@link #readLately} and {@link #caching}. */
public final class SegmentWork {
    /** A segment that nobody has read from for so long is prepared for reads no more. */
    private static final long LATELY_NANOS = 60_000_000_000L;

    private long logBytes;
    private long reads;
    private volatile OptionalLong lastReadNanos = OptionalLong.empty();

    SegmentWork() {}

    void took(int bytes) {
        logBytes += bytes;
    }

    /** Somebody reads a page from it at {@code nowNanos}. */
    void read(long nowNanos) {
        reads++;
        lastReadNanos = OptionalLong.of(nowNanos);
    }

    /** True if somebody has read from it within the last minute: others will, and what can be done for them before is. */
    public boolean readLately(long nowNanos) {
        OptionalLong last = lastReadNanos;
        return last.isPresent() && nowNanos - last.getAsLong() <= LATELY_NANOS;
    }

    /** How layers of the segment are written, and read from end to end. */
    public LayerCaching caching(long nowNanos) {
        return LayerCaching.of(readLately(nowNanos));
    }

    /** What {@code segment}, whose work this is, costs. */
    public SegmentLoad load(Segment segment) {
        return new SegmentLoad(segment.group(), segment.layerBytes(), logBytes, reads);
    }
}
