package org.borealisdb.sql.postgres;

import java.util.List;

/**
 * What the system catalogs show of the volume beneath a database. LSNs count bytes.
 *
 * @param volume          its number
 * @param epoch           number of the volume epoch under which this instance writes
 * @param timeline        the timeline that it writes
 * @param vdl             volume durable LSN
 * @param sentLsn         LSN up to which the log was sent to storage
 * @param appendedLsn     LSN of the last record appended
 * @param lowestReadLsn   PGMRPL
 * @param allocationLimit LAL, in bytes
 * @param allocationUsed  bytes by which the log is ahead of VDL
 * @param groupBytes      bytes of pages that a protection group has room for
 * @param groups          by number
 * @param nodes           storage nodes of the region, by name; empty until they were asked the first time
 */
public record VolumeFacts(
        long volume,
        long epoch,
        int timeline,
        long vdl,
        long sentLsn,
        long appendedLsn,
        long lowestReadLsn,
        long allocationLimit,
        long allocationUsed,
        long groupBytes,
        List<Group> groups,
        List<Node> nodes) {
    /** Copies the lists. */
    public VolumeFacts {
        groups = List.copyOf(groups);
        nodes = List.copyOf(nodes);
    }

    /**
     * A protection group.
     *
     * @param healthy     how many of its six copies are in order
     * @param changing    true if a copy is being replaced
     * @param completeLsn PGCL
     * @param sentLsn     LSN of the last record sent to it
     * @param durableTail LSN of its last record at or below VDL
     * @param segments    by slot, a replacement after the segment that it is to replace
     * @param notes       what is missing, and what is being done about it
     */
    public record Group(
            int group,
            int membershipEpoch,
            int healthy,
            boolean changing,
            long completeLsn,
            long sentLsn,
            long durableTail,
            List<Segment> segments,
            List<String> notes) {
        /** Copies the lists. */
        public Group {
            segments = List.copyOf(segments);
            notes = List.copyOf(notes);
        }
    }

    /**
     * A copy of a protection group.
     *
     * @param slot        0 to 5
     * @param replacement true if it is being brought up to date to take the slot over
     * @param counted     true if the slot is one of those that have everything up to PGCL
     * @param scl         segment complete LSN as last acknowledged; 0 if nothing was
     * @param lagBytes    bytes of log from there to PGCL
     * @param state       how its node is
     */
    public record Segment(
            int slot,
            String node,
            String zone,
            boolean replacement,
            boolean counted,
            long scl,
            long lagBytes,
            String state) {}

    /**
     * A storage node, as it said when it was asked last.
     *
     * @param serving      true if it answered and works
     * @param state        how it is, in words
     * @param segments     segments of the volume that it is to hold
     * @param lagBytes     greatest lag among them
     * @param journalBytes bytes of its journal files
     * @param layerBytes   bytes of its layers
     * @param backlogBytes bytes of the volume's log that it has not put into layers yet
     */
    public record Node(
            String name,
            String zone,
            boolean serving,
            String state,
            int segments,
            long lagBytes,
            long journalBytes,
            long layerBytes,
            long backlogBytes) {}
}
