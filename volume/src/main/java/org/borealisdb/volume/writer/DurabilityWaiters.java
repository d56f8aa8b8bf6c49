package org.borealisdb.volume.writer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.borealisdb.runtime.task.Parker;

/** The tasks that wait for VDL, in order of LSN; woken in batches. Guarded by its monitor. */
final class DurabilityWaiters {
    /** Earliest LSN first; of equal ones, who came first. */
    private record Waiter(long lsn, long arrival, Parker parker) implements Comparable<Waiter> {
        @Override
        public int compareTo(Waiter other) {
            return lsn != other.lsn ? Long.compare(lsn, other.lsn) : Long.compare(arrival, other.arrival);
        }
    }

    @GuardedBy("this")
    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>();

    @GuardedBy("this")
    private long arrivals;

    /** From now on {@code parker} is unparked when VDL has reached {@code lsn}. The caller then checks VDL before it parks. */
    synchronized void add(long lsn, Parker parker) {
        waiters.add(new Waiter(lsn, arrivals++, parker));
    }

    /** Wakes all that wait for {@code vdl} or less; answers how many. */
    int wake(long vdl) {
        List<Waiter> woken = new ArrayList<>();
        synchronized (this) {
            while (!waiters.isEmpty() && waiters.peek().lsn() <= vdl) {
                woken.add(waiters.remove());
            }
        }
        woken.forEach(waiter -> waiter.parker().unpark());
        return woken.size();
    }
}
