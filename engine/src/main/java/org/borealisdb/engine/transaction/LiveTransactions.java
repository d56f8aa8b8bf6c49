package org.borealisdb.engine.transaction;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.HeaderSlot;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.engine.undo.PageSource;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.volume.FencedException;
import org.borealisdb.volume.Volume;
import org.jspecify.annotations.Nullable;

/** The transactions that change something: hands out their ids, knows which run, and ends them. There are some only on a writer. Safe for use by all tasks. */
final class LiveTransactions {
    /** Transaction ids are handed out below a logged mark that moves by so many. */
    private static final long ID_STEP = 2048;

    private final Volume volume;
    private final TransactionStatus status;
    private final CommitQueue commits;
    private final Map<Long, Transaction> running = new ConcurrentHashMap<>();
    private final Lock markLock;
    private final long deadBelow;
    private final AtomicLong nextId;
    private final AtomicLong ended = new AtomicLong();
    private @Nullable Rollback rollback;

    private volatile long idMark;

    /**
     * Those of a volume that was just opened. Declares those that its last writer left running dead (R12): one number is logged, nothing else is to be done before the first statement.
     *
     * @param commits told of every new VDL by the volume
     */
    LiveTransactions(BufferPool pool, PageSource pages, MiniTransaction mtr, CommitQueue commits) {
        this.volume = pool.volume();
        this.markLock = pool.tasks().lock("transaction id mark");
        long mark = Math.max(1, VolumeHeader.read(pool, HeaderSlot.TRANSACTION_ID_MARK));
        if (VolumeHeader.read(pool, HeaderSlot.DEAD_BELOW) != mark) {
            setHeader(mtr, HeaderSlot.DEAD_BELOW, mark);
        }
        this.deadBelow = mark;
        this.idMark = mark;
        this.nextId = new AtomicLong(mark);
        this.status = new TransactionStatus(pool, pages, mtr, mark);
        this.commits = commits;
    }

    TransactionStatus status() {
        return status;
    }

    void connect(Rollback undoing) {
        rollback = undoing;
    }

    Rollback rollback() {
        if (rollback == null) {
            throw new IllegalStateException("nobody undoes changes yet");
        }
        return rollback;
    }

    long deadBelow() {
        return deadBelow;
    }

    long nextId() {
        return nextId.get();
    }

    long activity() {
        return nextId.get() + ended.get();
    }

    Optional<Transaction> running(long id) {
        return id < status.allVisibleBelow() || id < deadBelow
                ? Optional.empty()
                : Optional.ofNullable(running.get(id));
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

    private static void setHeader(MiniTransaction mtr, HeaderSlot slot, long value) {
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

    /** A transaction that has an id has ended for good. */
    void ended(long id) {
        running.remove(id);
        ended.incrementAndGet();
    }
}
