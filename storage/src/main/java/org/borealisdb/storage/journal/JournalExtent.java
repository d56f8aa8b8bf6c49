package org.borealisdb.storage.journal;

/**
 * Where a generation of the journal ends durably.
 *
 * @param end behind its last block, as a position in its file
 */
record JournalExtent(long generation, long end) {
    static final JournalExtent NONE = new JournalExtent(0, 0);
}
