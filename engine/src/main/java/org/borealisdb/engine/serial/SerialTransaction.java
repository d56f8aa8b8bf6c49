package org.borealisdb.engine.serial;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.lock.LockOwner;
import org.jspecify.annotations.Nullable;

/**
 * One serializable transaction: what it has read, whom it must come before and behind. Its methods are for the task that runs it, but for {@link #ended}. All fields but those that never
 * change are guarded by the monitor of {@link SerialTransactions}.
 */
public final class SerialTransaction {
    private static final byte[] LOWEST = {};

    private final SerialTransactions all;
    final LockOwner owner;
    /** When it took its view, in the numbers of {@link SerialTransactions}. */
    final long begun;

    /** Declared to write nothing, or found to have written nothing at its end. */
    boolean readOnly;
    /** Id of its changes; 0 as long as there are none. */
    long id;
    /** When it was let to commit; {@link Long#MAX_VALUE} before. */
    long prepared = Long.MAX_VALUE;
    /** When its commit was durable; {@link Long#MAX_VALUE} before. */
    long ended = Long.MAX_VALUE;
    /** Whether it must come before one that was committed before it, and is not kept any more. */
    boolean outCommittedFirst;
    /** Why it must not commit. */
    @Nullable
    String doom;
    /** Whether nothing is kept of it: it is doomed, has ended, or whatever it reads has a place in a serial order. */
    volatile boolean untracked;
    /** Whether its view, as one that only reads, may be part of what has no order. */
    boolean unsafe;

    /** Those that must come before it: they have read what it replaced. */
    final Set<SerialTransaction> in = new LinkedHashSet<>();
    /** Those that must come behind it: they replaced what it has read. */
    final Set<SerialTransaction> out = new LinkedHashSet<>();
    /** If it only reads: those on whose end it depends whether its view is safe. */
    final Set<SerialTransaction> sources = new LinkedHashSet<>();
    /** Those of which it is a source. */
    final Set<SerialTransaction> watchers = new LinkedHashSet<>();
    /** By tree. */
    final Map<Long, List<ReadRange>> ranges = new HashMap<>();

    SerialTransaction(SerialTransactions all, LockOwner owner, boolean readOnly, long begun) {
        this.all = all;
        this.owner = owner;
        this.readOnly = readOnly;
        this.begun = begun;
    }

    /**
     * Notes that the keys of a tree from {@code from} on and below {@code to} are about to be read.
     *
     * @param bounded false if {@code to} stands behind all keys, whatever it is
     * @throws org.borealisdb.expr.error.SqlException 40001 if it must not commit
     */
    public void reads(long treeId, byte[] from, byte[] to, boolean bounded) {
        if (!untracked || doom != null) {
            all.reads(this, treeId, from, bounded ? to : ReadRange.END);
        }
    }

    /** Notes that a version of a row was passed by, because its writer is not in the view. */
    public void overlooked(long writerId) {
        if (!untracked || doom != null) {
            all.overlooked(this, writerId);
        }
    }

    /**
     * Tells of a change that was made to the keys of a tree from {@code low} to {@code high}, both of them included.
     *
     * @throws org.borealisdb.expr.error.SqlException 40001 if it must not commit
     */
    public void wrote(long treeId, byte[] low, byte[] high) {
        if (!untracked || doom != null) {
            all.wrote(this, treeId, low, high);
        }
    }

    /** Tells that all keys of a tree were changed. */
    public void wroteAll(long treeId) {
        wrote(treeId, LOWEST, ReadRange.END);
    }

    /** Tells the id that its changes will have. */
    public void identified(long transactionId) {
        all.identified(this, transactionId);
    }

    /**
     * Asks whether it may commit: from then on it is there to stay.
     *
     * @throws org.borealisdb.expr.error.SqlException 40001 if it must not
     */
    public void prepare() {
        if (!untracked || doom != null) {
            all.prepare(this);
        }
    }

    /** It has ended, its commit, if any, being durable. */
    public void ended(boolean committed) {
        all.ended(this, committed);
    }

    /** Returns who must have ended before it is known whether the view is safe, one of them, if there is any. */
    public Optional<LockOwner> source() {
        return all.source(this);
    }

    /** Returns whether the view is one that must go on being watched to its end, since a transaction was committed that may have no place in an order with it. */
    public boolean isUnsafe() {
        return all.isUnsafe(this);
    }

    boolean isPrepared() {
        return prepared != Long.MAX_VALUE;
    }

    boolean hasEnded() {
        return ended != Long.MAX_VALUE;
    }

    List<ReadRange> rangesOf(long treeId) {
        return ranges.computeIfAbsent(treeId, tree -> new ArrayList<>());
    }
}
