package org.borealisdb.volume.status;

import java.util.List;

/**
 * What the writer knows of one protection group.
 *
 * @param completeLsn PGCL: a write quorum has everything of the group at or below it
 * @param sentLsn     LSN of the last record that was sent to it
 * @param durableTail LSN of its last record at or below VDL
 * @param slots       the six, in the order of the membership
 */
public record GroupStatus(
        int group, int membershipEpoch, long completeLsn, long sentLsn, long durableTail, List<SlotStatus> slots) {
    public GroupStatus {
        slots = List.copyOf(slots);
    }
}
