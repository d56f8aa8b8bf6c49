package org.borealisdb.simulation.task;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.jspecify.annotations.Nullable;

/** A lock whose next holder the seed picks. */
final class SimulatedLock implements Lock {
    private final Scheduler scheduler;
    private final String name;
    private final List<SimulatedTask> contenders = new ArrayList<>();
    private @Nullable SimulatedTask holder;

    SimulatedLock(Scheduler scheduler, String name) {
        this.scheduler = scheduler;
        this.name = name;
    }

    @Override
    public void lock() {
        scheduler.maybeGiveWay(SimulatedTasks.lockSwitchOneIn());
        SimulatedTask self = scheduler.current();
        if (holder == self) {
            throw new IllegalStateException(self + " already holds lock " + name);
        }
        while (holder != null) {
            contenders.add(self);
            scheduler.block();
        }
        holder = self;
    }

    @Override
    public boolean tryLock() {
        if (holder != null) {
            return false;
        }
        holder = scheduler.current();
        return true;
    }

    @Override
    public void unlock() {
        if (holder != scheduler.current()) {
            throw new IllegalStateException(scheduler.current() + " does not hold lock " + name);
        }
        release();
    }

    @Override
    public boolean held() {
        return holder == scheduler.current();
    }

    @Override
    public Condition condition() {
        return new SimulatedCondition();
    }

    private void release() {
        holder = null;
        for (SimulatedTask contender : contenders) {
            scheduler.wake(contender);
        }
        contenders.clear();
    }

    /** One wait on a condition. */
    private static final class Wait {
        final SimulatedTask task;
        boolean signalled;

        Wait(SimulatedTask task) {
            this.task = task;
        }
    }

    private final class SimulatedCondition implements Condition {
        private final List<Wait> waits = new ArrayList<>();

        @Override
        public void await() {
            Wait wait = begin();
            while (!wait.signalled) {
                scheduler.block();
            }
            lock();
        }

        @Override
        public boolean await(long timeoutNanos) {
            if (timeoutNanos <= 0) {
                return false;
            }
            long deadline = scheduler.now() + timeoutNanos;
            Wait wait = begin();
            Alarm alarm = scheduler.wakeAt(deadline, wait.task);
            while (!wait.signalled && scheduler.now() < deadline) {
                scheduler.block();
            }
            alarm.switchOff();
            waits.remove(wait);
            lock();
            return wait.signalled;
        }

        @Override
        public void signal() {
            if (!waits.isEmpty()) {
                Wait wait = waits.removeFirst();
                wait.signalled = true;
                scheduler.wake(wait.task);
            }
        }

        @Override
        public void signalAll() {
            for (Wait wait : waits) {
                wait.signalled = true;
                scheduler.wake(wait.task);
            }
            waits.clear();
        }

        private Wait begin() {
            if (!held()) {
                throw new IllegalStateException("await without holding lock " + name);
            }
            Wait wait = new Wait(scheduler.current());
            waits.add(wait);
            release();
            return wait;
        }
    }
}
