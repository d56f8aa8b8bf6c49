package org.borealisdb.controlplane.failover;

/**
 * When a writer is given up. All times in nanoseconds.
 *
 * @param probeNanos   a writer that was not heard of for so long is looked for: one whose machine says that nobody listens has ended
 * @param silentNanos  one that was not heard of for so long, by anybody, is gone
 * @param healthyNanos an instance that was heard of so long ago, or later, is there
 * @param takeOverNanos how long one may take to become the writer, or to open the database again
 * @param forgetNanos  an instance that was not heard of for so long is forgotten
 */
public record FailoverSettings(
        long probeNanos, long silentNanos, long healthyNanos, long takeOverNanos, long forgetNanos) {
    private static final long MILLISECOND = 1_000_000;

    public FailoverSettings {
        if (probeNanos <= 0 || silentNanos < probeNanos || healthyNanos <= 0 || takeOverNanos < silentNanos) {
            throw new IllegalArgumentException("times are positive: first a writer is looked for, then given up");
        }
        if (forgetNanos < silentNanos || forgetNanos < healthyNanos) {
            throw new IllegalArgumentException("nobody is forgotten before he is given up");
        }
    }

    /** The settings of production. A machine that is busy may let an instance wait for a third of a second. */
    public static FailoverSettings standard() {
        return new FailoverSettings(
                250 * MILLISECOND, 1_200 * MILLISECOND, 800 * MILLISECOND, 10_000 * MILLISECOND, 60_000 * MILLISECOND);
    }
}
