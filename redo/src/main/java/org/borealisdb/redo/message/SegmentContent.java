package org.borealisdb.redo.message;

import java.util.List;

/**
 * What one segment has, on the timeline current in its node's metadata.
 *
 * @param group      protection group
 * @param scl        segment complete LSN, 0 for an empty segment
 * @param highestVdl highest VDL that it was told of on this timeline, at least the timeline's branch LSN
 * @param ranges     runs of records above {@code highestVdl} that it has, ascending, joined where they touch; records count one by one
 * @param groupTail  LSN of the last record that it has at or below {@code highestVdl}
 * @param floor      as far as it goes, the volume can be rewound to this LSN and later ones: older versions may be gone, or are of a line that was left and that it does not have
 */
public record SegmentContent(int group, long scl, long highestVdl, List<LogRange> ranges, long groupTail, long floor) {
    public SegmentContent {
        ranges = List.copyOf(ranges);
    }
}
