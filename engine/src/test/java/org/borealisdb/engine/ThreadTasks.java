package org.borealisdb.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;

/** Tasks on the test's own threads, which it starts itself, but for those that read ahead. */
public final class ThreadTasks implements Tasks {
    private static final int GIVE_WAY_ONE_IN = 47;

    private final AtomicInteger interleavings = new AtomicInteger();

    @Override
    public Task start(String name, TaskKind kind, Runnable body) {
        Thread thread = Thread.ofPlatform().daemon().name(name).start(body);
        return new StartedTask(name, thread);
    }

    @Override
    public Lock lock(String name) {
        return new ThreadLock();
    }

    @Override
    public Parker parker() {
        throw new UnsupportedOperationException("no parker");
    }

    @Override
    public void sleep(long nanos) {
        LockSupport.parkNanos(nanos);
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // Giving way is all that is asked.
    public void giveWay() {
        Thread.yield();
    }

    /** Gives way now and then, so that other threads run at just the moments that are dangerous. */
    @Override
    public void interleave() {
        if (interleavings.incrementAndGet() % GIVE_WAY_ONE_IN == 0) {
            giveWay();
        }
    }

    private record StartedTask(String name, Thread thread) implements Task {
        @Override
        public boolean done() {
            return !thread.isAlive();
        }

        @Override
        public void join() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public boolean join(long timeoutNanos) {
            try {
                return thread.join(Duration.ofNanos(timeoutNanos));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class ThreadLock implements Lock {
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public void lock() {
            if (lock.isHeldByCurrentThread()) {
                throw new IllegalStateException("the lock is held already");
            }
            lock.lock();
        }

        @Override
        public boolean tryLock() {
            return lock.tryLock();
        }

        @Override
        public void unlock() {
            lock.unlock();
        }

        @Override
        public boolean held() {
            return lock.isHeldByCurrentThread();
        }

        @Override
        public Condition condition() {
            return new ThreadCondition(lock.newCondition());
        }
    }

    @SuppressWarnings("WaitNotInLoop") // Callers wait in loops, as the interface says.
    private record ThreadCondition(java.util.concurrent.locks.Condition condition) implements Condition {
        @Override
        public void await() {
            condition.awaitUninterruptibly();
        }

        @Override
        public boolean await(long timeoutNanos) {
            try {
                return condition.awaitNanos(timeoutNanos) > 0;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void signal() {
            condition.signal();
        }

        @Override
        public void signalAll() {
            condition.signalAll();
        }
    }
}
