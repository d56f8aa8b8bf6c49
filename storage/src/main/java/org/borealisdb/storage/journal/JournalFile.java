package org.borealisdb.storage.journal;

/**
 * A file of the journal, whatever it holds.
 *
 * @param bytes its length, which never changes
 */
record JournalFile(String name, long bytes) {}
