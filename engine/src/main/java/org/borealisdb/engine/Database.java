package org.borealisdb.engine;

import java.util.OptionalLong;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogStore;
import org.borealisdb.engine.catalog.IndexKeys;
import org.borealisdb.engine.catalog.Sequences;
import org.borealisdb.engine.history.TimeIndex;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.engine.lock.LockTable;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.HeaderSlot;
import org.borealisdb.engine.space.PageAllocator;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.engine.table.Maintenance;
import org.borealisdb.engine.table.RowIds;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.table.TableEngine;
import org.borealisdb.engine.transaction.CommitQueue;
import org.borealisdb.engine.transaction.Horizon;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.PageSource;
import org.borealisdb.engine.undo.UndoLog;
import org.borealisdb.engine.undo.UndoRoots;
import org.borealisdb.runtime.time.Clock;

/**
 * A database on a volume: what the layer above works with. Safe for use by all tasks.
 *
 * <p>Opening does little: it declares the transactions dead that the last writer left (R12), finds their undo records, and makes the tables of
 * the catalog known. Their changes are removed in the background, or by whoever meets them.
 *
 * <pre>{@code
 * Workspace workspace = database.newWorkspace();                      // one per session
 * Transaction transaction = database.begin(workspace, IsolationLevel.READ_COMMITTED);
 * transaction.lock(RowStore.tableKey(table), TableLockMode.ROW_EXCLUSIVE);
 * Savepoint statement = transaction.savepoint();                      // a failed statement goes back to it
 * try (ReadView view = transaction.openView()) {
 *     if (database.rows().read(workspace, table, key, view, row)) {
 *         outcome = database.rows().update(transaction, view, table, key, row, newRow, newRow.length);
 *     }
 * }
 * transaction.commit();
 * }</pre>
 */
public final class Database implements AutoCloseable {
    private final BufferPool pool;
    private final PageAllocator allocator;
    private final LockTable lockTable;
    private final Transactions transactions;
    private final Horizon horizon;
    private final TableEngine engine;
    private final CatalogStore catalog;
    private final TimeIndex times;

    /**
     * Opens the database on the pool's volume; makes one if the volume is new. Nothing was appended to the volume since it was opened.
     *
     * @param keys makes the key functions of the indexes in the catalog
     */
    public Database(BufferPool pool, Clock clock, DatabaseSettings settings, IndexKeys keys) {
        this.pool = pool;
        CommitQueue commits = new CommitQueue();
        pool.volume().onDurable(commits);
        this.allocator = new PageAllocator(pool);
        Workspace workspace = new Workspace(pool, allocator);
        MiniTransaction mtr = workspace.mtr();
        if (!VolumeHeader.formatted(pool)) {
            VolumeHeader.format(mtr);
        }
        VolumeHeader.check(pool);
        UndoRoots roots = UndoRoots.open(pool, allocator, mtr);
        PageSource pages = new PageSource(allocator, roots.page());
        UndoLog undo = new UndoLog(pool, pages, roots, mtr);
        this.lockTable = new LockTable(pool.tasks(), clock, settings.maximumLocks());
        this.transactions = new Transactions(pool, pages, mtr, lockTable, commits, settings.maximumViews());
        this.horizon = new Horizon(transactions);
        BTree sequences = tree(workspace, HeaderSlot.TRANSACTION_EXTRA_1);
        this.times = new TimeIndex(transactions, clock, tree(workspace, HeaderSlot.TIME_INDEX_ROOT));
        this.engine = new TableEngine(transactions, horizon, undo, allocator, sequences, times::note);
        this.catalog = new CatalogStore(
                transactions,
                engine,
                tree(workspace, HeaderSlot.CATALOG_ROOT),
                tree(workspace, HeaderSlot.TRANSACTION_EXTRA_2),
                tree(workspace, HeaderSlot.TRANSACTION_EXTRA_3),
                sequences);
        // What was appended so far must be below the first views.
        pool.volume().awaitDurable(pool.volume().appendedLsn());
        catalog.bootstrap(workspace);
        try (ReadView view = transactions.openView()) {
            catalog.registerAll(workspace, view, keys);
        }
        engine.recover();
    }

    /** The tree that a slot of the volume header names; made if there is none. */
    private BTree tree(Workspace workspace, HeaderSlot slot) {
        long root = VolumeHeader.read(pool, slot);
        if (root != 0) {
            return new BTree(pool, root);
        }
        MiniTransaction mtr = workspace.mtr();
        BTree made = new BTree(pool, BTree.create(mtr, workspace.leaf()));
        mtr.begin(1);
        try {
            int header = mtr.fix(VolumeHeader.PAGE);
            mtr.latch(header);
            VolumeHeader.set(mtr, header, slot, made.root());
            mtr.commit();
        } finally {
            mtr.close();
        }
        return made;
    }

    /** The buffers of a session or background task that is to use this database. */
    public Workspace newWorkspace() {
        return new Workspace(pool, allocator);
    }

    /** Begins a transaction on its own. */
    public Transaction begin(Workspace workspace, IsolationLevel isolation) {
        return transactions.begin(workspace, isolation);
    }

    /** Begins a transaction of a session, whose own locks never stand in its way. */
    public Transaction begin(Workspace workspace, IsolationLevel isolation, LockOwner session) {
        return transactions.begin(workspace, isolation, session);
    }

    public Transactions transactions() {
        return transactions;
    }

    public LockTable lockTable() {
        return lockTable;
    }

    /** Tables and indexes as the engine has them. */
    public TableEngine tables() {
        return engine;
    }

    /** Reads and changes rows. */
    public RowStore rows() {
        return engine.rows();
    }

    /** Keys for rows of tables without a primary key. */
    public RowIds rowIds() {
        return engine.rowIds();
    }

    public Catalog catalog() {
        return catalog.catalog();
    }

    public Sequences sequences() {
        return catalog.sequences();
    }

    /** Reverter, purge and horizons: {@link Maintenance#start} runs them in the background. */
    public Maintenance maintenance() {
        return engine.maintenance();
    }

    /** Bytes of the pages of the volume that are in use; empty until they have been counted, which begins with the {@link #maintenance}. */
    public OptionalLong usedBytes() {
        return allocator.meter().usedBytes();
    }

    /** At which time the volume was where. */
    public TimeIndex times() {
        return times;
    }

    /** LSN that no view is below. */
    public long purgeHorizon() {
        return horizon.horizon();
    }

    /** Ends the background work. All sessions have ended; the pool and the volume are their owner's to close. */
    @Override
    public void close() {
        engine.maintenance().stop();
    }
}
