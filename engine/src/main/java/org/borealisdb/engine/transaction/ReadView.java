package org.borealisdb.engine.transaction;

import org.borealisdb.engine.serial.SerialTransaction;
import org.borealisdb.expr.error.SqlException;
import org.jspecify.annotations.Nullable;

/**
 * What a statement or cursor sees: transactions whose commit LSN is at or below {@link #lsn()}, and, of its own transaction, the
 * changes made before it began. While it is open, purge keeps what it may need.
 *
 * <p>A transaction numbers its changes. Of its own changes a view sees those numbered below {@link #ownChanges()}, so a statement
 * never meets rows that it wrote itself (the Halloween problem).
 */
public final class ReadView implements AutoCloseable {
    private static final int NO_SLOT = -1;

    private final ViewRegistry registry;
    private final long lsn;
    private final long ownTransaction;
    private final int ownChanges;
    private final boolean ownCatalog;
    private final @Nullable SerialTransaction serial;
    private int slot;

    /** A view of no transaction, that is closed on its own. */
    ReadView(ViewRegistry registry, int slot) {
        this(registry, slot, 0, 0, false);
    }

    /** A view that is closed on its own. */
    ReadView(ViewRegistry registry, int slot, long ownTransaction, int ownChanges, boolean ownCatalog) {
        this.registry = registry;
        this.slot = slot;
        this.lsn = registry.lsn(slot);
        this.ownTransaction = ownTransaction;
        this.ownChanges = ownChanges;
        this.ownCatalog = ownCatalog;
        this.serial = null;
    }

    /** A view at the LSN of {@code whole}, which stays open as long as this one is used; what is read with it is noted for {@code serial}. */
    ReadView(
            ReadView whole,
            long ownTransaction,
            int ownChanges,
            boolean ownCatalog,
            @Nullable SerialTransaction serial) {
        this.registry = whole.registry;
        this.slot = NO_SLOT;
        this.lsn = whole.lsn;
        this.ownTransaction = ownTransaction;
        this.ownChanges = ownChanges;
        this.ownCatalog = ownCatalog;
        this.serial = serial;
    }

    /** What is committed at or below this LSN is visible. */
    public long lsn() {
        return lsn;
    }

    /** Id of the own transaction; 0 if it has changed nothing before this view. */
    public long ownTransaction() {
        return ownTransaction;
    }

    /** How many changes of the own transaction are visible. */
    public int ownChanges() {
        return ownChanges;
    }

    /** Whether the own transaction has changed the catalog before this view. */
    boolean seesOwnCatalog() {
        return ownCatalog;
    }

    /** The serializable transaction that is to know what is read with this view, if there is one. */
    public @Nullable SerialTransaction serial() {
        return serial;
    }

    /**
     * Called after each read with this view, before what was read is used: on a reader the view may have ended (R18).
     *
     * @throws SqlException 40001 if it has
     */
    public void checkGood() {
        if (registry.ended(lsn)) {
            throw registry.endedError(lsn);
        }
    }

    /** What to throw if a read with this view has failed: {@code cause}, unless the view has ended, so that the failure may come of that. */
    public RuntimeException failure(RuntimeException cause) {
        return registry.ended(lsn) ? registry.endedError(lsn) : cause;
    }

    /** Ends the view: nobody reads with it any more. Idempotent. */
    @Override
    public void close() {
        if (slot != NO_SLOT) {
            registry.withdraw(slot);
            slot = NO_SLOT;
        }
    }
}
