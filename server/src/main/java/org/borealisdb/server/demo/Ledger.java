package org.borealisdb.server.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What clients were told, kept outside the database. Each entry is one transaction of one writer, numbered from 1. An entry is either
 * acknowledged (COMMIT was answered), refused (an error was answered), or of unknown fate (the session was lost before an answer):
 * the first must be in the database, the second must not, the third may.
 */
public final class Ledger {
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final List<BitSet> acknowledged = new ArrayList<>();

    @GuardedBy("lock")
    private final List<BitSet> unknown = new ArrayList<>();

    @GuardedBy("lock")
    private final List<String> errors = new ArrayList<>();

    @GuardedBy("lock")
    private long reads;

    @GuardedBy("lock")
    private long longestWriteNanos;

    @GuardedBy("lock")
    private long longestReadNanos;

    @GuardedBy("lock")
    private long lastAcknowledgedAt = System.nanoTime();

    /** An empty ledger for writers 0 to {@code writers - 1}. */
    public Ledger(int writers) {
        for (int i = 0; i < writers; i++) {
            acknowledged.add(new BitSet());
            unknown.add(new BitSet());
        }
    }

    void acknowledged(int writer, int entry, long nanos) {
        synchronized (lock) {
            acknowledged.get(writer).set(entry);
            longestWriteNanos = Math.max(longestWriteNanos, nanos);
            lastAcknowledgedAt = System.nanoTime();
        }
    }

    void refused(String error) {
        synchronized (lock) {
            errors.add(error);
        }
    }

    void lost(int writer, int entry, String error) {
        synchronized (lock) {
            unknown.get(writer).set(entry);
            errors.add(error);
        }
    }

    void read(long nanos) {
        synchronized (lock) {
            reads++;
            longestReadNanos = Math.max(longestReadNanos, nanos);
        }
    }

    /** Entries acknowledged so far. */
    public long acknowledged() {
        synchronized (lock) {
            return count(acknowledged);
        }
    }

    /** The entries that were acknowledged so far. */
    public Set<Entry> acknowledgedEntries() {
        synchronized (lock) {
            Set<Entry> entries = new HashSet<>();
            for (int writer = 0; writer < acknowledged.size(); writer++) {
                for (int entry : acknowledged.get(writer).stream().toArray()) {
                    entries.add(new Entry(writer, entry));
                }
            }
            return entries;
        }
    }

    /** The highest entry of a writer that was acknowledged; 0 if none was. */
    public int lastAcknowledged(int writer) {
        synchronized (lock) {
            return Math.max(0, acknowledged.get(writer).length() - 1);
        }
    }

    /** Reads answered so far. */
    public long reads() {
        synchronized (lock) {
            return reads;
        }
    }

    /** Errors that clients were told since {@link #newScene}. */
    public List<String> errors() {
        synchronized (lock) {
            return List.copyOf(errors);
        }
    }

    /** The longest that a transaction took, since {@link #newScene}. */
    public double longestWriteSeconds() {
        synchronized (lock) {
            return longestWriteNanos / 1e9;
        }
    }

    /** The longest that a read took, since {@link #newScene}. */
    public double longestReadSeconds() {
        synchronized (lock) {
            return longestReadNanos / 1e9;
        }
    }

    /** Seconds since a commit was acknowledged last. */
    public double secondsSinceCommit() {
        synchronized (lock) {
            return (System.nanoTime() - lastAcknowledgedAt) / 1e9;
        }
    }

    /** Forgets errors and waits, not entries. */
    public void newScene() {
        synchronized (lock) {
            errors.clear();
            longestWriteNanos = 0;
            longestReadNanos = 0;
        }
    }

    private static long count(List<BitSet> sets) {
        return sets.stream().mapToLong(BitSet::cardinality).sum();
    }

    /** What the database holds, compared with what clients were told. */
    public Audit audit(Set<Entry> found) {
        synchronized (lock) {
            Set<Entry> allowed = new HashSet<>();
            long missing = 0;
            long kept = 0;
            for (int writer = 0; writer < acknowledged.size(); writer++) {
                for (int entry : acknowledged.get(writer).stream().toArray()) {
                    allowed.add(new Entry(writer, entry));
                    missing += found.contains(new Entry(writer, entry)) ? 0 : 1;
                }
                for (int entry : unknown.get(writer).stream().toArray()) {
                    allowed.add(new Entry(writer, entry));
                    kept += found.contains(new Entry(writer, entry)) ? 1 : 0;
                }
            }
            long foreign =
                    found.stream().filter(entry -> !allowed.contains(entry)).count();
            return new Audit(count(acknowledged), missing, foreign, count(unknown), kept);
        }
    }

    /** One transaction of one writer. */
    public record Entry(int writer, int number) {}

    /**
     * The verdict of the ledger.
     *
     * @param acknowledged entries of which clients were told that they are committed
     * @param missing      those of them that the database does not have: must be none
     * @param foreign      entries that the database has though they were refused, or never made: must be none
     * @param unknown      entries of unknown fate
     * @param kept         those of them that were committed
     */
    public record Audit(long acknowledged, long missing, long foreign, long unknown, long kept) {
        /** Whether the database holds what it must, and nothing else. */
        public boolean holds() {
            return missing == 0 && foreign == 0;
        }

        @Override
        public String toString() {
            String text = String.format(
                    Locale.ROOT,
                    "%,d acknowledged transactions, %d of them missing; %d in the database that should not be",
                    acknowledged,
                    missing,
                    foreign);
            return unknown == 0
                    ? text
                    : text
                            + String.format(
                                    Locale.ROOT,
                                    "; %d were cut off before an answer, %d of these had been committed",
                                    unknown,
                                    kept);
        }
    }
}
