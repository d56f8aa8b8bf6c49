package org.borealisdb.simulation.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Decides, from the seed alone, which task runs next and what time it is. All of its state belongs to the holder of the baton, so it
 * needs no locks.
 */
public final class Scheduler {
    private final SplittableRandom random;
    private final List<SimulatedTask> runnable = new ArrayList<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final List<SimulatedTask> all = new ArrayList<>();
    private final long stepLimit;
    private final long timeLimit;

    private long now;
    private long steps;
    private long timersMade;
    private long tasksMade;
    private long trace;
    private @Nullable SimulatedTask current;
    private @Nullable Thread driver;
    private volatile boolean over;
    private @Nullable Throwable failure;

    /**
     * A scheduler that fails the run after {@code stepLimit} switches or {@code timeLimitNanos} of virtual time: then something loops
     * or waits for ever.
     */
    public Scheduler(SplittableRandom random, long stepLimit, long timeLimitNanos) {
        this.random = random;
        this.stepLimit = stepLimit;
        this.timeLimit = timeLimitNanos;
    }

    private record Timer(long time, long order, Runnable action) implements Comparable<Timer> {
        boolean off() {
            return action instanceof Alarm alarm && alarm.off();
        }

        @Override
        public int compareTo(Timer other) {
            return time != other.time ? Long.compare(time, other.time) : Long.compare(order, other.order);
        }
    }

    /** Virtual nanoseconds since the world began. */
    public long now() {
        return now;
    }

    public long steps() {
        return steps;
    }

    /** Depends on which task took each step, and when: two runs of a seed with the same trace did the same. */
    public long trace() {
        return trace;
    }

    /** True with a probability of one in {@code n}. */
    public boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /**
     * Runs {@code main} as a task of {@code owner} and everything that it starts, until {@code main} returns; all other tasks are
     * then dropped. Called once, by a thread that is no simulated task.
     *
     * @return what ended the run otherwise: what {@code main} threw, or a failure of the world
     */
    public Optional<Throwable> run(SimulatedTasks owner, Runnable main) {
        driver = Thread.currentThread();
        SimulatedTask first = spawn(owner, "main", () -> {
            main.run();
            end(null);
        });
        runnable.remove(first);
        hand(first);
        while (!over) {
            LockSupport.park(this);
        }
        return Optional.ofNullable(failure);
    }

    /** Ends the run at once, with {@code cause} if it failed. */
    public void end(@Nullable Throwable cause) {
        if (!over) {
            failure = cause;
            over = true;
            LockSupport.unpark(driver);
        }
    }

    /** Runs {@code action} at virtual time {@code time}, between two steps of tasks; it must not wait. */
    public void at(long time, Runnable action) {
        timers.add(new Timer(time, timersMade++, action));
    }

    /** The task that has the baton. */
    public SimulatedTask current() {
        SimulatedTask task = current;
        if (task == null) {
            throw new IllegalStateException("no simulated task is running");
        }
        return task;
    }

    SimulatedTask spawn(SimulatedTasks owner, String name, Runnable body) {
        SimulatedTask task = new SimulatedTask(this, owner, name, tasksMade++, body);
        runnable.add(task);
        all.add(task);
        if (all.size() > 4096) {
            all.removeIf(each -> !each.alive());
        }
        return task;
    }

    /** Makes a waiting task runnable; nothing for any other. */
    public void wake(SimulatedTask task) {
        if (task.waiting && task.alive()) {
            task.waiting = false;
            runnable.add(task);
        }
    }

    /** Makes the task runnable at {@code time}, unless the alarm is switched off before. */
    public Alarm wakeAt(long time, SimulatedTask task) {
        Alarm alarm = new Alarm(this, task);
        at(time, alarm);
        return alarm;
    }

    /** The calling task waits until {@link #wake}. May return early: wait in a loop. */
    public void block() {
        SimulatedTask self = current();
        self.waiting = true;
        switchFrom(self);
    }

    /** The calling task lets others run. */
    public void giveWay() {
        SimulatedTask self = current();
        runnable.add(self);
        switchFrom(self);
    }

    /** The calling task waits for {@code nanos} of virtual time. */
    public void sleep(long nanos) {
        SimulatedTask self = current();
        long until = now + Math.max(nanos, 0);
        wakeAt(until, self);
        while (now < until) {
            block();
        }
    }

    /** A point where the seed may choose to switch. */
    void maybeGiveWay(int oneIn) {
        if (oneIn(oneIn)) {
            giveWay();
        }
    }

    /** Runs a task's body on its thread, then passes the baton on for good. */
    void carry(SimulatedTask task, Runnable body) {
        try {
            body.run();
        } catch (Throwable e) {
            task.owner.escaped(task, e);
        }
        task.finished();
        next().ifPresent(this::hand);
    }

    private void switchFrom(SimulatedTask self) {
        Optional<SimulatedTask> next = next();
        if (next.isPresent() && next.get() == self) {
            current = self;
            return;
        }
        next.ifPresent(this::hand);
        while (!self.turn) {
            LockSupport.park(this);
        }
        self.turn = false;
    }

    private void hand(SimulatedTask task) {
        current = task;
        if (task.started) {
            task.turn = true;
            LockSupport.unpark(task.thread);
        } else {
            task.started = true;
            task.thread.start();
        }
    }

    /** The next task to run; empty if the run is over. */
    private Optional<SimulatedTask> next() {
        while (!over) {
            steps++;
            now += 100 + random.nextInt(400);
            fireTimers();
            if (steps > stepLimit || now > timeLimit) {
                end(new AssertionError("the simulation does not come to an end: " + steps + " steps, " + now / 1_000_000
                        + " ms of virtual time; tasks: " + describe()));
            } else if (!runnable.isEmpty()) {
                int choice = random.nextInt(runnable.size());
                SimulatedTask last = runnable.removeLast();
                SimulatedTask chosen = choice == runnable.size() ? last : runnable.set(choice, last);
                if (chosen.alive()) {
                    trace = (trace * 31 + chosen.number) * 31 + now;
                    return Optional.of(chosen);
                }
            } else if (timers.isEmpty()) {
                end(new AssertionError("deadlock: nothing can run any more; tasks: " + describe()));
            } else {
                Timer timer = timers.element();
                if (timer.off()) {
                    timers.remove();
                } else {
                    now = Math.max(now, timer.time());
                }
            }
        }
        return Optional.empty();
    }

    private void fireTimers() {
        while (!timers.isEmpty() && timers.element().time() <= now) {
            timers.remove().action().run();
        }
    }

    private String describe() {
        StringBuilder out = new StringBuilder();
        for (SimulatedTask task : all) {
            if (task.alive() && task.started) {
                out.append("\n  ").append(task);
                StackTraceElement[] frames = task.thread.getStackTrace();
                int shown = 0;
                for (StackTraceElement frame : frames) {
                    if (frame.getClassName().startsWith("org.borealisdb.")
                            && !frame.getClassName().startsWith("org.borealisdb.simulation.")
                            && shown++ < 5) {
                        out.append("\n      ").append(frame);
                    }
                }
            }
        }
        return out.toString();
    }
}
