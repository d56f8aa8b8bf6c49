package org.borealisdb.engine.catalog;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.borealisdb.engine.table.TreeStore;
import org.borealisdb.engine.table.ValueStore;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.Volume;
import org.jspecify.annotations.Nullable;

/**
 * The values of sequences. A value is handed out only if the logged state that is beyond it is durable (R2): no crash hands it out
 * again, whatever becomes of the transaction that asked. Those that were reserved and not handed out are skipped then. Safe for use by all tasks.
 */
public final class Sequences {
    /** Of so many sequences values may be reserved before those are looked for that are gone. */
    private static final int FIRST_LIMIT = 4096;

    /** Values that are reserved at a time, at most, of a sequence that they are taken from quickly; more only if it says so itself. */
    private static final int MOST_AT_ONCE = 1024;
    /** That is: a reservation lasts no longer than this. Waiting for one takes a small part of it. */
    private static final long QUICK_NANOS = 50_000_000;

    private final Tasks tasks;
    private final Clock clock;
    private final Volume volume;
    private final ValueStore states;
    private final TreeStore trees;
    private final Map<Long, Reserve> reserves = new ConcurrentHashMap<>();
    private volatile int limit = FIRST_LIMIT;

    /** Values of one sequence that are reserved, and its lock. */
    private static final class Reserve {
        private final Lock lock;
        private @Nullable SequenceState state;
        private int left;
        /** How many were reserved the last time, and when. */
        private int size;

        private long reservedAt;

        Reserve(Lock lock) {
            this.lock = lock;
        }
    }

    public Sequences(Tasks tasks, Clock clock, Volume volume, ValueStore states, TreeStore trees) {
        this.tasks = tasks;
        this.clock = clock;
        this.volume = volume;
        this.states = states;
        this.trees = trees;
    }

    /** Makes a sequence; it goes if the transaction is rolled back. */
    public void create(Transaction transaction, long id, SequenceState state) {
        if (reserves.size() > limit) {
            forgetGone(transaction.workspace());
        }
        trees.sequenceCreated(transaction, id);
        states.put(transaction.workspace(), TreeStore.sequenceKey(id), state.encode());
    }

    /** Forgets the reserves of sequences that are not there any more; numbers are never used again. */
    private void forgetGone(Workspace workspace) {
        reserves.keySet().removeIf(id -> !states.get(workspace, TreeStore.sequenceKey(id), new RowVersion()));
        limit = Math.max(FIRST_LIMIT, 2 * reserves.size());
    }

    /** Drops a sequence when the transaction is committed. */
    public void drop(Transaction transaction, long id) {
        trees.sequenceDropped(transaction, id);
    }

    /** Makes a sequence outside of any transaction, unless it is there. */
    void createAlways(Workspace workspace, long id, SequenceState state) {
        if (!states.get(workspace, TreeStore.sequenceKey(id), new RowVersion())) {
            states.put(workspace, TreeStore.sequenceKey(id), state.encode());
        }
    }

    /**
     * The next value. May wait until a reservation is durable.
     *
     * @throws SqlException 55000 if the sequence has no further value, 42P01 if it does not exist
     */
    public long next(Workspace workspace, long id) {
        Reserve reserve = reserves.computeIfAbsent(id, _ -> new Reserve(tasks.lock("sequence " + id)));
        reserve.lock.lock();
        try {
            SequenceState state = reserve.state;
            if (state == null || reserve.left == 0) {
                state = reserve(workspace, id, reserve);
            }
            long value = state.next();
            reserve.state = state.after(value);
            reserve.left--;
            return value;
        } finally {
            reserve.lock.unlock();
        }
    }

    private SequenceState reserve(Workspace workspace, long id, Reserve reserve) {
        SequenceState first = read(workspace, id);
        if (first.exhausted()) {
            throw new SqlException(
                    ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "nextval: reached " + (first.increment() > 0 ? "maximum" : "minimum") + " value of sequence");
        }
        boolean quick = clock.nanoTime() - reserve.reservedAt < QUICK_NANOS;
        int size = Math.max(first.cache(), quick ? Math.min(2 * reserve.size, MOST_AT_ONCE) : 0);
        SequenceState beyond = first;
        int count = 0;
        while (count < size && !beyond.exhausted()) {
            beyond = beyond.after(beyond.next());
            count++;
        }
        long lsn = states.put(workspace, TreeStore.sequenceKey(id), beyond.encode());
        volume.awaitDurable(lsn);
        reserve.left = count;
        reserve.size = size;
        reserve.reservedAt = clock.nanoTime();
        return first;
    }

    /** Replaces the state: not undone by a rollback. Waits until it is durable. */
    private void set(Workspace workspace, long id, SequenceState state) {
        Reserve reserve = reserves.computeIfAbsent(id, _ -> new Reserve(tasks.lock("sequence " + id)));
        reserve.lock.lock();
        try {
            read(workspace, id);
            reserve.left = 0;
            reserve.size = 0;
            volume.awaitDurable(states.put(workspace, TreeStore.sequenceKey(id), state.encode()));
        } finally {
            reserve.lock.unlock();
        }
    }

    /** Makes {@code value} the next one; or, if it counts as called, the one after it. Not undone by a rollback. */
    public void setValue(Workspace workspace, long id, long value, boolean called) {
        SequenceState state = state(workspace, id).goingOnWith(value);
        set(workspace, id, called ? state.after(value) : state);
    }

    /** The state with the next value that has not been handed out. */
    public SequenceState state(Workspace workspace, long id) {
        Reserve reserve = reserves.computeIfAbsent(id, _ -> new Reserve(tasks.lock("sequence " + id)));
        reserve.lock.lock();
        try {
            SequenceState reserved = reserve.state;
            return reserved != null && reserve.left > 0 ? reserved : read(workspace, id);
        } finally {
            reserve.lock.unlock();
        }
    }

    private SequenceState read(Workspace workspace, long id) {
        RowVersion value = new RowVersion();
        if (!states.get(workspace, TreeStore.sequenceKey(id), value)) {
            throw new SqlException(ErrorCode.UNDEFINED_TABLE, "sequence " + id + " does not exist");
        }
        byte[] bytes = value.row();
        return SequenceState.decode(bytes, bytes.length);
    }
}
