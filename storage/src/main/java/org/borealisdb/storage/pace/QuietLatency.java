package org.borealisdb.storage.pace;

import java.util.OptionalDouble;
import org.borealisdb.storage.pace.ForegroundLatency.Total;

/**
 * What one kind of foreground work takes while nothing is copied: a moving mean, for a single look is chance. It goes down more readily than up: a backlog that copying has
 * caused outlasts the copying for a while, and would otherwise soon pass for what is usual.
 */
final class QuietLatency {
    /** Fewer are not worth a judgement. */
    static final int ENOUGH = 16;
    /** More than so much later copying need not be, however quick the work is. */
    private static final double LEAST = StrictMath.log(250_000);

    private static final double DOWN = 0.4;
    private static final double UP = 0.15;

    private Total pending = Total.ZERO;
    /** Natural logarithm of nanoseconds. */
    private double mean = Double.NaN;

    /** So much was done while nothing was copied. */
    void note(Total quiet) {
        pending = pending.and(quiet);
        if (pending.count() < ENOUGH) {
            return;
        }
        double now = Math.max(LEAST, pending.mean());
        pending = Total.ZERO;
        if (Double.isNaN(mean)) {
            mean = now;
        } else {
            mean += (now - mean) * (now < mean ? DOWN : UP);
        }
    }

    /** Natural logarithm of how many times as long {@code work} took; empty if there was none, or it is not known what is usual. */
    OptionalDouble excess(Total work) {
        return Double.isNaN(mean) || work.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(work.mean() - mean);
    }
}
