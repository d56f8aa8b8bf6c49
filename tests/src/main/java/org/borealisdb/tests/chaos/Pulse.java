package org.borealisdb.tests.chaos;

/** How long nothing was acknowledged. Safe for use by all threads. */
final class Pulse {
    private static final double NANOS_PER_SECOND = 1e9;

    // Guarded by this.
    private long last = System.nanoTime();
    private long longest;

    /** A change was acknowledged. */
    synchronized void beat(long now) {
        if (now > last) {
            longest = Math.max(longest, now - last);
            last = now;
        }
    }

    /** The longest time without one from now on counts. */
    synchronized void reset() {
        longest = 0;
    }

    /** Seconds since the last one. */
    synchronized double silent() {
        return (System.nanoTime() - last) / NANOS_PER_SECOND;
    }

    /** Longest time without one since the last reset, in seconds. */
    synchronized double longest() {
        return Math.max(longest, System.nanoTime() - last) / NANOS_PER_SECOND;
    }
}
