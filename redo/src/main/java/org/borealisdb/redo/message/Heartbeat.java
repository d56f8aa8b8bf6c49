package org.borealisdb.redo.message;

import java.util.List;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Writer to storage node, one-way: sent when idle and to renew the lease. Tells what batches tell in passing.
 *
 * @param timeline      the writer's timeline
 * @param nonce         identifies this heartbeat in the {@link Acknowledgement}, not 0
 * @param vdl           volume durable LSN
 * @param lowestReadLsn PGMRPL: no page will be asked for below it
 * @param groupTails    by group index: LSN of the last record of each group at or below {@code vdl}, so that a node sees that it lacks some
 */
public record Heartbeat(
        VolumeId volume,
        VolumeEpoch epoch,
        int timeline,
        long nonce,
        long vdl,
        long lowestReadLsn,
        List<Long> groupTails)
        implements StorageMessage {
    public Heartbeat {
        groupTails = List.copyOf(groupTails);
    }
}
