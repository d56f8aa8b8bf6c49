package org.borealisdb.engine.transaction;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.engine.lock.LockTable;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.HeaderSlot;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.engine.undo.PageSource;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.volume.FencedException;
import org.borealisdb.volume.Volume;
import org.jspecify.annotations.Nullable;

/**
 * All transactions of an instance: begins and ends them, knows which run, and decides what a view sees. Safe for use by all tasks.
 *
 * <p>To others a transaction runs until its commit is durable (R2): it leaves {@link #running} only then, and its locks are handed on
 * after that. Views need no such care: they compare commit LSNs with an LSN that was durable when they were taken.
 */
public final class Transactions {
    /** Transaction ids are handed out below a logged mark that moves by so many. */
    static final long ID_STEP = 2048;

    private final BufferPool pool;
    private final Volume volume;
    private final LockTable lockTable;
    private @Nullable Rollback rollback;
    private final ViewRegistry views;
    private final TransactionStatus status;
    private final CommitQueue commits;
    private final Map<Long, Transaction> running = new ConcurrentHashMap<>();
    private final Lock markLock;
    private final long deadBelow;
    private final AtomicLong nextId;
    private final AtomicLong ended = new AtomicLong();
    private final AtomicInteger owners = new AtomicInteger();
    /** Written under the commit queue's monitor. */
    private volatile long catalogChangedAt;

    private volatile long idMark;
    private volatile long allVisibleBelow;

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
        this.pool = pool;
        this.volume = pool.volume();
        this.lockTable = lockTable;
        this.views = new ViewRegistry(viewLimit);
        this.markLock = pool.tasks().lock("transaction id mark");
        long mark = Math.max(1, VolumeHeader.read(pool, HeaderSlot.TRANSACTION_ID_MARK));
        declareDead(mtr, mark);
        this.deadBelow = mark;
        this.idMark = mark;
        this.nextId = new AtomicLong(mark);
        this.allVisibleBelow = Math.max(1, VolumeHeader.read(pool, HeaderSlot.ALL_VISIBLE_BELOW));
        this.status = new TransactionStatus(pool, pages, mtr, mark);
        this.commits = commits;
    }

    private void declareDead(MiniTransaction mtr, long mark) {
        if (VolumeHeader.read(pool, HeaderSlot.DEAD_BELOW) == mark) {
            return;
        }
        setHeader(mtr, HeaderSlot.DEAD_BELOW, mark);
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

    public LockTable lockTable() {
        return lockTable;
    }

    ViewRegistry views() {
        return views;
    }

    TransactionStatus status() {
        return status;
    }

    /** Names the one that undoes changes. */
    public void connect(Rollback undoing) {
        rollback = undoing;
    }

    Rollback rollback() {
        if (rollback == null) {
            throw new IllegalStateException("nobody undoes changes yet");
        }
        return rollback;
    }

    /** Ids below this without a commit are dead: found so at opening. */
    public long deadBelow() {
        return deadBelow;
    }

    /** Every id below this is committed at or below all views, or fully reverted (H, R19). */
    public long allVisibleBelow() {
        return allVisibleBelow;
    }

    void allVisibleBelow(long id) {
        allVisibleBelow = id;
    }

    /** Ids from this on have not been handed out. */
    public long nextId() {
        return nextId.get();
    }

    /** A number that grows whenever a transaction begins to change something, or has ended: one that was committed is durable by then. */
    public long activity() {
        return nextId.get() + ended.get();
    }

    /** The transaction with this id, if it runs: its commit, if any, is not yet durable. */
    public Optional<Transaction> running(long id) {
        return id < allVisibleBelow || id < deadBelow ? Optional.empty() : Optional.ofNullable(running.get(id));
    }

    /** True if a transaction that does not run was rolled back, or died with its writer. */
    public boolean aborted(long id) {
        return id >= allVisibleBelow && status.state(id) == StatusChunk.ABORTED;
    }

    /** True if a transaction is committed, at an LSN at or below {@code lsn}. */
    public boolean committedAtOrBelow(long id, long lsn) {
        if (id < allVisibleBelow) {
            return true;
        }
        long state = status.state(id);
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
        return openView(0, 0);
    }

    /** Keeps the purge horizon from rising until it is closed; its LSN is at or below every view. */
    public ReadView pinHorizon() {
        return new ReadView(views, views.pinHorizon(), 0, 0);
    }

    ReadView openView(long ownTransaction, int ownChanges) {
        return new ReadView(views, views.publish(volume::vdl), ownTransaction, ownChanges);
    }

    /** Hands out an id: below the logged mark, and with a status slot. */
    long register(Transaction transaction) {
        while (true) {
            long id = nextId.get();
            if (id >= idMark) {
                raiseMark(transaction.workspace().mtr(), id);
            } else if (nextId.compareAndSet(id, id + 1)) {
                running.put(id, transaction);
                return id;
            }
        }
    }

    private void raiseMark(MiniTransaction mtr, long id) {
        markLock.lock();
        try {
            if (id < idMark) {
                return;
            }
            long mark = id + ID_STEP;
            status.growTo(mtr, mark - 1, this::lowestRunning);
            setHeader(mtr, HeaderSlot.TRANSACTION_ID_MARK, mark);
            idMark = mark;
        } finally {
            markLock.unlock();
        }
    }

    private long lowestRunning() {
        long lowest = nextId.get();
        for (long id : running.keySet()) {
            lowest = Math.min(lowest, id);
        }
        return lowest;
    }

    void setHeader(MiniTransaction mtr, HeaderSlot slot, long value) {
        mtr.begin(1);
        try {
            int header = mtr.fix(VolumeHeader.PAGE);
            mtr.latch(header);
            VolumeHeader.set(mtr, header, slot, value);
            mtr.commit();
        } finally {
            mtr.close();
        }
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
        long lsn = status.commit(transaction.workspace().mtr(), transaction.id(), transaction.hasChangedCatalog());
        transaction.committing(lsn);
        commits.add(transaction);
        try {
            volume.awaitDurable(lsn);
        } catch (FencedException fenced) {
            throw new SqlException(
                            ErrorCode.TRANSACTION_RESOLUTION_UNKNOWN,
                            "it is not known whether the transaction was committed: this writer was cut off")
                    .withDetail(String.valueOf(fenced.getMessage()));
        }
        // The task that publishes VDL may not have come to this commit yet.
        commits.durableUpTo(volume.vdl());
    }

    /** A commit is durable: from now on the transaction does not run any more. */
    void committed(Transaction transaction) {
        if (transaction.hasChangedCatalog()) {
            catalogChangedAt = Math.max(catalogChangedAt, transaction.commitLsn());
        }
        running.remove(transaction.id());
        ended.incrementAndGet();
    }

    /**
     * Commit LSN of the newest durable change of the catalog (R20): what was read from it with an older view must be read again. The locks of the
     * change are handed on only after this was set.
     */
    public long catalogChangedAt() {
        return catalogChangedAt;
    }

    void abort(Transaction transaction) {
        long id = transaction.id();
        if (id != 0) {
            status.aborted(id);
            running.remove(id);
            ended.incrementAndGet();
        }
        transaction.finish(TransactionState.ABORTED);
        if (id != 0) {
            rollback().undoLater(id, transaction.lastUndo());
        }
    }
}
