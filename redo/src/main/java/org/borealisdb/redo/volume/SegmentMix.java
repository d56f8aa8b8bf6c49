package org.borealisdb.redo.volume;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the six segments of each protection group of a volume are, and which sets of them are quorums. A <em>full</em> segment keeps log and pages, a <em>tail</em>
 * segment log only, and that only until the full ones have it. Chosen when the volume is created, for good (Verbitski et al., SIGMOD 2018, 4.2).
 *
 * <p><b>Why quorums meet</b> if three are full. A write quorum is any four, or the three that are full; a read quorum any three, one of which is full. Four of six and three of six
 * meet; the three full ones meet any set that has a full one. Two write quorums meet too: any four of six have a full one. {@code MembershipTest} tries all sets.
 *
 * <p><b>While four places count</b> ({@link Voters}) a write quorum is three of them, and two that are full are none: what was acknowledged would be on two nodes. A read
 * quorum is two, one of them full.
 */
public enum SegmentMix {
    /** All segments are full. */
    SIX_FULL(0, "six-full"),
    /** The segments of even slots are full, those of odd slots tails: one of each in a zone. */
    THREE_FULL_THREE_TAIL(1, "three-full-three-tail");

    private static final int EVEN_SLOTS = 0b010101;

    private final int code;
    private final String words;

    SegmentMix(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /** Its code in encoded metadata. */
    int code() {
        return code;
    }

    static SegmentMix of(int code) {
        return Arrays.stream(values())
                .filter(mix -> mix.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such mix of segments: " + code));
    }

    /** The mix that a person calls {@code words}. */
    public static Optional<SegmentMix> named(String words) {
        return Arrays.stream(values()).filter(mix -> mix.words.equals(words)).findFirst();
    }

    /** All names, for a person. */
    public static String names() {
        return Arrays.stream(values()).map(SegmentMix::toString).collect(Collectors.joining(" or "));
    }

    /** The slots of full segments: bit {@code i} for slot {@code i}. */
    private int fullSlots() {
        return this == SIX_FULL ? Voters.ALL.places() : EVEN_SLOTS;
    }

    /** True if the segments of slot {@code slot} have pages. */
    public boolean full(int slot) {
        return (fullSlots() >>> slot & 1) != 0;
    }

    /** True if some segments are tails. */
    public boolean hasTails() {
        return this != SIX_FULL;
    }

    /** True if the slots of which bits are set in {@code slots} are such a quorum of those that count. */
    boolean reached(Quorum quorum, Voters voters, int slots) {
        int full = Integer.bitCount(slots & voters.places() & fullSlots());
        return switch (quorum) {
            case WRITE -> voters.reached(quorum, slots) || (byFullSegments(voters) && full == fullPlaces(voters));
            case READ -> voters.reached(quorum, slots) && full > 0;
            case PAGES -> hasTails() ? full >= Math.min(2, fullPlaces(voters)) : voters.reached(quorum, slots);
        };
    }

    /** How many are such a quorum, for a person, such as "4 of 6". */
    String needed(Quorum quorum, Voters voters) {
        String any = voters.needed(quorum) + " of " + voters.count();
        if (!hasTails()) {
            return any;
        }
        int full = fullPlaces(voters);
        return switch (quorum) {
            case WRITE -> byFullSegments(voters) ? any + " or the " + full + " full ones" : any;
            case READ -> any + " with a full one";
            case PAGES -> Math.min(2, full) + " of the " + full + " full ones";
        };
    }

    private int fullPlaces(Voters voters) {
        return Integer.bitCount(voters.places() & fullSlots());
    }

    private boolean byFullSegments(Voters voters) {
        return hasTails() && voters.equals(Voters.ALL);
    }

    @Override
    public String toString() {
        return words;
    }
}
