package org.borealisdb.simulation;

import org.borealisdb.runtime.time.Clock;
import org.borealisdb.simulation.task.Scheduler;

/** Virtual time as one host sees it: the monotonic clock has its own origin, the wall clock is wrong by a constant. */
final class SimulatedClock implements Clock {
    /** 2026-01-01 00:00 UTC. */
    private static final long WALL_ORIGIN_MICROS = 1_767_225_600_000_000L;

    private final Scheduler scheduler;
    private final long monotonicOrigin;
    private final long wallErrorMicros;

    SimulatedClock(Scheduler scheduler, long monotonicOrigin, long wallErrorMicros) {
        this.scheduler = scheduler;
        this.monotonicOrigin = monotonicOrigin;
        this.wallErrorMicros = wallErrorMicros;
    }

    @Override
    public long nanoTime() {
        return monotonicOrigin + scheduler.now();
    }

    @Override
    public long wallMicros() {
        return WALL_ORIGIN_MICROS + wallErrorMicros + scheduler.now() / 1000;
    }
}
