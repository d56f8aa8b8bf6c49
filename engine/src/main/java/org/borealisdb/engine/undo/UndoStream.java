package org.borealisdb.engine.undo;

import java.util.concurrent.atomic.AtomicInteger;
import org.borealisdb.runtime.task.Lock;

/**
 * One append-only chain of undo pages. Writers append at its tail, purge takes pages off its head. The tail is a hint that is checked under the
 * page's latch: a page with a successor is no longer the tail.
 */
public final class UndoStream {
    private final int number;
    private final Lock growing;
    private volatile long head;
    private volatile long tail;
    private final AtomicInteger changes = new AtomicInteger();

    UndoStream(int number, Lock growing, long head, long tail) {
        this.number = number;
        this.growing = growing;
        this.head = head;
        this.tail = tail;
    }

    public int number() {
        return number;
    }

    /** Taken by whoever adds a page, around that. */
    Lock growing() {
        return growing;
    }

    /** The oldest page. */
    public long head() {
        return head;
    }

    /** The page to append to. */
    public long tail() {
        return tail;
    }

    void head(long page) {
        head = page;
    }

    void tail(long page) {
        tail = page;
        changes.set(0);
    }

    /** How many mini-transactions have appended to the tail since it is that, or somewhat more; those from before the database was opened are not counted. */
    int changes() {
        return changes.get();
    }

    /** A mini-transaction has appended to the tail, which it has latched. */
    public void changed() {
        changes.incrementAndGet();
    }
}
