package org.borealisdb.engine;

import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.buffer.PageFollower;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.CatalogStore;
import org.borealisdb.engine.catalog.IndexKeys;
import org.borealisdb.engine.catalog.Sequences;
import org.borealisdb.engine.history.TimeIndex;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.engine.lock.LockTable;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.reader.LogApplier;
import org.borealisdb.engine.space.HeaderSlot;
import org.borealisdb.engine.space.PageAllocator;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.engine.table.Maintenance;
import org.borealisdb.engine.table.RowIds;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.table.Table;
import org.borealisdb.engine.table.TableEngine;
import org.borealisdb.engine.transaction.CommitQueue;
import org.borealisdb.engine.transaction.FollowedTransactions;
import org.borealisdb.engine.transaction.Horizon;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.PageSource;
import org.borealisdb.engine.undo.UndoLog;
import org.borealisdb.engine.undo.UndoRoots;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.stream.LogFollower;
import org.jspecify.annotations.Nullable;

/**
 * A database on a volume: what the layer above works with. Safe for use by all tasks. It is a writer's, or a reader's ({@link #follow}), which has the same tables and transactions, but none
 * that changes anything.
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
    private final TableEngine engine;
    private final CatalogStore catalog;
    private final TimeIndex times;

    /** What a writer does beside its sessions, or a reader; one of both. */
    private final @Nullable Writing writing;

    private final @Nullable LogApplier applier;

    private record Writing(Horizon horizon, Maintenance maintenance) {}

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
        Trees trees = new Trees(slot -> tree(workspace, slot));
        this.times = new TimeIndex(transactions, clock, trees.times());
        this.engine = new TableEngine(transactions, undo, allocator, trees.sequences());
        Horizon horizon = new Horizon(transactions);
        Maintenance maintenance = engine.maintenance(horizon, times::note);
        this.writing = new Writing(horizon, maintenance);
        this.applier = null;
        this.catalog = trees.catalog(transactions, engine, clock, keys);
        // What was appended so far must be below the first views.
        pool.volume().awaitDurable(pool.volume().appendedLsn());
        catalog.bootstrap(workspace);
        try (ReadView view = transactions.openView()) {
            catalog.registerAll(workspace, view);
        }
        engine.recover(maintenance);
    }

    private Database(
            BufferPool pool,
            LockTable lockTable,
            FollowedTransactions following,
            LogApplier applier,
            Clock clock,
            IndexKeys keys) {
        this.pool = pool;
        VolumeHeader.check(pool);
        this.allocator = new PageAllocator(pool);
        this.lockTable = lockTable;
        this.transactions = following.transactions();
        Trees trees = new Trees(this::known);
        this.times = new TimeIndex(transactions, clock, trees.times());
        this.engine = new TableEngine(transactions, UndoLog.following(pool), allocator, trees.sequences());
        this.catalog = trees.catalog(transactions, engine, clock, keys);
        this.writing = null;
        this.applier = applier;
    }

    /**
     * Opens the database for reading, on a volume that another instance writes and this one follows. Writes nothing. The pool is new, and the volume stays where it is until {@link #follower} is
     * given to it; from then on the database follows.
     *
     * @throws IllegalStateException if no writer has made the database yet
     */
    public static Database follow(BufferPool pool, Clock clock, DatabaseSettings settings, IndexKeys keys) {
        long lsn = pool.volume().vdl();
        PageFollower pages = pool.follow(lsn);
        LockTable lockTable = new LockTable(pool.tasks(), clock, settings.maximumLocks());
        FollowedTransactions following = new FollowedTransactions(
                pool,
                lockTable,
                clock,
                settings.maximumViews(),
                settings.longestView().toNanos());
        return new Database(pool, lockTable, following, new LogApplier(pages, following, lsn), clock, keys);
    }

    /** The trees that slots of the volume header name. */
    private record Trees(Function<HeaderSlot, BTree> named) {
        BTree times() {
            return named.apply(HeaderSlot.TIME_INDEX_ROOT);
        }

        BTree sequences() {
            return named.apply(HeaderSlot.TRANSACTION_EXTRA_1);
        }

        CatalogStore catalog(Transactions transactions, TableEngine engine, Clock clock, IndexKeys keys) {
            return new CatalogStore(
                    transactions,
                    engine,
                    clock,
                    named.apply(HeaderSlot.CATALOG_ROOT),
                    named.apply(HeaderSlot.TRANSACTION_EXTRA_2),
                    named.apply(HeaderSlot.TRANSACTION_EXTRA_3),
                    sequences(),
                    keys);
        }
    }

    /** The tree that a slot of the volume header names. */
    private BTree known(HeaderSlot slot) {
        long root = VolumeHeader.read(pool, slot);
        if (root == 0) {
            throw new IllegalStateException("the volume has no database yet: " + slot + " is not there");
        }
        return new BTree(pool, root);
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

    /**
     * The table of a catalog object that {@code view} sees, with its indexes as of there on a reader, and as they are maintained now on a writer.
     *
     * @throws IllegalStateException if the object has no tree
     */
    public Table table(Workspace workspace, ReadView view, CatalogObject object) {
        return catalog.table(workspace, view, object);
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

    /**
     * Reverter, purge and horizons: {@link Maintenance#start} runs them in the background.
     *
     * @throws IllegalStateException on a reader, where there is nothing to do
     */
    public Maintenance maintenance() {
        return writing().maintenance();
    }

    private Writing writing() {
        Writing known = writing;
        if (known == null) {
            throw new IllegalStateException("a reader leaves horizons and background work to the writer");
        }
        return known;
    }

    /** True on a reader: nothing can be changed here. */
    public boolean following() {
        return applier != null;
    }

    /**
     * The one that applies the log; of a reader.
     *
     * @throws IllegalStateException on a writer
     */
    public LogFollower follower() {
        LogApplier known = applier;
        if (known == null) {
            throw new IllegalStateException("a writer follows nobody");
        }
        return known;
    }

    /** Bytes of the pages of the volume that are in use; empty until they have been counted, which begins with the {@link #maintenance}. */
    public OptionalLong usedBytes() {
        return allocator.meter().usedBytes();
    }

    /** Bytes of the pages that trees use together; reads the maps of the whole volume, of which there is one for each GiB. */
    public long usedBytes(Set<Long> trees) {
        return allocator.pagesOf(trees) * Page.BYTES;
    }

    /** At which time the volume was where. */
    public TimeIndex times() {
        return times;
    }

    /** LSN that no view is below; of a writer. */
    public long purgeHorizon() {
        return writing().horizon().horizon();
    }

    /** Ends the background work. All sessions have ended; the pool and the volume are their owner's to close. */
    @Override
    public void close() {
        if (writing != null) {
            writing.maintenance().stop();
        }
    }
}
