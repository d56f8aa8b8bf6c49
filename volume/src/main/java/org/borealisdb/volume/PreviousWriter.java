package org.borealisdb.volume;

/** What an opener knows of the process that had the volume open before. */
public enum PreviousWriter {
    /** It may still be running, cut off or frozen: its lease is waited out before anything new is acknowledged (R11). */
    MAY_BE_ALIVE,
    /** Its process has ended for certain, so nobody can answer from it: opening need not wait. */
    KNOWN_DEAD
}
