package org.borealisdb.simulation.task;

import java.util.function.BiConsumer;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;

/** The tasks of one simulated process. */
public final class SimulatedTasks implements Tasks {
    private static final int LOCK_SWITCH_ONE_IN = 8;
    private static final int INTERLEAVE_SWITCH_ONE_IN = 4;

    private final Scheduler scheduler;
    private final String process;
    private final BiConsumer<String, Throwable> onEscape;
    private boolean dead;

    /**
     * Tasks of the process called {@code process}.
     *
     * @param onEscape gets the task's name and what escaped from its body
     */
    public SimulatedTasks(Scheduler scheduler, String process, BiConsumer<String, Throwable> onEscape) {
        this.scheduler = scheduler;
        this.process = process;
        this.onEscape = onEscape;
    }

    public String process() {
        return process;
    }

    /** True once the process has crashed: none of its tasks runs any more. */
    public boolean dead() {
        return dead;
    }

    /** Crashes the process. If the calling task belongs to it, this never returns. */
    public void kill() {
        dead = true;
        if (scheduler.current().owner == this) {
            scheduler.block();
        }
    }

    void escaped(SimulatedTask task, Throwable cause) {
        onEscape.accept(task.name(), cause);
    }

    @Override
    public SimulatedTask start(String name, TaskKind kind, Runnable body) {
        return scheduler.spawn(this, name, body);
    }

    @Override
    public Lock lock(String name) {
        return new SimulatedLock(scheduler, name);
    }

    @Override
    public Parker parker() {
        return new SimulatedParker(scheduler, scheduler.current());
    }

    @Override
    public void sleep(long nanos) {
        scheduler.sleep(nanos);
    }

    @Override
    public void giveWay() {
        scheduler.giveWay();
    }

    @Override
    public void interleave() {
        scheduler.maybeGiveWay(INTERLEAVE_SWITCH_ONE_IN);
    }

    static int lockSwitchOneIn() {
        return LOCK_SWITCH_ONE_IN;
    }
}
