package org.borealisdb.redo.message;

import java.util.List;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Opener or writer to storage node, a call: fold the log up to VDL into layers now, since the volume is about to be rewound, when what is in layers stays there, off the new timeline's
 * path, or to be branched off, when the branch shares the layers. Answered by {@link Settled} when that is done, or after a while; or by {@link Rejection}.
 *
 * @param timeline   the timeline that is current now: of a later one this says nothing
 * @param vdl        volume durable LSN
 * @param groupTails by group index: LSN of the group's last record at or below {@code vdl}
 */
public record Settle(VolumeId volume, VolumeEpoch epoch, int timeline, long vdl, List<Long> groupTails)
        implements StorageMessage {
    public Settle {
        groupTails = List.copyOf(groupTails);
    }
}
