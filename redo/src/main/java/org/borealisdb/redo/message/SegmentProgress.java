package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeId;

/**
 * How far one segment is.
 *
 * @param group    its protection group
 * @param timeline the timeline that it is on
 * @param scl      segment complete LSN: it has every record of the group at or below, on that timeline
 */
public record SegmentProgress(VolumeId volume, int group, int timeline, long scl) {
    public SegmentProgress {
        if (group < 0 || timeline < 1 || scl < 0) {
            throw new IllegalArgumentException(
                    "segment progress out of range: group " + group + ", timeline " + timeline + ", SCL " + scl);
        }
    }
}
