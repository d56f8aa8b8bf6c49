package org.borealisdb.storage.pace;

/**
 * Bytes per second that follow what foreground work says: a step towards the rate at which it takes so many times as long as usual as it may. A single judgement is chance, so it goes by their
 * moving mean. Never below a floor, so that a copy ends, but when it begins; never above a ceiling.
 */
final class CopyRate {
    /** What foreground work may take, in times of what it takes while nothing is copied. */
    private static final double BEARABLE = StrictMath.log(1.4);
    /** The same for a group that stops to take writes if it loses another copy. */
    private static final double BEARABLE_AT_LAST_QUORUM = StrictMath.log(3);

    /** Part of a new judgement in the mean. */
    private static final double NEWEST = 0.3;

    /** Slow, since code that a node has not run for long is slow at first and then costs compiling. */
    private static final double LARGEST_STEP_UP = 1.05;

    private static final double LARGEST_STEP_DOWN = 0.7;
    private static final double UNHINDERED_STEP = 1.5;
    /** It begins so many times below the floor: the first pieces are read and written by code that is interpreted still, and cost a core each while they last. */
    private static final double COLD = 16;
    /** Each judgement brings it nearer to the floor by this, whatever foreground work takes. */
    private static final double WARMING_STEP = 1.3;

    /** The floor at the last quorum, in floors. */
    private static final int URGENT = 4;

    private final double floor;
    private final double ceiling;
    private double rate;
    private double mean;
    /** The floor, or below it while the copy begins. */
    private double lowest;

    /** A rate between {@code floor} and {@code ceiling}, in bytes per second. */
    CopyRate(long floor, long ceiling) {
        this.floor = (double) floor;
        this.ceiling = (double) ceiling;
        restart();
    }

    /** How urgent a copy is. */
    enum Urgency {
        /** The group can lose another copy and take writes. */
        USUAL,
        /** It cannot. */
        LAST_QUORUM,
        /** It takes no writes as it is. */
        NO_QUORUM
    }

    /** Nothing was copied for long: what was known of the load is out of date. */
    void restart() {
        lowest = floor / COLD;
        rate = lowest;
        mean = 0;
    }

    long bytesPerSecond(Urgency urgency) {
        return switch (urgency) {
            case USUAL -> (long) rate;
            case LAST_QUORUM -> (long) Math.min(ceiling, Math.max(rate, URGENT * floor));
            case NO_QUORUM -> (long) ceiling;
        };
    }

    /** There is no foreground work. */
    void unhindered() {
        mean = 0;
        step(UNHINDERED_STEP);
    }

    /** Foreground work took longer than usual, by a factor with the natural logarithm {@code excess}; true if the rate is lower now. */
    boolean adjust(double excess, Urgency urgency) {
        double bearable = urgency == Urgency.USUAL ? BEARABLE : BEARABLE_AT_LAST_QUORUM;
        double before = rate;
        mean += NEWEST * (excess - mean);
        // Half the way, since what was changed last does not show in the mean yet.
        step(Math.clamp(StrictMath.exp((bearable - mean) / 2), LARGEST_STEP_DOWN, LARGEST_STEP_UP));
        return rate < before;
    }

    private void step(double factor) {
        lowest = Math.min(floor, lowest * WARMING_STEP);
        rate = Math.clamp(rate * factor, lowest, ceiling);
    }
}
