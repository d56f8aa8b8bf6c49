package org.borealisdb.volume.geometry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/**
 * What storage nodes have answered to a question that all of them were asked at the same time: see {@link NodeCalls#ask}. One task
 * waits; the asking tasks fill it in. The newest {@link Rejection} is kept apart, since it ends whatever was going on.
 */
public final class Answers<A> implements AutoCloseable {
    private final Clock clock;
    private final Lock lock;
    private final Condition changed;

    // Guarded by the lock, like all that follows (the checker for @GuardedBy knows only monitors and JDK locks).
    private final SortedMap<Address, A> answers = new TreeMap<>();

    private final SortedMap<Address, String> troubles = new TreeMap<>();

    private Optional<Rejection> rejection = Optional.empty();

    private boolean closed;

    Answers(Tasks tasks, Clock clock, String name, List<Address> nodes) {
        this.clock = clock;
        this.lock = tasks.lock(name);
        this.changed = lock.condition();
        nodes.forEach(node -> troubles.put(node, "has not answered"));
    }

    /**
     * Waits until what has been answered satisfies {@code enough}, a rejection came, {@code deadlineNanos} (of the clock) has passed, or it is closed.
     *
     * @param enough looks at the answers so far, by node; must not wait
     * @return true if there is enough
     */
    public boolean await(Predicate<SortedMap<Address, A>> enough, long deadlineNanos) {
        lock.lock();
        try {
            while (rejection.isEmpty()) {
                if (enough.test(answers)) {
                    return true;
                }
                long left = deadlineNanos - clock.nanoTime();
                if (left <= 0 || closed) {
                    return false;
                }
                changed.await(left);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** A copy of the answers so far, in order of node. */
    public SortedMap<Address, A> soFar() {
        lock.lock();
        try {
            return new TreeMap<>(answers);
        } finally {
            lock.unlock();
        }
    }

    /** The newest rejection that came. */
    public Optional<Rejection> rejection() {
        lock.lock();
        try {
            return rejection;
        } finally {
            lock.unlock();
        }
    }

    /** Why the nodes that have not answered have not, for a person. */
    public String troubles() {
        lock.lock();
        try {
            StringBuilder text = new StringBuilder();
            for (Map.Entry<Address, String> each : troubles.entrySet()) {
                text.append(text.isEmpty() ? "" : "; ")
                        .append(each.getKey())
                        .append(' ')
                        .append(each.getValue());
            }
            return text.toString();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the asking: nodes that have not answered are not asked again. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void answered(Address node, A answer) {
        lock.lock();
        try {
            answers.put(node, answer);
            troubles.remove(node);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void rejected(Address node, Rejection newer) {
        lock.lock();
        try {
            troubles.put(node, "knows newer metadata");
            if (rejection.isEmpty() || newer.newest().newerThan(rejection.get().newest())) {
                rejection = Optional.of(newer);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Notes a failed attempt, and waits before the next; false if there is none. */
    boolean failed(Address node, String reason, long pauseNanos) {
        lock.lock();
        try {
            troubles.put(node, reason);
            long until = clock.nanoTime() + pauseNanos;
            long left = pauseNanos;
            while (!closed && left > 0) {
                changed.await(left);
                left = until - clock.nanoTime();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }
}
