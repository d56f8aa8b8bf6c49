package org.borealisdb.redo.volume;

/** What a set of segments of a protection group must be large enough for; how large that is says its {@link SegmentMix}. */
public enum Quorum {
    /** Holding a record that counts as durable: 4 of 6, or, if 3 of them are full, these. Any two such sets meet. */
    WRITE,
    /**
     * Knowing every durable record, or, by refusing older epochs, keeping anything else from becoming durable (a fence): 3 of 6, at least one of them full. Meets every write
     * quorum.
     */
    READ,
    /** Keeping pages of the past that nobody writes any more, such as a line of history that a rewind leaves: as many as a write quorum, or, if 3 are full, 2 of these. */
    PAGES
}
