package org.borealisdb.engine.table;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.borealisdb.engine.buffer.PoolFailedException;
import org.borealisdb.engine.space.SpaceMeter;
import org.borealisdb.engine.transaction.Horizon;
import org.borealisdb.engine.transaction.Rollback;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.UndoLog;
import org.borealisdb.engine.undo.UndoPointer;
import org.borealisdb.engine.undo.UndoRecord;
import org.borealisdb.engine.undo.UndoScan;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.volume.FencedException;
import org.jspecify.annotations.Nullable;

/**
 * The engine's background work: reverts aborted transactions, raises the horizons, counts what is in use of the volume, purges, and what else there is for each turn. One task, or whoever calls {@link #run}, does it at a time.
 */
public final class Maintenance implements Rollback {
    private static final System.Logger LOG = System.getLogger(Maintenance.class.getName());
    private static final int RECORDS_PER_TURN = 1000;
    private static final long IDLE_NANOS = 50_000_000;

    private record Aborted(long id, long lastUndo) {}

    private final Transactions transactions;
    private final Horizon horizon;
    private final UndoLog undo;
    private final Reverter reverter;
    private final Purge purge;
    private final Consumer<Workspace> upkeep;
    private final SpaceMeter meter;
    private final Workspace workspace;
    private final Lock working;
    private final Lock lock;
    private final Condition changed;

    // Guarded by lock, as is the next.
    private final ArrayDeque<Aborted> aborted = new ArrayDeque<>();

    private boolean stopped;

    private @Nullable Task task;

    Maintenance(
            Transactions transactions,
            Horizon horizon,
            UndoLog undo,
            Reverter reverter,
            Purge purge,
            Consumer<Workspace> upkeep,
            SpaceMeter meter,
            Workspace workspace) {
        this.transactions = transactions;
        this.horizon = horizon;
        this.undo = undo;
        this.reverter = reverter;
        this.purge = purge;
        this.upkeep = upkeep;
        this.meter = meter;
        this.workspace = workspace;
        Tasks tasks = transactions.pool().tasks();
        this.working = tasks.lock("maintenance");
        this.lock = tasks.lock("aborted transactions");
        this.changed = lock.condition();
    }

    @Override
    public void undo(Transaction transaction, long until) {
        reverter.revert(transaction.workspace(), transaction.lastUndo(), until);
    }

    @Override
    public void undoLater(long transactionId, long lastUndo) {
        lock.lock();
        try {
            aborted.add(new Aborted(transactionId, lastUndo));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void undoAll() {
        working.lock();
        try {
            revertAborted();
        } finally {
            working.unlock();
        }
    }

    /** Starts the background task. */
    public void start() {
        task = transactions.pool().tasks().start("engine maintenance", TaskKind.BACKGROUND, this::work);
    }

    /** Ends the background task and waits for it. */
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Task started = task;
        if (started != null) {
            started.join();
        }
    }

    private void work() {
        while (true) {
            int done = 0;
            boolean failed = false;
            try {
                done = run();
            } catch (FencedException | PoolFailedException e) {
                // There is nothing to maintain any more; whoever works with the database learns why, and says so.
                return;
            } catch (OperationException e) {
                if (!e.retryable()) {
                    throw e;
                }
                // Too few storage nodes answer for the moment. What was not done is still queued, and doing it twice
                // does no harm.
                LOG.log(System.Logger.Level.WARNING, "background work waits: {0}", e.getMessage());
                failed = true;
            }
            lock.lock();
            try {
                if (stopped) {
                    return;
                }
                if (failed || (done == 0 && aborted.isEmpty())) {
                    changed.await(IDLE_NANOS);
                }
                if (stopped) {
                    return;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Does one turn: reverts what is waiting, raises the horizons as far as they go, and purges for a while.
     *
     * @return how many records were dealt with; 0 means that there is nothing to do for now
     */
    public int run() {
        working.lock();
        try {
            int reverted = revertAborted();
            horizon.raise(workspace.mtr());
            upkeep.accept(workspace);
            int counted = meter.count(workspace.mtr()) ? 1 : 0;
            int purged = purge.run(workspace, RECORDS_PER_TURN);
            return reverted + counted + purged;
        } finally {
            working.unlock();
        }
    }

    private void removeFirst() {
        lock.lock();
        try {
            aborted.removeFirst();
        } finally {
            lock.unlock();
        }
    }

    private int revertAborted() {
        int count = 0;
        while (true) {
            Aborted next;
            lock.lock();
            try {
                if (aborted.isEmpty()) {
                    return count;
                }
                next = aborted.getFirst();
            } finally {
                lock.unlock();
            }
            if (next.lastUndo() != UndoPointer.NONE) {
                reverter.revert(workspace, next.lastUndo(), UndoPointer.NONE);
            }
            horizon.reverted(next.id());
            // Only now, or it would never be reverted if that failed; others only add behind it.
            removeFirst();
            count++;
        }
    }

    /**
     * Finds, at opening, the transactions that died with the last writer, by walking all undo there is, and queues them; and gives trees back that
     * were dropped, or made by them, if others could be made in their place: as a rule they cannot, and go in the background.
     *
     * @param trees frees trees
     * @param tables knows the trees that are in use
     */
    void recover(TreeStore trees, TableRegistry tables) {
        Map<Long, Long> dead = new LinkedHashMap<>();
        List<Long> unused = new ArrayList<>();
        UndoScan scan = new UndoScan(undo);
        while (scan.next()) {
            UndoRecord record = scan.record();
            boolean isDead = transactions.aborted(record.transactionId());
            if (isDead) {
                dead.put(record.transactionId(), scan.pointer());
            }
            boolean gone = switch (record.kind()) {
                case TREE_CREATED -> isDead;
                case TREE_DROPPED -> !isDead;
                case ROW, RANGE, SEQUENCE_CREATED, SEQUENCE_DROPPED -> false;
            };
            if (gone && !record.done()) {
                unused.add(scan.pointer());
            }
        }
        UndoRecord record = new UndoRecord();
        for (long pointer : unused) {
            undo.read(pointer, record);
            if (tables.inUse(record.treeId())) {
                trees.markDone(workspace, pointer);
            } else if (!trees.stands(record.treeId())) {
                // An earlier version was interrupted between giving the tree back and saying so.
                trees.discard(workspace, record.treeId(), pointer);
            }
        }
        for (long id = transactions.allVisibleBelow(); id < transactions.deadBelow(); id++) {
            if (transactions.aborted(id)) {
                undoLater(id, dead.getOrDefault(id, UndoPointer.NONE));
            }
        }
    }
}
