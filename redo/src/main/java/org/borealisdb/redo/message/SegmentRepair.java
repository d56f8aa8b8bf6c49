package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeId;

/**
 * A segment that its node rebuilds, or is about to.
 *
 * @param reason      why, and what it waits for if it waits, in words for a person
 * @param copiedBytes bytes copied from peers so far
 * @param totalBytes  about how many there will be, 0 while that is unknown
 * @param forgotUnder membership epoch under which the segment lost what it acknowledged, not knowing how much that was; it waits for a newer one (R14). 0 if that is not so
 */
public record SegmentRepair(
        VolumeId volume, int group, String reason, long copiedBytes, long totalBytes, int forgotUnder) {
    public SegmentRepair {
        if (group < 0 || copiedBytes < 0 || totalBytes < 0 || forgotUnder < 0) {
            throw new IllegalArgumentException("repair of group " + group + " of " + volume + " is out of range: "
                    + copiedBytes + " of " + totalBytes + " bytes");
        }
    }
}
