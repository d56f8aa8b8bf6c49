package org.borealisdb.storage.node;

import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.message.SegmentRepair;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/** What a person should know of a segment, in words. */
final class SegmentState {
    /** A segment that lacks less log than this will soon have it. */
    private static final long NOTEWORTHY_BYTES = 64L << 20;

    private static final long MEBIBYTE = 1 << 20;

    private SegmentState() {}

    /** Empty if all is well. The volume's lock is held. */
    static Optional<String> of(VolumeReplica volume, Segment segment, List<SegmentRepair> repairs) {
        String group = "group " + segment.group();
        for (SegmentRepair repair : repairs) {
            if (repair.volume().equals(segment.volume())
                    && repair.group() == segment.group()
                    && repair.totalBytes() > 0) {
                return Optional.of(group + " is being rebuilt: " + progress(repair));
            }
        }
        Optional<String> reason = segment.health().damage().or(segment.health()::doubt);
        if (reason.isPresent()) {
            return Optional.of(group + " abstains: " + reason.get());
        }
        if (!segment.votes(volume.timelines())) {
            return Optional.of(group + " abstains until it has all that it may have acknowledged: LSN " + segment.scl()
                    + " of " + segment.manifest().abstention().below());
        }
        if (!segment.differingPages().isEmpty()) {
            return Optional.of("ALARM: " + segment.differingPages().count() + " pages of " + group
                    + " are not served, since peers have them otherwise with right checksums");
        }
        if (!segment.damagedSections().isEmpty()) {
            return Optional.of(
                    group + " is being mended: " + segment.damagedSections().count() + " damaged pages");
        }
        long lacking = segment.lackingBytes(volume.timelines());
        return lacking > NOTEWORTHY_BYTES
                ? Optional.of(group + " lacks " + lacking + " bytes of log")
                : Optional.empty();
    }

    private static String progress(SegmentRepair repair) {
        return repair.totalBytes() < 2 * MEBIBYTE
                ? repair.copiedBytes() + " of " + repair.totalBytes() + " bytes"
                : repair.copiedBytes() / MEBIBYTE + " of " + repair.totalBytes() / MEBIBYTE + " MiB";
    }
}
