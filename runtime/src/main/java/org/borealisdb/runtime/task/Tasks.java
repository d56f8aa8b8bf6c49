package org.borealisdb.runtime.task;

/** Starts tasks and makes what they wait on. One instance belongs to one process (in a simulation: to one node of it). */
public interface Tasks {
    /**
     * Starts {@code body}. A {@code Throwable} that escapes it is reported to the owner of this instance, which stops the process
     * (or, in a simulation, the node): tasks that can go on after an error catch it themselves.
     */
    Task start(String name, TaskKind kind, Runnable body);

    Lock lock(String name);

    /** A parker for the calling task. */
    Parker parker();

    /** Waits for {@code nanos}. For pacing of background work only, never as a way to wait for something to happen. */
    void sleep(long nanos);

    /** Lets other tasks run; long loops call it at least every millisecond. */
    void giveWay();

    /**
     * Marks a point between two steps of lock-free code where another task might come in between. Nothing in production; in a
     * simulation the scheduler may switch here.
     */
    void interleave();
}
