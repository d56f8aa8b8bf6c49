package org.borealisdb.storage.ingest;

import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;

/** One task waits for another to be done with something. */
public final class Completion {
    private final Lock lock;
    private final Condition changed;
    private boolean done;

    public Completion(Tasks tasks) {
        lock = tasks.lock("completion");
        changed = lock.condition();
    }

    void complete() {
        lock.lock();
        try {
            done = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits at most {@code nanos}; true if it is done. */
    public boolean await(long nanos) {
        lock.lock();
        try {
            if (!done) {
                changed.await(nanos);
            }
            return done;
        } finally {
            lock.unlock();
        }
    }
}
