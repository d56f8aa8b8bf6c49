package org.borealisdb.engine.transaction;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.PriorityQueue;
import org.borealisdb.volume.DurabilityListener;

/**
 * Commits that wait for their durability. Whoever learns of a new VDL finishes them in the order of their LSNs: it releases and
 * hands on their locks, and only then wakes their sessions (R2).
 *
 * <p>The monitor is a leaf but for the lock table's, which is taken under it.
 */
public final class CommitQueue implements DurabilityListener {
    /** A commit whose record was appended. */
    interface Pending {
        long commitLsn();

        /** The commit is durable: everyone may know. */
        void durable();
    }

    private final Object monitor = new Object();

    @GuardedBy("monitor")
    private final PriorityQueue<Pending> waiting =
            new PriorityQueue<>((left, right) -> Long.compare(left.commitLsn(), right.commitLsn()));

    @GuardedBy("monitor")
    private long durable;

    /** Adds a commit; finishes it at once if it is durable already. */
    void add(Pending commit) {
        synchronized (monitor) {
            waiting.add(commit);
            finish();
        }
    }

    @Override
    public void durableUpTo(long vdl) {
        synchronized (monitor) {
            durable = Math.max(durable, vdl);
            finish();
        }
    }

    @GuardedBy("monitor")
    private void finish() {
        while (true) {
            Pending first = waiting.peek();
            if (first == null || first.commitLsn() > durable) {
                return;
            }
            waiting.remove();
            first.durable();
        }
    }
}
