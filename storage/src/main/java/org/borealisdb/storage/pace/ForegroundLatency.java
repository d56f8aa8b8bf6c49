package org.borealisdb.storage.pace;

import java.util.concurrent.atomic.LongAdder;

/**
 * How long one kind of foreground work took a node since it was opened, all together, for (geometric) means of any time in between: one piece of work that took a thousand times as long as
 * usual says little of how the others fare. Safe for use by all tasks.
 */
public final class ForegroundLatency {
    private static final double MILLION = 1e6;

    private final LongAdder count = new LongAdder();
    /** Millionths of natural logarithms of nanoseconds. */
    private final LongAdder logarithms = new LongAdder();

    /** So often it was done by then, and the sum of the logarithms of the times that it took. */
    record Total(long count, long logarithms) {
        static final Total ZERO = new Total(0, 0);

        Total since(Total earlier) {
            return new Total(count - earlier.count, logarithms - earlier.logarithms);
        }

        Total and(Total more) {
            return new Total(count + more.count, logarithms + more.logarithms);
        }

        /** Natural logarithm of the geometric mean of the times, in nanoseconds. */
        double mean() {
            return logarithms / MILLION / count;
        }
    }

    /** It was done once more, in {@code nanos}. */
    public void note(long nanos) {
        // The same on all machines, so that simulations are.
        logarithms.add((long) (MILLION * StrictMath.log((double) Math.max(1, nanos))));
        count.increment();
    }

    /** How often it was done. */
    public long count() {
        return count.sum();
    }

    Total total() {
        return new Total(count.sum(), logarithms.sum());
    }
}
