package org.borealisdb.volume.recovery;

import java.util.List;
import java.util.SortedMap;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.volume.geometry.Distribution;
import org.borealisdb.volume.geometry.VolumeRecord;

/**
 * What {@link Opening} hands to the writer.
 *
 * @param version      the metadata, under the new epoch, with the new timeline, as decided
 * @param progress     of the segments that have installed it, by node
 * @param distribution goes on with the other nodes; the writer closes it
 * @param confirmedAt  when, by the clock, a write quorum of the root group was first asked and confirmed the epoch; or {@code Long.MIN_VALUE}
 */
public record OpenedVolume(
        VolumeRecord.Version version,
        SortedMap<Address, List<SegmentProgress>> progress,
        Distribution distribution,
        long confirmedAt) {}
