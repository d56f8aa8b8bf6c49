package org.borealisdb.redo.message;

import java.util.List;

/**
 * What a node bears, of all volumes, and how much of that the volume which was asked for makes.
 *
 * @param segments    segments of all volumes
 * @param usableBytes bytes that its disk has room for
 * @param logBytes    bytes of log that it took since it started
 * @param reads       pages that were read from it since it started
 * @param ofVolume    the segments of the volume that was asked for, by group
 */
public record NodeLoad(int segments, long usableBytes, long logBytes, long reads, List<SegmentLoad> ofVolume) {
    /** A node that bears nothing, and has no room. */
    public static final NodeLoad NONE = new NodeLoad(0, 0, 0, 0, List.of());

    public NodeLoad {
        ofVolume = List.copyOf(ofVolume);
    }
}
