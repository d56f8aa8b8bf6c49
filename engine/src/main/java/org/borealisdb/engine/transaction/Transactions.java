package org.borealisdb.engine.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.engine.lock.LockTable;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.serial.SerialTransactions;
import org.borealisdb.engine.undo.PageSource;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.TransactionSnapshot;
import org.borealisdb.volume.FencedException;
import org.borealisdb.volume.Volume;
import org.jspecify.annotations.Nullable;

/**
 * All transactions of an instance: begins and ends them, knows which run, and decides what a view sees. Safe for use by all tasks.
 *
 * <p>To others a transaction runs until its commit is durable (R2): it leaves {@link #running} only then, and its locks are handed on
 * after that. Views need no such care: they compare commit LSNs with an LSN that was durable when they were taken.
 *
 * <p>On a reader no transaction changes anything, and what others have changed is known from the pages ({@link FollowedTransactions}).
 */
public final class Transactions {
    /** Counter of transactions that were committed, those that only read among them. */
    public static final String COMMITTED = "engine.transactions.committed";

    private static final String ROLLED_BACK = "engine.transactions.rolled-back";

    private final BufferPool pool;
    private final Volume volume;
    private final LockTable lockTable;
    private final ViewRegistry views;
    private final Outcomes outcomes;
    /** Those that change something; none on a reader. */
    private final @Nullable LiveTransactions live;

    private final LongAdder committed;
    private final LongAdder rolledBack;
    private final AtomicInteger owners = new AtomicInteger();
    private final SerialTransactions serials = new SerialTransactions();
    private final ExportedViews exported;
    private final AtomicLong exporters = new AtomicLong();
    /** Commits that change the catalog and of which {@link #catalogChangedAt} may not tell yet, though views may see them. */
    private final AtomicInteger catalogCommits = new AtomicInteger();
    /** Written under the commit queue's monitor, or by the task that applies the log. */
    private volatile long catalogChangedAt;

    /**
     * The transactions of a volume that was just opened. Declares those that its last writer left running dead (R12): one number is
     * logged, nothing else is to be done before the first statement.
     *
     * Before the first one is begun, {@link #connect} is called.
     *
     * @param commits told of every new VDL by the volume
     * @param viewLimit most read views at a time
     */
    public Transactions(
            BufferPool pool,
            PageSource pages,
            MiniTransaction mtr,
            LockTable lockTable,
            CommitQueue commits,
            int viewLimit) {
        this(pool, lockTable, new ViewRegistry(viewLimit), new LiveTransactions(pool, pages, mtr, commits));
    }

    private Transactions(BufferPool pool, LockTable lockTable, ViewRegistry views, LiveTransactions live) {
        this.pool = pool;
        this.volume = pool.volume();
        this.lockTable = lockTable;
        this.views = views;
        this.exported = new ExportedViews(views);
        this.live = live;
        this.outcomes = live.status();
        this.committed = pool.metrics().counter(COMMITTED);
        this.rolledBack = pool.metrics().counter(ROLLED_BACK);
    }

    /** Those of a reader. */
    Transactions(BufferPool pool, LockTable lockTable, ViewRegistry views, FollowedStatus outcomes) {
        this.pool = pool;
        this.volume = pool.volume();
        this.lockTable = lockTable;
        this.views = views;
        this.exported = new ExportedViews(views);
        this.live = null;
        this.outcomes = outcomes;
        this.committed = pool.metrics().counter(COMMITTED);
        this.rolledBack = pool.metrics().counter(ROLLED_BACK);
    }

    /** Begins a transaction. {@code session} is the owner of what outlives transactions, and in one group with them. */
    public Transaction begin(Workspace workspace, IsolationLevel isolation, LockOwner session) {
        return new Transaction(
                this, workspace, isolation, new LockOwner("transaction " + owners.incrementAndGet(), session));
    }

    /** Begins a transaction that belongs to no session. */
    public Transaction begin(Workspace workspace, IsolationLevel isolation) {
        return new Transaction(this, workspace, isolation, new LockOwner("transaction " + owners.incrementAndGet()));
    }

    public BufferPool pool() {
        return pool;
    }

    public Volume volume() {
        return volume;
    }

    /** VDL: up to where the log is durable; on a reader up to where it has applied it. */
    public long durableLsn() {
        return volume.vdl();
    }

    /** Counts a transaction that has ended. */
    void ended(TransactionState how) {
        (how == TransactionState.COMMITTED ? committed : rolledBack).increment();
    }

    public LockTable lockTable() {
        return lockTable;
    }

    /** Those that are serializable; none on a reader. */
    public SerialTransactions serials() {
        return serials;
    }

    ViewRegistry views() {
        return views;
    }

    /** True on a reader: nothing is changed here. */
    public boolean following() {
        return live == null;
    }

    private LiveTransactions live() {
        LiveTransactions known = live;
        if (known == null) {
            throw new SqlException(
                    ErrorCode.READ_ONLY_SQL_TRANSACTION,
                    "nothing can be changed on a reader: its transactions are read-only");
        }
        return known;
    }

    TransactionStatus status() {
        return live().status();
    }

    /** Names the one that undoes changes. */
    public void connect(Rollback undoing) {
        live().connect(undoing);
    }

    Rollback rollback() {
        return live().rollback();
    }

    /** Ids below this without a commit are dead: found so at opening. */
    public long deadBelow() {
        return live().deadBelow();
    }

    /** Every id below this is committed at or below all views, or fully reverted (H, R19). */
    public long allVisibleBelow() {
        return outcomes.allVisibleBelow();
    }

    /** Ids from this on have not been handed out. */
    public long nextId() {
        return live().nextId();
    }

    /** A number that grows whenever a transaction begins to change something, or has ended: one that was committed is durable by then. */
    public long activity() {
        return live().activity();
    }

    /** The transaction with this id, if it runs: its commit, if any, is not yet durable. */
    public Optional<Transaction> running(long id) {
        return live().running(id);
    }

    /** True if a transaction that does not run was rolled back, or died with its writer. */
    public boolean aborted(long id) {
        return id >= allVisibleBelow() && outcomes.state(id) == StatusChunk.ABORTED;
    }

    /** What became of a transaction with an id that was handed out; nothing if that is not known any more. Only on a writer. */
    public Optional<TransactionState> fate(long id) {
        // First, since it may end meanwhile.
        if (running(id).isPresent()) {
            return Optional.of(TransactionState.ACTIVE);
        }
        long state = outcomes.state(id);
        if (state == TransactionStatus.LONG_AGO) {
            return Optional.empty();
        }
        return Optional.of(state > 0 ? TransactionState.COMMITTED : TransactionState.ABORTED);
    }

    /** Which transactions have ended for a view: those that are committed for it, and those that were rolled back. Only on a writer. */
    public TransactionSnapshot snapshot(ReadView view) {
        long lowest = allVisibleBelow();
        List<Long> open = new ArrayList<>();
        long xmax = lowest;
        long end = nextId();
        for (long id = lowest; id < end; id++) {
            long state = outcomes.state(id);
            if (state == StatusChunk.ABORTED || (state > 0 && state <= view.lsn())) {
                xmax = id + 1;
            } else if (id != view.ownTransaction()) {
                open.add(id);
            }
        }
        long limit = xmax;
        open.removeIf(id -> id >= limit);
        long own = view.ownTransaction();
        long xmin = open.isEmpty() ? xmax : open.getFirst();
        return new TransactionSnapshot(own == 0 ? xmin : Math.min(xmin, own), xmax, open);
    }

    /** True if a transaction is committed, at an LSN at or below {@code lsn}. */
    public boolean committedAtOrBelow(long id, long lsn) {
        if (id < outcomes.allVisibleBelow()) {
            return true;
        }
        long state = outcomes.state(id);
        return state > 0 && state <= lsn;
    }

    /** True if {@code view} sees this version: then it need not look at older ones. */
    public boolean visible(RowVersion version, ReadView view) {
        long id = version.transactionId();
        if (id == view.ownTransaction()) {
            return version.changeNumber() < view.ownChanges();
        }
        return committedAtOrBelow(id, view.lsn());
    }

    /** A view of what is durable now, for background work that reads rows and undo. */
    public ReadView openView() {
        return openView(0, 0, false);
    }

    /** Keeps the purge horizon from rising until it is closed; its LSN is at or below every view. */
    public ReadView pinHorizon() {
        return new ReadView(views, views.pinHorizon());
    }

    ReadView openView(long ownTransaction, int ownChanges, boolean ownCatalog) {
        return new ReadView(views, views.publish(this::newest), ownTransaction, ownChanges, ownCatalog);
    }

    /** The views that transactions have exported. */
    ExportedViews exported() {
        return exported;
    }

    /** Another view at the LSN of one that stays open meanwhile. */
    ReadView openBeside(ReadView view) {
        return new ReadView(views, views.publishAt(view.lsn()));
    }

    /** Returns a number that no other transaction that exports views has. */
    long nextExporter() {
        return exporters.incrementAndGet();
    }

    /** VDL; on a reader waits, after all views were ended, until it has come to where new ones may be. */
    private long newest() {
        long lowest = views.endedBelow();
        if (volume.vdl() < lowest) {
            volume.awaitDurable(lowest);
        }
        return volume.vdl();
    }

    long register(Transaction transaction) {
        return live().register(transaction);
    }

    /** Returns if no newer writer has taken over (R11), which may wait. */
    void confirmLease() {
        try {
            volume.confirmLease();
        } catch (FencedException fenced) {
            throw new SqlException(
                            ErrorCode.ADMIN_SHUTDOWN,
                            "terminating connection: this instance was fenced, because another one has taken over")
                    .withDetail(String.valueOf(fenced.getMessage()));
        }
    }

    void commit(Transaction transaction) {
        if (!transaction.hasChangedCatalog()) {
            live().commit(transaction);
            return;
        }
        catalogCommits.incrementAndGet();
        live().commit(transaction);
        // Not if it fails: whether the change is durable is not known then, and nothing is known of the catalog any
        // more.
        catalogCommits.decrementAndGet();
    }

    /** A commit is durable: from now on the transaction does not run any more. */
    void committed(Transaction transaction) {
        if (transaction.hasChangedCatalog()) {
            catalogChanged(transaction.commitLsn());
        }
        live().ended(transaction.id());
    }

    /** The catalog was changed by a commit at {@code lsn}. By one task at a time. */
    void catalogChanged(long lsn) {
        catalogChangedAt = Math.max(catalogChangedAt, lsn);
    }

    /**
     * Commit LSN of the newest durable change of the catalog (R20): what was read from it with an older view must be read again. The locks of the
     * change are handed on only after this was set. On a reader this comes before any view that sees the change.
     */
    public long catalogChangedAt() {
        return catalogChangedAt;
    }

    /**
     * Tells which state of the catalog a view sees, by the LSN of that state's last change: views of the same state see the same catalog. A change is counted as under way before its commit has an LSN, and
     * until {@link #catalogChangedAt} tells of it; so if none is, that tells of all changes that the view may see.
     *
     * @return the LSN, 0 for the catalog as it was at opening; nothing for a view of an older state, or of changes that are not committed, and while a change is being committed
     */
    public OptionalLong catalogPoint(ReadView view) {
        if (view.seesOwnCatalog() || catalogCommits.get() != 0) {
            return OptionalLong.empty();
        }
        long changedAt = catalogChangedAt;
        return changedAt <= view.lsn() ? OptionalLong.of(changedAt) : OptionalLong.empty();
    }

    void abort(Transaction transaction) {
        long id = transaction.id();
        if (id != 0) {
            status().aborted(id);
            live().ended(id);
        }
        if (id != 0) {
            // Before its locks are handed on: whoever gets one of them can have this undone first.
            rollback().undoLater(id, transaction.lastUndo());
        }
        transaction.finish(TransactionState.ABORTED);
    }
}
