package org.borealisdb.runtime.task;

/** A place to wait for a change of the state that a {@link Lock} guards. Spurious wake-ups happen: always wait in a loop. */
public interface Condition {
    /** Gives the lock up, waits for a signal, takes the lock again. */
    void await();

    /** Like {@link #await()}, for at most {@code timeoutNanos} (zero or less: returns at once); false if the time ran out. */
    boolean await(long timeoutNanos);

    void signal();

    void signalAll();
}
