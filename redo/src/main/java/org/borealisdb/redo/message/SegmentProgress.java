package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeId;

/**
 * How far one segment is.
 *
 * @param group           its protection group
 * @param membershipEpoch the version of the group's membership that its node knows. A writer that knows an older one must not count the segment: the set of
 *                        those that matter may be another by now (R14)
 * @param timeline        the timeline that it is on
 * @param scl             segment complete LSN: it has every record of the group at or below, on that timeline
 */
public record SegmentProgress(VolumeId volume, int group, int membershipEpoch, int timeline, long scl) {
    public SegmentProgress {
        if (group < 0 || membershipEpoch < 1 || timeline < 1 || scl < 0) {
            throw new IllegalArgumentException("segment progress out of range: group " + group + ", membership epoch "
                    + membershipEpoch + ", timeline " + timeline + ", SCL " + scl);
        }
    }
}
