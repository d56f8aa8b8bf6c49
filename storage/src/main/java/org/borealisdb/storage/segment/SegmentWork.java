package org.borealisdb.storage.segment;

import org.borealisdb.redo.message.SegmentLoad;

/** What a segment has had to do since it was opened, for whoever balances. Guarded by its volume's lock. */
public final class SegmentWork {
    private long logBytes;
    private long reads;

    SegmentWork() {}

    void took(int bytes) {
        logBytes += bytes;
    }

    void read() {
        reads++;
    }

    /** What {@code segment}, whose work this is, costs. */
    public SegmentLoad load(Segment segment) {
        return new SegmentLoad(segment.group(), segment.layerBytes(), logBytes, reads);
    }
}
