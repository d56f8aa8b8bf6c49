package org.borealisdb.engine.serial;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.jspecify.annotations.Nullable;

/**
 * All serializable transactions of an instance that run, or were committed while one ran that runs still. Safe for use by all tasks.
 *
 * <p><b>Order.</b> Beginnings, preparations and ends have numbers of one sequence. A transaction ends in it after its commit is durable, so whoever begins later sees it; one that begins earlier
 * counts as running beside it even if it sees it. Of T1 → T2 → T3, T3 counts as the first to commit if it was prepared before the others had ended. Both err to the same side: they may take a
 * history for one without an order, never the other way.
 *
 * <p><b>Who fails.</b> The pivot T2, if it can; else whoever has just come upon the conflict. What fails can be tried again at once, since T3 has been committed.
 *
 * <p><b>Transactions that only read</b> matter as T1 only if T3 was committed before they began. A view is <i>safe</i> once all who wrote beside it have ended without having been a T2 to such a
 * T3: nothing is kept of its reads any more.
 *
 * <p><b>Memory.</b> Ranges that one transaction has read of one tree become one that covers them when there are many. If all takes more than {@link #MEMORY_BYTES}, every transaction gets one range
 * a tree, and then those that have run for longest fail.
 */
public final class SerialTransactions {
    /** Most memory for ranges, transactions and conflicts, about. */
    public static final long MEMORY_BYTES = 64 << 20;

    /** Most ranges that a transaction has of one tree, before they are one. */
    private static final int MAX_RANGES = 256;

    private static final int TRANSACTION_BYTES = 640;
    private static final int CONFLICT_BYTES = 160;

    /** Has the ranges of trees that are gone: whatever is written may be what they had. No tree has this number. */
    private static final long ANY_TREE = -1;

    private static final byte[] LOWEST = {};

    /** Why most fail; when they learn of it is said behind. */
    private static final String PIVOT = "Canceled on identification as a pivot, during ";

    private final Object monitor = new Object();
    private final long memoryBytes;

    @GuardedBy("monitor")
    private final Map<Long, ReadRanges> reads = new HashMap<>();

    @GuardedBy("monitor")
    private final Map<Long, SerialTransaction> writers = new HashMap<>();

    /** Those that run, in the order in which they began. */
    @GuardedBy("monitor")
    private final LinkedHashSet<SerialTransaction> active = new LinkedHashSet<>();

    /** Those that were committed, in the order of their ends. */
    @GuardedBy("monitor")
    private final ArrayDeque<SerialTransaction> kept = new ArrayDeque<>();

    @GuardedBy("monitor")
    private long sequence;

    @GuardedBy("monitor")
    private long usedBytes;

    public SerialTransactions() {
        this(MEMORY_BYTES);
    }

    /** With another bound of memory. */
    SerialTransactions(long memoryBytes) {
        this.memoryBytes = memoryBytes;
    }

    /**
     * Begins a transaction.
     *
     * @param owner holds a lock to its end
     * @param readOnly whether it will change nothing
     * @param takeView takes its view of what is committed
     */
    public SerialTransaction begin(LockOwner owner, boolean readOnly, Runnable takeView) {
        synchronized (monitor) {
            takeView.run();
            SerialTransaction one = new SerialTransaction(this, owner, readOnly, ++sequence);
            if (readOnly) {
                for (SerialTransaction other : active) {
                    if (!other.readOnly) {
                        one.sources.add(other);
                        other.watchers.add(one);
                    }
                }
                if (one.sources.isEmpty()) {
                    one.untracked = true;
                    return one;
                }
            }
            active.add(one);
            usedBytes += TRANSACTION_BYTES;
            return one;
        }
    }

    /** Returns how many transactions something is kept of. */
    public int size() {
        synchronized (monitor) {
            return active.size() + kept.size();
        }
    }

    /** A tree is gone, or about to go: what was read of it may be written under other keys from now on. */
    public void dropped(long treeId) {
        synchronized (monitor) {
            ReadRanges ranges = reads.get(treeId);
            if (ranges == null) {
                return;
            }
            LinkedHashSet<SerialTransaction> readers = new LinkedHashSet<>();
            ranges.forEach(range -> readers.add(range.reader));
            for (SerialTransaction reader : readers) {
                forgetRanges(reader, treeId);
                addRange(reader, ANY_TREE, LOWEST, ReadRange.END);
            }
        }
    }

    void reads(SerialTransaction one, long treeId, byte[] from, byte[] to) {
        synchronized (monitor) {
            checkGood(one, "conflict out checking");
            if (one.untracked) {
                return;
            }
            List<ReadRange> known = one.rangesOf(treeId);
            for (int i = known.size() - 1; i >= 0; i--) {
                if (known.get(i).covers(from, to)) {
                    return;
                }
            }
            boolean full = usedBytes > memoryBytes;
            if (known.size() >= (full ? 1 : MAX_RANGES)) {
                byte[] low = from;
                byte[] end = to;
                for (ReadRange range : known) {
                    low = Arrays.compareUnsigned(range.from, low) < 0 ? range.from : low;
                    end = Arrays.compareUnsigned(range.to, end) > 0 ? range.to : end;
                }
                forgetRanges(one, treeId);
                addRange(one, treeId, low, end);
            } else {
                addRange(one, treeId, from, to);
            }
            shrink();
            checkGood(one, "conflict out checking");
        }
    }

    @GuardedBy("monitor")
    private void addRange(SerialTransaction one, long treeId, byte[] from, byte[] to) {
        ReadRange range = new ReadRange(one, treeId, from, to, ++sequence);
        one.rangesOf(treeId).add(range);
        reads.computeIfAbsent(treeId, tree -> new ReadRanges()).add(range);
        usedBytes += range.bytes();
    }

    @GuardedBy("monitor")
    private void forgetRanges(SerialTransaction one, long treeId) {
        List<ReadRange> gone = one.ranges.remove(treeId);
        ReadRanges ranges = reads.get(treeId);
        if (gone == null || ranges == null) {
            return;
        }
        for (ReadRange range : gone) {
            ranges.remove(range);
            usedBytes -= range.bytes();
        }
        if (ranges.isEmpty()) {
            reads.remove(treeId);
        }
    }

    void overlooked(SerialTransaction reader, long writerId) {
        synchronized (monitor) {
            checkGood(reader, "conflict out checking");
            SerialTransaction writer = writers.get(writerId);
            if (reader.untracked || writer == null || writer == reader || reader.out.contains(writer)) {
                return;
            }
            conflict(reader, writer, reader);
        }
    }

    void wrote(SerialTransaction writer, long treeId, byte[] low, byte[] high) {
        synchronized (monitor) {
            checkGood(writer, "conflict in checking");
            List<SerialTransaction> readers = new ArrayList<>();
            collectReaders(writer, treeId, low, high, readers);
            collectReaders(writer, ANY_TREE, low, high, readers);
            for (SerialTransaction reader : readers) {
                if (!reader.untracked && !writer.in.contains(reader)) {
                    conflict(reader, writer, writer);
                }
            }
        }
    }

    @GuardedBy("monitor")
    private void collectReaders(
            SerialTransaction writer, long treeId, byte[] low, byte[] high, List<SerialTransaction> readers) {
        ReadRanges ranges = reads.get(treeId);
        if (ranges != null) {
            ranges.forEachWith(low, high, range -> {
                if (range.reader != writer && writer.begun < range.reader.ended) {
                    readers.add(range.reader);
                }
            });
        }
    }

    /** Notes that {@code reader} must come before {@code writer}, unless it shows that one of them, or another, must fail. */
    @GuardedBy("monitor")
    private void conflict(SerialTransaction reader, SerialTransaction writer, SerialTransaction self) {
        if (isDangerous(reader, writer)) {
            if (self == writer) {
                throw refused(self, PIVOT + "write.");
            }
            if (writer.isPrepared()) {
                throw refused(self, "Canceled on conflict out to pivot " + writer.id + ", during read.");
            }
            doom(writer, PIVOT);
            return;
        }
        reader.out.add(writer);
        writer.in.add(reader);
        usedBytes += CONFLICT_BYTES;
        shrink();
        checkGood(self, "conflict in checking");
    }

    /** Returns whether two conflicts in a row come about, of which the last transaction may have been the first to commit. */
    private static boolean isDangerous(SerialTransaction reader, SerialTransaction writer) {
        if (writer.outCommittedFirst) {
            return true;
        }
        for (SerialTransaction last : writer.out) {
            if (last.isPrepared()
                    && last.prepared < reader.ended
                    && last.prepared < writer.ended
                    && (!reader.readOnly || last.prepared < reader.begun)) {
                return true;
            }
        }
        if (writer.isPrepared() && !reader.readOnly) {
            for (SerialTransaction first : reader.in) {
                if (writer.prepared < first.ended
                        && writer.prepared < reader.ended
                        && (!first.readOnly || writer.prepared < first.begun)) {
                    return true;
                }
            }
        }
        return false;
    }

    void prepare(SerialTransaction one) {
        synchronized (monitor) {
            checkGood(one, "commit attempt");
            for (SerialTransaction pivot : List.copyOf(one.in)) {
                if (pivot.hasEnded() || pivot.untracked || !isPivot(pivot, one)) {
                    continue;
                }
                if (pivot.isPrepared()) {
                    throw refused(one, "Canceled on commit attempt with conflict in from prepared pivot.");
                }
                doom(pivot, PIVOT);
            }
            one.prepared = ++sequence;
        }
    }

    /** Returns whether somebody who runs, or {@code last} itself, must come before a pivot that must come before {@code last}. */
    private static boolean isPivot(SerialTransaction pivot, SerialTransaction last) {
        for (SerialTransaction first : pivot.in) {
            if (first == last || (!first.hasEnded() && !first.readOnly)) {
                return true;
            }
        }
        return false;
    }

    void identified(SerialTransaction one, long id) {
        synchronized (monitor) {
            one.id = id;
            if (one.doom == null) {
                writers.put(id, one);
            }
        }
    }

    void ended(SerialTransaction one, boolean committed) {
        synchronized (monitor) {
            if (one.untracked) {
                return;
            }
            if (!committed) {
                forget(one);
            } else {
                one.readOnly |= one.id == 0;
                tellWatchers(one);
                one.ended = ++sequence;
                active.remove(one);
                leaveSources(one);
                kept.add(one);
            }
            forgetOld();
        }
    }

    /** Tells those that only read, beside whom {@code one} was committed, what that means for their views. */
    @GuardedBy("monitor")
    private void tellWatchers(SerialTransaction one) {
        for (SerialTransaction watcher : List.copyOf(one.watchers)) {
            boolean dangerous = one.outCommittedFirst
                    || one.out.stream().anyMatch(last -> last.isPrepared() && last.prepared < watcher.begun);
            if (dangerous) {
                watcher.unsafe = true;
                leaveSources(watcher);
            } else {
                withoutSource(watcher, one);
            }
        }
        one.watchers.clear();
    }

    @GuardedBy("monitor")
    private void withoutSource(SerialTransaction watcher, SerialTransaction source) {
        watcher.sources.remove(source);
        if (watcher.sources.isEmpty() && !watcher.unsafe) {
            forget(watcher);
        }
    }

    private static void leaveSources(SerialTransaction watcher) {
        watcher.sources.forEach(source -> source.watchers.remove(watcher));
        watcher.sources.clear();
    }

    /** Forgets who was committed before all that run began. */
    @GuardedBy("monitor")
    private void forgetOld() {
        long oldest = active.isEmpty() ? Long.MAX_VALUE : active.getFirst().begun;
        while (!kept.isEmpty() && kept.getFirst().ended < oldest) {
            SerialTransaction old = kept.removeFirst();
            for (SerialTransaction before : old.in) {
                // It was committed too, or would run since before this one ended.
                before.outCommittedFirst |= old.prepared < before.ended;
            }
            forget(old);
        }
    }

    @GuardedBy("monitor")
    private void forget(SerialTransaction one) {
        one.untracked = true;
        for (long treeId : List.copyOf(one.ranges.keySet())) {
            forgetRanges(one, treeId);
        }
        one.in.forEach(other -> other.out.remove(one));
        one.out.forEach(other -> other.in.remove(one));
        usedBytes -= (long) CONFLICT_BYTES * (one.in.size() + one.out.size()) + TRANSACTION_BYTES;
        one.in.clear();
        one.out.clear();
        leaveSources(one);
        List<SerialTransaction> watchers = List.copyOf(one.watchers);
        one.watchers.clear();
        watchers.forEach(watcher -> withoutSource(watcher, one));
        writers.remove(one.id, one);
        active.remove(one);
    }

    @GuardedBy("monitor")
    private void doom(SerialTransaction one, String reason) {
        one.doom = reason;
        forget(one);
        forgetOld();
    }

    @GuardedBy("monitor")
    private SqlException refused(SerialTransaction one, String reason) {
        doom(one, reason);
        return failure(reason);
    }

    /** Has transactions fail that have run for long, while what is kept takes too much memory. */
    @GuardedBy("monitor")
    private void shrink() {
        while (usedBytes > memoryBytes && !active.isEmpty()) {
            SerialTransaction oldest = active.getFirst();
            if (oldest.isPrepared()) {
                return;
            }
            doom(oldest, "Canceled because too much is kept of transactions that ran beside this one.");
        }
    }

    private static void checkGood(SerialTransaction one, String during) {
        @Nullable String doom = one.doom;
        if (doom != null) {
            throw failure(doom.equals(PIVOT) ? PIVOT + during + "." : doom);
        }
    }

    private static SqlException failure(String reason) {
        return new SqlException(
                        ErrorCode.SERIALIZATION_FAILURE,
                        "could not serialize access due to read/write dependencies among transactions")
                .withDetail("Reason code: " + reason)
                .withHint("The transaction might succeed if retried.");
    }

    Optional<LockOwner> source(SerialTransaction one) {
        synchronized (monitor) {
            return one.unsafe
                    ? Optional.empty()
                    : one.sources.stream().findFirst().map(source -> source.owner);
        }
    }

    boolean isUnsafe(SerialTransaction one) {
        synchronized (monitor) {
            return one.unsafe;
        }
    }

    /** Returns the memory that is taken, about: 0 if there is no transaction. */
    long usedBytes() {
        synchronized (monitor) {
            return usedBytes;
        }
    }
}
