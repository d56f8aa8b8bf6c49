package org.borealisdb.volume.quorum;

import java.util.List;

/**
 * VDL with what belongs to it.
 *
 * @param vdl        volume durable LSN
 * @param groupTails by group index, the LSN of the group's last record at or below {@code vdl}
 */
public record DurablePoint(long vdl, List<Long> groupTails) {
    public DurablePoint {
        groupTails = List.copyOf(groupTails);
    }
}
