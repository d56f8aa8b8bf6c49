package org.borealisdb.server.role;

import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealRandom;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.real.TaskFailureHandler;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.sql.spill.InstanceMemory;

/**
 * What all roles of one process share: its threads, its clock, its randomness, its counters, and the memory for rows of statements. Closing it joins all tasks, so the
 * roles are closed before.
 */
public record RealWorld(
        RealTasks tasks, Clock clock, RandomSource random, Metrics metrics, InstanceMemory statementMemory)
        implements AutoCloseable {
    /** Of the heap, the part that statements may have for the rows that they keep: the rest is for what is not counted. */
    private static final long HEAP_SHARE = 3;

    /** The real ones; {@code failureHandler} decides what becomes of the process when a task throws. */
    public static RealWorld create(TaskFailureHandler failureHandler) {
        return new RealWorld(
                new RealTasks(failureHandler),
                new RealClock(),
                new RealRandom(),
                new Metrics(),
                new InstanceMemory(Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    }

    /** The same with another clock. */
    RealWorld withClock(Clock other) {
        return new RealWorld(tasks, other, random, metrics, statementMemory);
    }

    /** Whole milliseconds since the clock said {@code nanos}, for the log. */
    long millisSince(long nanos) {
        return (clock.nanoTime() - nanos) / 1_000_000;
    }

    @Override
    public void close() {
        tasks.close();
    }
}
