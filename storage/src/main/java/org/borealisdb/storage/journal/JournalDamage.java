package org.borealisdb.storage.journal;

/**
 * A generation of the journal whose file does not read as it was written, while the node runs: all that it holds is in memory or in layers still.
 *
 * @param reason in words
 */
public record JournalDamage(long generation, String reason) {}
