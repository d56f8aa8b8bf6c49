package org.borealisdb.runtime.real;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.borealisdb.runtime.time.Clock;

/** The machine's clocks. The monotonic one may stand still while the machine is suspended: leases must allow for that. */
public final class RealClock implements Clock {
    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long wallMicros() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(now.getNano());
    }
}
