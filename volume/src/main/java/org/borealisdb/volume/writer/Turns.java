package org.borealisdb.volume.writer;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one task at a time do a piece of work for all who ask, without making any of them wait: whoever asks while another is at it
 * leaves at once, and the other does the work once more. So every request is followed by a run that began after it, and runs see each other's effects.
 *
 * <p>If the work throws, no further run ever happens: the owner has failed and must say so.
 */
final class Turns {
    private final Runnable work;
    private final AtomicInteger requests = new AtomicInteger();

    Turns(Runnable work) {
        this.work = work;
    }

    /** Does the work, or has it done by the task that is at it. Never waits; may be called from within the work. */
    void take() {
        if (requests.getAndIncrement() != 0) {
            return;
        }
        int served;
        do {
            served = requests.get();
            work.run();
        } while (requests.addAndGet(-served) != 0);
    }
}
