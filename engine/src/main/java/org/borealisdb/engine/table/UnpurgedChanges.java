package org.borealisdb.engine.table;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Knows of which rows there may be more than one version, or none, so that an entry of an index need not be what every view sees of its row: those with a change that purge has
 * not walked yet. Rows are counted by a hash, so the answer errs on one side: a row that is told to have no such change has none. Safe for use by all tasks.
 *
 * <p>Why such a row needs no look: a change is counted before it is written, and purge walks it when it is committed (or fully reverted) at or below every view, and has by then removed
 * the entries that no version needs. So without a counted change a row has one version, which every view sees, and the entries of that one only. A change that a view does not see
 * is counted for as long as the view is open.
 *
 * <p>Changes from before the opening are not counted: until purge has walked them all, no row is told to be without.
 */
final class UnpurgedChanges {
    private static final int STRIPE_BITS = 16;
    private static final int STRIPES = 1 << STRIPE_BITS;

    /** Stands for all rows of a tree. */
    private static final byte[] WHOLE_TREE = {};

    private final AtomicIntegerArray counted = new AtomicIntegerArray(STRIPES);

    /** For each stripe, what {@link #purged} was when a change was last walked. */
    private final AtomicLongArray lastPurged = new AtomicLongArray(STRIPES);

    private final AtomicLong purged = new AtomicLong();
    private volatile boolean complete;

    /** A row is about to be changed. */
    void begin(long treeId, byte[] primaryKey, int length) {
        counted.incrementAndGet(stripe(treeId, primaryKey, 0, length));
    }

    /** Rows are about to be inserted that have no undo record of their own. */
    void beginRange(long treeId) {
        begin(treeId, WHOLE_TREE, 0);
    }

    /** Purge has walked a row's change: what the change left behind is gone. */
    void end(long treeId, byte[] primaryKey) {
        int stripe = stripe(treeId, primaryKey, 0, primaryKey.length);
        // First the mark: whoever finds the change no more finds that it was there.
        lastPurged.set(stripe, purged.incrementAndGet());
        counted.decrementAndGet(stripe);
    }

    /** Purge has walked what {@link #beginRange} has announced. */
    void endRange(long treeId) {
        end(treeId, WHOLE_TREE);
    }

    /** All changes from before the opening are walked. */
    void complete() {
        complete = true;
    }

    /** Whether {@link #none} can be true. */
    boolean isComplete() {
        return complete;
    }

    /** A point in time, for {@link #none}: to be taken before the entries are read. */
    long now() {
        return purged.get();
    }

    /**
     * True if the row whose primary key is a part of {@code key} has no such change, and had none at any time since {@code since}: an entry that was read meanwhile is that of its only version.
     */
    boolean none(long treeId, byte[] key, int from, int length, long since) {
        return complete
                && none(stripe(treeId, key, from, length), since)
                && none(stripe(treeId, WHOLE_TREE, 0, 0), since);
    }

    private boolean none(int stripe, long since) {
        return counted.get(stripe) == 0 && lastPurged.get(stripe) <= since;
    }

    private static int stripe(long treeId, byte[] key, int from, int length) {
        return KeyStripes.hash(treeId, key, from, length) >>> (Integer.SIZE - STRIPE_BITS);
    }
}
