package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.OptionalLong;

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
 * @param usedBytes       bytes of the pages in use, over all groups; empty until they have been counted after an opening
 * @param mix             what the segments of each group are, such as {@code six-full}
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
        OptionalLong usedBytes,
        String mix,
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
     * @param tail        true if it keeps log only
     * @param replacement true if it is being brought up to date to take the slot over
     * @param counted     true if the slot is one of those that have everything up to PGCL
     * @param scl         segment complete LSN as last acknowledged; 0 if nothing was
     * @param lagBytes    bytes of log from there to PGCL
     * @param state       how its node is
     */
    public record Segment(
            int slot,
            boolean tail,
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
     * @param scrub        how far it is with verifying its files
     * @param reads        what page reads have been for it
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
            long backlogBytes,
            Scrub scrub,
            Reads reads) {}

    /**
     * What page reads have been for a storage node since it was started, of all volumes: records folded, beside the image that they were applied to.
     *
     * @param served      reads that were answered with a page
     * @param records     records that all of them folded
     * @param beyond      reads that folded more than 64 records, or 64 KiB of them
     * @param mostRecords most records that one read folded
     * @param mostBytes   most bytes of records that one read folded
     */
    public record Reads(long served, long records, long beyond, long mostRecords, long mostBytes) {
        /** Of a node that served none. */
        public static final Reads NONE = new Reads(0, 0, 0, 0, 0);
    }

    /**
     * How far a storage node is with verifying its files, of all volumes, and what that found since it was started.
     *
     * @param completedMillis when the last pass ended, in milliseconds since 1970; 0 if none has
     * @param doneBytes       bytes verified in the pass under way
     * @param totalBytes      about how many there are
     * @param damaged         parts of files that did not read as they were written
     * @param mended          parts of files that are sound again, whoever found them
     * @param differingPages  pages that it does not serve, since peers have them otherwise at the same LSN
     */
    public record Scrub(
            long completedMillis, long doneBytes, long totalBytes, long damaged, long mended, int differingPages) {
        /** Of a node that verified nothing yet. */
        public static final Scrub NONE = new Scrub(0, 0, 0, 0, 0, 0);

        /** Of {@link #totalBytes}, 0 to 100. */
        public int percent() {
            return totalBytes == 0 ? 0 : (int) Math.min(100, 100 * doneBytes / totalBytes);
        }
    }
}
