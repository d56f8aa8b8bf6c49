package org.borealisdb.runtime.real;

/** Nothing in Borealis interrupts a thread, so an interrupt is foreign code at work, and the task that meets it must not go on. */
final class Interrupts {
    private Interrupts() {}

    /** The failure of a task that was interrupted in {@code where}; the thread's interrupt is kept. */
    static IllegalStateException failure(String where) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(
                "thread '" + Thread.currentThread().getName() + "' was interrupted in " + where);
    }
}
