package org.borealisdb.runtime.real.net;

import java.util.Optional;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.jspecify.annotations.Nullable;

/** A call that waits for its answer. Made and awaited by the calling task, ended by any. */
final class PendingCall {
    private final Parker parker;
    private volatile @Nullable CallOutcome outcome;

    PendingCall(Tasks tasks) {
        this(tasks.parker());
    }

    /** One of several calls whose end {@code parker} waits for. */
    PendingCall(Parker parker) {
        this.parker = parker;
    }

    /** How it ended; empty if it has not. */
    Optional<CallOutcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    void end(CallOutcome how) {
        outcome = how;
        parker.unpark();
    }

    /** Waits for the end; empty if it does not come within {@code timeoutNanos}. */
    Optional<CallOutcome> await(Clock clock, long timeoutNanos) {
        long start = clock.nanoTime();
        long left = timeoutNanos;
        while (outcome == null && left > 0) {
            parker.park(left);
            left = timeoutNanos - (clock.nanoTime() - start);
        }
        return Optional.ofNullable(outcome);
    }
}
