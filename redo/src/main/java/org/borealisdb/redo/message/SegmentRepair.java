package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeId;

/**
 * A segment that its node rebuilds, or is about to.
 *
 * @param reason      why, and what it waits for if it waits, in words for a person
 * @param copiedBytes bytes copied from peers so far
 * @param totalBytes  about how many there will be, 0 while that is unknown
 */
public record SegmentRepair(VolumeId volume, int group, String reason, long copiedBytes, long totalBytes) {
    public SegmentRepair {
        if (group < 0 || copiedBytes < 0 || totalBytes < 0) {
            throw new IllegalArgumentException("repair of group " + group + " of " + volume + " is out of range: "
                    + copiedBytes + " of " + totalBytes + " bytes");
        }
    }
}
