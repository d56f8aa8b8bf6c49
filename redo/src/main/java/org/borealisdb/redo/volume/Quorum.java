package org.borealisdb.redo.volume;

/** What a set of segments of a protection group must be large enough for. */
public enum Quorum {
    /** Holding a record that counts as durable: 4 of 6. Any two such sets meet. */
    WRITE,
    /** Knowing every durable record, or, by refusing older epochs, keeping anything else from becoming durable (a fence): 3 of 6. Meets every write quorum. */
    READ
}
