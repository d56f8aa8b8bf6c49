package org.borealisdb.runtime.time;

/** Source of time. Safe for use by all tasks. */
public interface Clock {
    /** Nanoseconds from an arbitrary origin; never goes back. It may stand still while a machine is suspended. */
    long nanoTime();

    /** Microseconds since 1970-01-01 UTC by the machine's wall clock; may jump either way. */
    long wallMicros();
}
