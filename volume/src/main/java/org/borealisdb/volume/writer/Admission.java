package org.borealisdb.volume.writer;

import org.borealisdb.runtime.task.Parker;

/** A task that waits for room in the log. */
final class Admission {
    private final int bytes;
    private final Parker parker;
    private volatile boolean granted;

    Admission(int bytes, Parker parker) {
        this.bytes = bytes;
        this.parker = parker;
    }

    int bytes() {
        return bytes;
    }

    boolean granted() {
        return granted;
    }

    void grant() {
        granted = true;
        parker.unpark();
    }

    void await() {
        parker.park();
    }

    void wake() {
        parker.unpark();
    }
}
