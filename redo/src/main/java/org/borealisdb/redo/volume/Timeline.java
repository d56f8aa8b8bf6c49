package org.borealisdb.redo.volume;

import java.util.List;

/**
 * One line of history: it shares its parent's records up to {@code branchLsn}, and has records of its own from {@code firstLsn} on; the
 * range between is skipped and counts as present. As a rule it branches where the line before it ended. A rewind branches earlier, and then it says
 * where it was when it did, so that one can go there again.
 *
 * @param id         1 for the volume's first timeline, then counting up
 * @param parent     id of the timeline that it branched from, 0 for none
 * @param branchLsn  a CPL of the parent: the last LSN shared with it
 * @param firstLsn   LSNs of this timeline are above this one; at least {@code branchLsn}
 * @param groupTails for each protection group that existed at the branch, the LSN of its last record at or below {@code branchLsn}
 *                   (0: none). A segment's SCL on the parent counts here only up to it.
 * @param leftLsn    for a rewind, VDL of timeline {@code id - 1} when it was left; 0 for any other
 * @param leftTails  for a rewind, the tails of the groups at {@code leftLsn}
 */
public record Timeline(
        int id, int parent, long branchLsn, long firstLsn, List<Long> groupTails, long leftLsn, List<Long> leftTails) {
    /** The first timeline of a volume. */
    public static final Timeline FIRST = new Timeline(1, 0, 0, 0, List.of());

    /** One that begins where the line before it ended. */
    public Timeline(int id, int parent, long branchLsn, long firstLsn, List<Long> groupTails) {
        this(id, parent, branchLsn, firstLsn, groupTails, 0, List.of());
    }

    public Timeline {
        if (id < 1 || parent < 0 || parent >= id) {
            throw new IllegalArgumentException("timeline " + id + " cannot branch from timeline " + parent);
        }
        if (branchLsn < 0 || firstLsn < branchLsn) {
            throw new IllegalArgumentException(
                    "timeline " + id + " branches at " + branchLsn + " but begins at " + firstLsn);
        }
        groupTails = List.copyOf(groupTails);
        leftTails = List.copyOf(leftTails);
        check(groupTails, branchLsn);
        check(leftTails, leftLsn);
        if (leftLsn < 0 || leftLsn > firstLsn) {
            throw new IllegalArgumentException("timeline " + id + " begins at " + firstLsn + ", but left " + leftLsn);
        }
    }

    private static void check(List<Long> tails, long at) {
        for (long tail : tails) {
            if (tail < 0 || tail > at) {
                throw new IllegalArgumentException("group tail " + tail + " is not at or below " + at);
            }
        }
    }

    /** True if this one branched from somewhere in the past. */
    public boolean rewound() {
        return leftLsn > 0;
    }

    /** The tail of {@code group} where the line before was left; 0 for a group that did not exist yet. */
    public long leftTail(int group) {
        return group < leftTails.size() ? leftTails.get(group) : 0;
    }

    /** The tail of {@code group} at the branch; 0 for a group that did not exist yet. */
    public long groupTail(int group) {
        return group < groupTails.size() ? groupTails.get(group) : 0;
    }
}
