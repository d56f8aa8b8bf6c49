package org.borealisdb.simulation.task;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.runtime.task.Task;

/** A task of the simulation, carried by a virtual thread that runs only while it has the baton. */
public final class SimulatedTask implements Task {
    final SimulatedTasks owner;
    final Thread thread;
    final long number;
    /** True from being handed the baton until it takes note of it. */
    volatile boolean turn;

    boolean started;
    boolean waiting;

    private final Scheduler scheduler;
    private final String name;
    private final List<SimulatedTask> joiners = new ArrayList<>();
    private boolean done;

    SimulatedTask(Scheduler scheduler, SimulatedTasks owner, String name, long number, Runnable body) {
        this.scheduler = scheduler;
        this.owner = owner;
        this.name = name;
        this.number = number;
        this.thread = Thread.ofVirtual().unstarted(() -> scheduler.carry(this, body));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean done() {
        return done;
    }

    @Override
    public void join() {
        while (!done) {
            joiners.add(scheduler.current());
            scheduler.block();
        }
    }

    @Override
    public boolean join(long timeoutNanos) {
        long deadline = scheduler.now() + timeoutNanos;
        SimulatedTask self = scheduler.current();
        if (!done && timeoutNanos > 0) {
            joiners.add(self);
            Alarm alarm = scheduler.wakeAt(deadline, self);
            while (!done && scheduler.now() < deadline) {
                scheduler.block();
            }
            alarm.switchOff();
            joiners.remove(self);
        }
        return done;
    }

    void finished() {
        done = true;
        for (SimulatedTask joiner : joiners) {
            scheduler.wake(joiner);
        }
        joiners.clear();
    }

    boolean alive() {
        return !done && !owner.dead();
    }

    @Override
    public String toString() {
        return owner.process() + "/" + name + (waiting ? " (waits)" : "");
    }
}
