package org.borealisdb.storage.node;

import java.util.List;
import org.borealisdb.redo.message.ReadWork;
import org.borealisdb.redo.message.ScrubProgress;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.message.SegmentRepair;
import org.borealisdb.storage.backup.BackupStatus;

/**
 * How a node is.
 *
 * @param serving      false if it is closed or stepped aside
 * @param state        {@code serving}, or in words what is wrong
 * @param segments     progress of the segments of all volumes that vote
 * @param journalBytes bytes of journal files
 * @param layerBytes   bytes of layers
 * @param backlogBytes bytes of log that are not in layers
 * @param repairs      segments that are being rebuilt, or wait for it
 * @param backup       how the backup of its segments is
 * @param restoring    files that are still to be fetched from the store that the node was restored from
 * @param scrub        how far it is with verifying its files, and what that found
 * @param reads        what page reads have been for it
 */
public record NodeReport(
        boolean serving,
        String state,
        List<SegmentProgress> segments,
        long journalBytes,
        long layerBytes,
        long backlogBytes,
        List<SegmentRepair> repairs,
        BackupStatus backup,
        int restoring,
        ScrubProgress scrub,
        ReadWork reads) {
    public NodeReport {
        segments = List.copyOf(segments);
        repairs = List.copyOf(repairs);
    }
}
