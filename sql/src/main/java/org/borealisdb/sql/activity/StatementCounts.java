package org.borealisdb.sql.activity;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** How often a statement was run, and for how long. Safe for use by all tasks; sums that are read while it is run may lack a part of a run. */
public final class StatementCounts {
    private static final double NANOS_PER_MILLI = 1e6;

    private final StatementKey key;
    private final String text;
    private final LongAdder calls = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final DoubleAdder squares = new DoubleAdder();
    private final LongAccumulator least = new LongAccumulator(Math::min, Long.MAX_VALUE);
    private final LongAccumulator most = new LongAccumulator(Math::max, 0);
    private volatile boolean forgotten;

    /** What its use was worth when room was made last, and how many calls there were then; guarded by the register. */
    private double usage;

    private long callsBefore;

    StatementCounts(StatementKey key, String text) {
        this.key = key;
        this.text = text;
    }

    /** Counts a run of some nanoseconds that returned or changed rows. */
    public void add(long runNanos, long runRows) {
        double millis = runNanos / NANOS_PER_MILLI;
        calls.increment();
        rows.add(runRows);
        nanos.add(runNanos);
        squares.add(millis * millis);
        least.accumulate(runNanos);
        most.accumulate(runNanos);
    }

    /** Returns whether its counts are no longer shown: another object counts the statement's next runs. */
    public boolean isForgotten() {
        return forgotten;
    }

    void forget() {
        forgotten = true;
    }

    /** Returns what its use is worth, which becomes less each time that room is made. */
    double fadingUsage(double factor) {
        long now = calls.sum();
        usage = (usage + (now - callsBefore)) * factor;
        callsBefore = now;
        return usage;
    }

    /** Returns what is counted here. */
    public StatementKey key() {
        return key;
    }

    /** Returns the statement with parameters in place of its constants, as it was first seen. */
    public String text() {
        return text;
    }

    /** Returns how often it was run to its end. */
    public long calls() {
        return calls.sum();
    }

    /** Returns how many rows it returned or changed. */
    public long rows() {
        return rows.sum();
    }

    /** Returns the sum of its times, in milliseconds. */
    public double totalMillis() {
        return nanos.sum() / NANOS_PER_MILLI;
    }

    /** Returns its shortest time, in milliseconds. */
    public double leastMillis() {
        long shortest = least.get();
        return shortest == Long.MAX_VALUE ? 0 : shortest / NANOS_PER_MILLI;
    }

    /** Returns its longest time, in milliseconds. */
    public double mostMillis() {
        return most.get() / NANOS_PER_MILLI;
    }

    /** Returns its mean time, in milliseconds. */
    public double meanMillis() {
        long count = calls.sum();
        return count == 0 ? 0 : totalMillis() / count;
    }

    /** Returns the standard deviation of its times, of all of them and not of a sample, in milliseconds. */
    public double deviationMillis() {
        long count = calls.sum();
        double mean = meanMillis();
        return count < 2 ? 0 : Math.sqrt(Math.max(0, squares.sum() / count - mean * mean));
    }
}
