package org.borealisdb.redo.message;

import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Answer to {@link StatusRequest}.
 *
 * @param serving      false if the node has stepped aside: nothing but its status is to be had from it
 * @param state        how it is, in words for a person
 * @param segments     the volume's segments on this node
 * @param journalBytes bytes in journal files
 * @param layerBytes   bytes in layer files
 * @param backlogBytes bytes of log that are not in layers yet
 * @param repairs      the volume's segments that are being rebuilt, or wait for it
 * @param scrub        how far the node is with verifying its files, of all volumes
 * @param load         what it bears
 * @param reads        what page reads have been for it, of all volumes
 */
public record NodeStatus(
        VolumeId volume,
        boolean serving,
        String state,
        List<SegmentProgress> segments,
        long journalBytes,
        long layerBytes,
        long backlogBytes,
        List<SegmentRepair> repairs,
        ScrubProgress scrub,
        NodeLoad load,
        ReadWork reads)
        implements StorageMessage {
    public NodeStatus {
        segments = ByGroup.sorted(segments, SegmentProgress::group);
        repairs = List.copyOf(repairs);
    }

    /** What it says of its segment of {@code group}, if it says anything. */
    public Optional<SegmentProgress> segment(int group) {
        return ByGroup.find(segments, SegmentProgress::group, group);
    }
}
