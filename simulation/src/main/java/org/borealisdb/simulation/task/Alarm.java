package org.borealisdb.simulation.task;

/** Wakes a task at a time, unless it is switched off: what has come to its end needs no waking, and a task would run for nothing. */
public final class Alarm implements Runnable {
    private final Scheduler scheduler;
    private final SimulatedTask task;
    private boolean off;

    Alarm(Scheduler scheduler, SimulatedTask task) {
        this.scheduler = scheduler;
        this.task = task;
    }

    boolean off() {
        return off;
    }

    /** Wakes nobody from now on. */
    public void switchOff() {
        off = true;
    }

    @Override
    public void run() {
        if (!off) {
            scheduler.wake(task);
        }
    }
}
