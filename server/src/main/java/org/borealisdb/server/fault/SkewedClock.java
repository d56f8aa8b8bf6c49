package org.borealisdb.server.fault;

import org.borealisdb.runtime.time.Clock;

/** A clock whose wall time is wrong by what the board says. Nanoseconds are those of the real one: leases don't hang on the time of day. */
public final class SkewedClock implements Clock {
    private final Clock real;
    private final FaultBoard board;

    public SkewedClock(Clock real, FaultBoard board) {
        this.real = real;
        this.board = board;
    }

    @Override
    public long nanoTime() {
        return real.nanoTime();
    }

    @Override
    public long wallMicros() {
        return real.wallMicros() + board.skewMicros();
    }
}
