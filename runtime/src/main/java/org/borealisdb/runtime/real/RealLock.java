package org.borealisdb.runtime.real;

import java.util.concurrent.locks.ReentrantLock;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;

/** A lock for threads of both kinds. Not reentrant: taking it twice fails at once instead of hiding a confused owner. */
final class RealLock implements Lock {
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();

    RealLock(String name) {
        this.name = name;
    }

    @Override
    public void lock() {
        checkNotHeld();
        lock.lock();
    }

    @Override
    public boolean tryLock() {
        checkNotHeld();
        return lock.tryLock();
    }

    @Override
    public void unlock() {
        checkHeld("unlock");
        lock.unlock();
    }

    @Override
    public boolean held() {
        return lock.isHeldByCurrentThread();
    }

    @Override
    public Condition condition() {
        return new RealCondition(lock.newCondition());
    }

    private void checkNotHeld() {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("lock " + name + " is held by this task already");
        }
    }

    private void checkHeld(String action) {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException(action + " of lock " + name + ", which this task does not hold");
        }
    }

    /** A condition of the surrounding lock. */
    // The loop is the caller's: Condition's contract asks for it.
    @SuppressWarnings("WaitNotInLoop")
    private final class RealCondition implements Condition {
        private final java.util.concurrent.locks.Condition condition;

        RealCondition(java.util.concurrent.locks.Condition condition) {
            this.condition = condition;
        }

        @Override
        public void await() {
            checkHeld("await");
            try {
                condition.await();
            } catch (InterruptedException interruption) {
                throw Interrupts.failure("a condition of lock " + name);
            }
        }

        @Override
        public boolean await(long timeoutNanos) {
            checkHeld("await");
            if (timeoutNanos <= 0) {
                return false;
            }
            try {
                return condition.awaitNanos(timeoutNanos) > 0;
            } catch (InterruptedException interruption) {
                throw Interrupts.failure("a condition of lock " + name);
            }
        }

        @Override
        public void signal() {
            checkHeld("signal");
            condition.signal();
        }

        @Override
        public void signalAll() {
            checkHeld("signalAll");
            condition.signalAll();
        }
    }
}
