package org.borealisdb.tests.model;

/**
 * What a storage node holds durably, and what it has said that may still be under way.
 *
 * @param known   the newest version of the metadata that it was told of; -1: none. Its volume epoch, membership and timeline follow from it
 * @param records bit {@code i - 1}: it has the record at LSN {@code i}, of its timeline's history
 * @param health  whether it may vote
 * @param said    for each timeline and term of knowledge, the highest SCL that it acknowledged to the timeline's writer before it moved on: see
 *                {@link #said(int, int)}
 */
record Node(int known, int records, Health health, long said) {
    static final int MOST_RECORDS = 3;
    static final int MOST_TIMELINES = 3;
    /** Membership epochs 1 to 7; key 0 is {@link #COUNTABLE}. */
    static final int MOST_MEMBERSHIPS = 7;
    /** The key of what the writer may count under the membership that it knows. */
    static final int COUNTABLE = 0;

    private static final int BITS = 2;
    private static final int KEYS = MOST_MEMBERSHIPS + 1;

    /** Whether a node may vote. */
    enum Health {
        SOUND,
        /** It has lost what it held, knows that, and abstains. */
        LOST,
        /** It abstains too, and the metadata log knows of it. */
        REBUILDING
    }

    boolean sound() {
        return health == Health.SOUND;
    }

    /** Segment complete LSN: the end of its gap-free prefix. */
    int scl() {
        return Integer.numberOfTrailingZeros(~records);
    }

    boolean has(int lsn) {
        return ((records >> (lsn - 1)) & 1) != 0;
    }

    Node with(int lsn) {
        return new Node(known, records | (1 << (lsn - 1)), health, said);
    }

    /**
     * The highest SCL that it acknowledged to the writer of {@code timeline}, before it moved on, under the membership epoch {@code key} which that
     * writer does not know yet; or, for the key {@link #COUNTABLE}, under any that it knows. 0 if there is none that could still make a difference.
     */
    int said(int timeline, int key) {
        return (int) (said >>> shift(timeline, key)) & MOST_RECORDS;
    }

    /** Not 0 if anything that it acknowledged to the writer of {@code timeline} could still make a difference. */
    int said(int timeline) {
        return (int) (said >>> shift(timeline, COUNTABLE)) & ((1 << (KEYS * BITS)) - 1);
    }

    /** Without what could make no difference: all SCLs up to {@code acknowledged}. */
    Node forgetting(int timeline, int acknowledged) {
        if (said(timeline) == 0) {
            return this;
        }
        long kept = said;
        for (int key = 0; key < KEYS; key++) {
            int shift = shift(timeline, key);
            kept &= said(timeline, key) <= acknowledged ? ~((long) MOST_RECORDS << shift) : -1L;
        }
        return kept == said ? this : new Node(known, records, health, kept);
    }

    Node saying(int timeline, int key, int scl) {
        int shift = shift(timeline, key);
        return new Node(known, records, health, (said & ~((long) MOST_RECORDS << shift)) | ((long) scl << shift));
    }

    private static int shift(int timeline, int key) {
        return ((timeline - 1) * KEYS + key) * BITS;
    }
}
