package org.borealisdb.redo.volume;

/**
 * Which places of a protection group count, and how many of them must agree. All six do, writes by 4 and reads by 3; while a zone is lost for long, the four of the
 * other zones, writes by 3 and reads by 2: the group then outlives the loss of one more of them, which with 4 of 6 it would not (Aurora calls it the degraded
 * quorum: Verbitski et al., SIGMOD 2018).
 *
 * @param places bit {@code i} for slot {@code i}: six or four of them
 */
public record Voters(int places) {
    /** All places. */
    public static final Voters ALL = new Voters((1 << Membership.COPIES) - 1);

    private static final int WITHOUT_A_ZONE = 4;

    public Voters {
        int count = Integer.bitCount(places);
        if (places >>> Membership.COPIES != 0 || (count != Membership.COPIES && count != WITHOUT_A_ZONE)) {
            throw new IllegalArgumentException(
                    "six places of a group count, or four: " + Integer.toBinaryString(places));
        }
    }

    /** True if the place of slot {@code slot} counts. */
    public boolean counts(int slot) {
        return (places >>> slot & 1) != 0;
    }

    /** How many places count: six or four. */
    public int count() {
        return Integer.bitCount(places);
    }

    /** How many of them are such a quorum if all segments are full; else {@link SegmentMix} says more. */
    public int needed(Quorum quorum) {
        int read = count() / 2;
        return quorum == Quorum.READ ? read : read + 1;
    }

    /** True if so many of the slots of which bits are set in {@code slots} count. */
    boolean reached(Quorum quorum, int slots) {
        return Integer.bitCount(slots & places) >= needed(quorum);
    }
}
