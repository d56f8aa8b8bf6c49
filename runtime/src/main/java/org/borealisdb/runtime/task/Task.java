package org.borealisdb.runtime.task;

/** A running piece of blocking code. */
public interface Task {
    String name();

    /** True once the body has returned or thrown. */
    boolean done();

    /** Waits until the body has returned or thrown. */
    void join();

    /** Waits at most {@code timeoutNanos}; true if the task is done. */
    boolean join(long timeoutNanos);
}
