package org.borealisdb.engine.lock;

import org.borealisdb.runtime.task.Parker;

/** A wait for a lock. The outcome is set once, under the monitor, and read by the waiting task without it. */
final class LockRequest {
    enum Outcome {
        WAITING,
        GRANTED,
        CANCELLED,
        DEADLOCK
    }

    final LockOwner owner;
    final LockEntry entry;
    final LockMode mode;
    final Parker parker;
    volatile Outcome outcome = Outcome.WAITING;

    LockRequest(LockOwner owner, LockEntry entry, LockMode mode, Parker parker) {
        this.owner = owner;
        this.entry = entry;
        this.mode = mode;
        this.parker = parker;
    }

    void finish(Outcome how) {
        outcome = how;
        owner.group().waiting = null;
        parker.unpark();
    }
}
