package org.borealisdb.controlplane.store;

import java.util.Optional;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.jspecify.annotations.Nullable;

/** A request that waits for what the member's task answers. Made by the task that waits; the first answer counts. */
final class Reply {
    private final StoreRequest request;
    private final Parker parker;
    private volatile @Nullable StoreAnswer answer;

    Reply(StoreRequest request, Tasks tasks) {
        this.request = request;
        this.parker = tasks.parker();
    }

    StoreRequest request() {
        return request;
    }

    /** Called by the member's task. */
    void complete(StoreAnswer given) {
        if (answer == null) {
            answer = given;
            parker.unpark();
        }
    }

    boolean completed() {
        return answer != null;
    }

    /** Waits for the answer; empty if there is none within {@code timeoutNanos}. */
    Optional<StoreAnswer> await(Clock clock, long timeoutNanos) {
        long deadline = clock.nanoTime() + timeoutNanos;
        while (answer == null) {
            long left = deadline - clock.nanoTime();
            if (left <= 0) {
                break;
            }
            parker.park(left);
        }
        return Optional.ofNullable(answer);
    }
}
