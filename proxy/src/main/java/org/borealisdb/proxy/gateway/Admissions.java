package org.borealisdb.proxy.gateway;

import java.util.concurrent.atomic.AtomicInteger;

/** How many sessions there may be, and are. Safe for use by all tasks. */
final class Admissions {
    private final int limit;
    private final AtomicInteger admitted = new AtomicInteger();
    private volatile boolean closed;

    Admissions(int limit) {
        this.limit = limit;
    }

    /** Takes a place, which must be given back; false if there is none. */
    boolean take() {
        if (admitted.incrementAndGet() > limit) {
            admitted.decrementAndGet();
            return false;
        }
        return true;
    }

    void giveBack() {
        admitted.decrementAndGet();
    }

    int admitted() {
        return admitted.get();
    }

    int limit() {
        return limit;
    }

    /** The gateway stops: nobody waits any more for an instance to come. */
    void close() {
        closed = true;
    }

    boolean closed() {
        return closed;
    }
}
