package org.borealisdb.volume.reader;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * When to ask a second node for a page: after the 95th percentile of what reads took lately, and for at most one read in twenty, and a few at first. Safe for use by all tasks; guarded by its monitor.
 */
final class Hedges {
    /** A node is not asked for the sake of less. */
    private static final long SHORTEST_NANOS = 500_000;
    /** What is assumed before the first reads. */
    private static final double FIRST_NANOS = 20e6;

    private static final double QUANTILE = 0.95;
    /** How far one read moves the estimate, of its size. */
    private static final double STEP = 0.125;

    /** Reads for each hedge. */
    private static final int READS = 20;
    /** Hedges that may be saved up. */
    private static final int MOST_SAVED = 8;

    /** The quantile, by stochastic approximation: reads below pull it down a little, those above push it up more, so that it rests where one in twenty is above. */
    @GuardedBy("this")
    private double quantileNanos = FIRST_NANOS;

    /** Reads since the hedges that were taken. Some are saved up when the volume is opened: nobody knows then which nodes are slow, and all wait for the first reads. */
    @GuardedBy("this")
    private int credit = READS * MOST_SAVED;

    /** A read has taken {@code nanos}, hedged or not. */
    synchronized void took(long nanos) {
        quantileNanos *= 1 + STEP * (nanos > quantileNanos ? QUANTILE : QUANTILE - 1);
        credit = Math.min(credit + 1, READS * MOST_SAVED);
    }

    /** How long to wait for the first answer alone. */
    synchronized long patienceNanos() {
        return Math.max(SHORTEST_NANOS, (long) quantileNanos);
    }

    /** True if a second node may be asked now: this is counted. */
    synchronized boolean take() {
        if (credit < READS) {
            return false;
        }
        credit -= READS;
        return true;
    }
}
