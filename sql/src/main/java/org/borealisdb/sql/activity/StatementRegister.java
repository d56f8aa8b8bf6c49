package org.borealisdb.sql.activity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The counts of all statements that an instance has run, as many as there is room for: when there are more, those that are used least go.
 * Finding counts that are there takes no lock. Safe for use by all tasks.
 */
public final class StatementRegister {
    /** Longest text that is kept, in characters; what goes beyond is left out. */
    public static final int LONGEST_TEXT = 16_384;

    /** What use is worth after room was made, as a part of what it was before. */
    private static final double FADING = 0.99;

    /** How many go when room is made, in percent, and how many at least. */
    private static final int PERCENT_FORGOTTEN = 5;

    private static final int LEAST_FORGOTTEN = 10;

    private final int capacity;
    private final LongSupplier clock;
    private final ConcurrentHashMap<StatementKey, StatementCounts> statements = new ConcurrentHashMap<>();
    /** Held while statements come and go. A leaf: nothing is waited for meanwhile. */
    private final Object room = new Object();

    private final AtomicLong evictions = new AtomicLong();
    private volatile long resetAt;

    /**
     * Begins to count.
     *
     * @param capacity most statements that are kept
     * @param clock tells the time in microseconds since 2000
     */
    public StatementRegister(int capacity, LongSupplier clock) {
        if (capacity < LEAST_FORGOTTEN) {
            throw new IllegalArgumentException("room for " + capacity + " statements");
        }
        this.capacity = capacity;
        this.clock = clock;
        this.resetAt = clock.getAsLong();
    }

    /**
     * Returns the counts of a statement.
     *
     * @param text makes its text, when it is seen first
     */
    public StatementCounts find(StatementKey key, Supplier<String> text) {
        StatementCounts known = statements.get(key);
        if (known != null) {
            return known;
        }
        StatementCounts made = new StatementCounts(key, text.get());
        synchronized (room) {
            if (statements.size() >= capacity) {
                makeRoom();
            }
            StatementCounts other = statements.putIfAbsent(key, made);
            return other == null ? made : other;
        }
    }

    private void makeRoom() {
        record Used(StatementCounts counts, double usage) {}
        List<Used> all = new ArrayList<>();
        statements.values().forEach(counts -> all.add(new Used(counts, counts.fadingUsage(FADING))));
        all.sort(Comparator.comparingDouble(Used::usage));
        int number = Math.min(all.size(), Math.max(LEAST_FORGOTTEN, all.size() * PERCENT_FORGOTTEN / 100));
        all.subList(0, number).forEach(used -> remove(used.counts()));
        evictions.incrementAndGet();
    }

    private void remove(StatementCounts counts) {
        statements.remove(counts.key());
        counts.forget();
    }

    /** Returns the statements that were run to their ends at least once, in no order. */
    public List<StatementCounts> all() {
        return statements.values().stream().filter(counts -> counts.calls() > 0).toList();
    }

    /** Forgets some statements; the time of that is noted if it is all of them. */
    public void reset(Predicate<StatementKey> which, boolean all) {
        synchronized (room) {
            List.copyOf(statements.values()).stream()
                    .filter(counts -> which.test(counts.key()))
                    .forEach(this::remove);
            if (all) {
                evictions.set(0);
                resetAt = clock.getAsLong();
            }
        }
    }

    /** Returns how often room was made. */
    public long evictions() {
        return evictions.get();
    }

    /** Returns when all were forgotten last, in microseconds since 2000. */
    public long resetAt() {
        return resetAt;
    }
}
