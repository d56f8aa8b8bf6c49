package org.borealisdb.engine.transaction;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** The states of the transactions of one status page, in memory as long as they are recent. Lock-free. */
final class StatusChunk {
    /** Running, or never begun. */
    static final long RUNNING = 0;
    /** Rolled back, or found dead at opening. */
    static final long ABORTED = -1;
    /** Between stamping its slot and knowing its commit LSN: the page knows. */
    static final long COMMITTING = -2;

    private final long number;
    private final long page;
    private volatile @Nullable AtomicLongArray states;

    /** A chunk whose states are to be read from its page. */
    StatusChunk(long number, long page) {
        this.number = number;
        this.page = page;
    }

    /** The transactions of this chunk are those from this times {@link StatusPage#SLOTS}. */
    long number() {
        return number;
    }

    /** The page that holds them. */
    long page() {
        return page;
    }

    /** The first id of the next chunk. */
    long endId() {
        return (number + 1) * StatusPage.SLOTS;
    }

    /** The states, if they are in memory. */
    @Nullable
    AtomicLongArray states() {
        return states;
    }

    void states(AtomicLongArray loaded) {
        states = loaded;
    }

    /** Drops the states; all transactions of the chunk have ended. */
    void unload() {
        states = null;
    }
}
