package org.borealisdb.runtime.task;

/**
 * The cheapest way for one task to wait for others: a single permit. Created by the task that will park
 * ({@link Tasks#parker()}); only that task parks, anyone may unpark. Spurious returns happen: check and park again.
 */
public interface Parker {
    /** Takes the permit, waiting for it if it is not there. */
    void park();

    /** Like {@link #park()}, for at most {@code timeoutNanos}. */
    void park(long timeoutNanos);

    /** Makes the permit available; it does not add up. */
    void unpark();
}
