package org.borealisdb.storage.pace;

import java.util.OptionalDouble;
import org.borealisdb.storage.pace.ForegroundLatency.Total;

/**
 * What one kind of foreground work takes while nothing is copied: a moving mean, for a single look is chance. It goes down at once, and up within a minute: a backlog that copying has
 * caused outlasts the copying for a while, and would otherwise soon pass for what is usual.
 */
final class QuietLatency {
    /** Fewer are not worth a judgement. */
    static final int ENOUGH = 16;
    /** More than so much later copying need not be, however quick the work is. */
    private static final double LEAST = StrictMath.log(250_000);

    private static final double DOWN = 0.4;
    private static final double UP_NANOS = 60e9;

    private Total pending = Total.ZERO;
    /** Natural logarithm of nanoseconds. */
    private double mean = Double.NaN;

    private long notedAt;

    /** So much was done while nothing was copied, until the clock showed {@code nowNanos}. */
    void note(Total quiet, long nowNanos) {
        pending = pending.and(quiet);
        if (pending.count() < ENOUGH) {
            return;
        }
        double now = Math.max(LEAST, pending.mean());
        pending = Total.ZERO;
        if (Double.isNaN(mean)) {
            mean = now;
        } else {
            double up = 1 - StrictMath.exp((notedAt - nowNanos) / UP_NANOS);
            mean += (now - mean) * (now < mean ? DOWN : up);
        }
        notedAt = nowNanos;
    }

    /** Natural logarithm of how many times as long {@code work} took; empty if there was none, or it is not known what is usual. */
    OptionalDouble excess(Total work) {
        return Double.isNaN(mean) || work.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(work.mean() - mean);
    }
}
