package org.borealisdb.engine.activity;

import java.util.concurrent.atomic.LongAdder;

/** How often, and when last, a table was analyzed. Safe for use by all tasks. */
public final class Analyses {
    private final LongAdder count = new LongAdder();
    private volatile long lastMicros = Long.MIN_VALUE;

    /** Counts one, at a time in microseconds since 2000. */
    public void ended(long micros) {
        lastMicros = micros;
        count.increment();
    }

    /** Begins anew. */
    void reset() {
        count.reset();
        lastMicros = Long.MIN_VALUE;
    }

    public long count() {
        return count.sum();
    }

    /** When the last one was, in microseconds since 2000; {@link Long#MIN_VALUE} if there was none. */
    public long lastMicros() {
        return lastMicros;
    }
}
