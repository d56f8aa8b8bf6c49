package org.borealisdb.server.role;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.OptionalLong;

/** Notices that a writer cannot serve: that it waits for its lease for long, or that nothing becomes durable. Safe for use by all tasks. */
final class WriterStall {
    private static final long LEASE_NANOS = 500_000_000;
    /** Storage that is busy may let the log wait for a moment. */
    private static final long LOG_NANOS = 2_500_000_000L;

    private static final long NANOS_PER_MILLI = 1_000_000;

    @GuardedBy("this")
    private OptionalLong confirmingSince = OptionalLong.empty();

    @GuardedBy("this")
    private long vdl = -1;

    @GuardedBy("this")
    private long movedAt;

    /** The lease is about to be confirmed. */
    synchronized void confirming(long now) {
        confirmingSince = OptionalLong.of(now);
    }

    /** It was. */
    synchronized void confirmed() {
        confirmingSince = OptionalLong.empty();
    }

    /** What is wrong, in words; empty if nothing is. To be asked all the time. */
    synchronized String look(long now, long durable, long appended) {
        if (durable != vdl || appended <= durable) {
            vdl = durable;
            movedAt = now;
        }
        if (confirmingSince.isPresent() && now - confirmingSince.getAsLong() >= LEASE_NANOS) {
            return "its lease was not confirmed for " + (now - confirmingSince.getAsLong()) / NANOS_PER_MILLI + " ms";
        }
        return now - movedAt < LOG_NANOS
                ? ""
                : "nothing has become durable for " + (now - movedAt) / NANOS_PER_MILLI + " ms";
    }
}
