package org.borealisdb.controlplane.store;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * Time as MicroRaft is given it. It counts heartbeats and their loss in whole seconds, which is too long for us; so each second of ours is {@value #SPEED} of its. It never goes back, and has nothing
 * to do with the time of day. A suspended machine may stand still: nothing but how soon a leader is missed depends on it.
 */
final class RaftClock extends Clock {
    static final int SPEED = 5;

    /** Where it begins: far enough from 0, which MicroRaft takes for "never". */
    private static final long ORIGIN_MILLIS = 3_600_000;

    private final org.borealisdb.runtime.time.Clock clock;
    private final long startNanos;

    RaftClock(org.borealisdb.runtime.time.Clock clock) {
        this.clock = clock;
        this.startNanos = clock.nanoTime();
    }

    /** Our nanoseconds for a time of MicroRaft's. */
    static long nanos(long delay, TimeUnit unit) {
        return unit.toNanos(delay) / SPEED;
    }

    @Override
    public long millis() {
        return ORIGIN_MILLIS + (clock.nanoTime() - startNanos) * SPEED / 1_000_000;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
