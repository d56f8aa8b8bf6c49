package org.borealisdb.engine.transaction;

/** Knows what became of transactions. Safe for use by all tasks. */
sealed interface Outcomes permits TransactionStatus, FollowedStatus {
    /** Every id below this is committed at or below all views, or fully reverted (H, R19). */
    long allVisibleBelow();

    /**
     * The commit LSN of a transaction at or above H, which is positive; if it has none, {@link StatusChunk#RUNNING} or {@link StatusChunk#ABORTED}, which only a writer can tell apart. An id whose
     * slot was dropped since the caller compared it with H is visible to all.
     */
    long state(long id);
}
