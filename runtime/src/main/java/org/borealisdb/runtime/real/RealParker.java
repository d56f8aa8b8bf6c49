package org.borealisdb.runtime.real;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.borealisdb.runtime.task.Parker;

/** A permit for the thread that made it. An unpark of a permit that is there already is one volatile exchange and no system call. */
final class RealParker implements Parker {
    private final Thread owner = Thread.currentThread();
    private final AtomicBoolean permit = new AtomicBoolean();

    @Override
    public void park() {
        checkOwner();
        while (!permit.getAndSet(false)) {
            LockSupport.park(this);
            checkNotInterrupted();
        }
    }

    @Override
    public void park(long timeoutNanos) {
        checkOwner();
        long start = System.nanoTime();
        long left = timeoutNanos;
        while (!permit.getAndSet(false) && left > 0) {
            LockSupport.parkNanos(this, left);
            checkNotInterrupted();
            left = timeoutNanos - (System.nanoTime() - start);
        }
    }

    @Override
    public void unpark() {
        if (!permit.getAndSet(true)) {
            LockSupport.unpark(owner);
        }
    }

    private void checkOwner() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("the parker of thread '" + owner.getName() + "' was parked by thread '"
                    + Thread.currentThread().getName() + "'");
        }
    }

    private void checkNotInterrupted() {
        if (owner.isInterrupted()) {
            throw Interrupts.failure("park");
        }
    }
}
