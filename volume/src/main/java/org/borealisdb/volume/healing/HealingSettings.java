package org.borealisdb.volume.healing;

/**
 * Pace and patience of healing. Times in nanoseconds.
 *
 * @param intervalNanos     between two looks at the nodes
 * @param suspectAfterNanos at least two intervals: a node that has not answered, or a segment that has not counted, for so long is replaced
 * @param balanceAfterNanos when a node has borne more than it should for so long, a segment moves to another; {@link #NEVER} for not at all
 * @param mostChanges       most groups of a volume whose membership changes at the same time: the others wait for their turn, those with the fewest healthy copies first
 */
public record HealingSettings(long intervalNanos, long suspectAfterNanos, long balanceAfterNanos, int mostChanges) {
    /** No segment moves but from nodes that are missing or to leave. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final long SECOND = 1_000_000_000;

    public HealingSettings {
        // A new member has to be told before it can be missed.
        if (intervalNanos < 1 || suspectAfterNanos < 2 * intervalNanos || balanceAfterNanos < 1 || mostChanges < 1) {
            throw new IllegalArgumentException("healing looks every " + intervalNanos + " ns, suspects after "
                    + suspectAfterNanos + " ns and changes " + mostChanges + " groups at a time");
        }
    }

    /** A look each second; a node that is away for 20 s is replaced, and it takes less time than that to restart one. Segments move after half a minute. */
    public static HealingSettings standard() {
        return new HealingSettings(SECOND, 20 * SECOND, 30 * SECOND, 8);
    }

    /** The same with another patience. */
    public HealingSettings withSuspectAfter(long nanos) {
        return new HealingSettings(intervalNanos, nanos, balanceAfterNanos, mostChanges);
    }
}
