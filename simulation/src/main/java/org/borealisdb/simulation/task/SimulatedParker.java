package org.borealisdb.simulation.task;

import org.borealisdb.runtime.task.Parker;

/** A permit of one simulated task. */
final class SimulatedParker implements Parker {
    private final Scheduler scheduler;
    private final SimulatedTask task;
    private boolean permit;

    SimulatedParker(Scheduler scheduler, SimulatedTask task) {
        this.scheduler = scheduler;
        this.task = task;
    }

    @Override
    public void park() {
        checkOwner();
        while (!permit) {
            scheduler.block();
        }
        permit = false;
    }

    @Override
    public void park(long timeoutNanos) {
        checkOwner();
        long deadline = scheduler.now() + timeoutNanos;
        if (!permit && timeoutNanos > 0) {
            Alarm alarm = scheduler.wakeAt(deadline, task);
            while (!permit && scheduler.now() < deadline) {
                scheduler.block();
            }
            alarm.switchOff();
        }
        permit = false;
    }

    @Override
    public void unpark() {
        permit = true;
        scheduler.wake(task);
    }

    private void checkOwner() {
        if (scheduler.current() != task) {
            throw new IllegalStateException("parker of " + task + " used by " + scheduler.current());
        }
    }
}
