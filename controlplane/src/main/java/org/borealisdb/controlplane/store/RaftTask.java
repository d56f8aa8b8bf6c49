package org.borealisdb.controlplane.store;

import io.microraft.executor.RaftNodeExecutor;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The one task in which everything of a member happens: MicroRaft's steps, its timers, what others send, what clients ask. Whoever has something to do there puts it into a bounded queue.
 *
 * <p>MicroRaft is called from this task alone, so {@link #execute} runs at once. That makes one step of what {@link Arrivals} finds about a message and of how MicroRaft takes it.
 */
final class RaftTask implements RaftNodeExecutor {
    /** Messages and requests that wait: a member that is behind this far is asked again later. */
    static final int MAX_WAITING = 4096;
    /** Bytes of the messages among them. */
    static final long MAX_WAITING_BYTES = 64L << 20;

    private final Clock clock;

    /** Guards {@link #waiting}, its bytes and {@link #closed}. Held for short steps only. */
    private final Lock lock;

    private final Condition changed;

    private final ArrayDeque<Step> waiting = new ArrayDeque<>();

    private long waitingBytes;

    private boolean closed;

    /** Of the member's task alone. */
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();

    private long timersMade;

    private record Step(Runnable action, int bytes) {}

    private record Timer(long deadline, long order, Runnable action) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            // Deadlines are of a clock whose origin is anywhere, so they are compared by their difference.
            long difference = deadline - other.deadline;
            return difference != 0 ? Long.signum(difference) : Long.compare(order, other.order);
        }
    }

    RaftTask(Tasks tasks, Clock clock, String name) {
        this.clock = clock;
        this.lock = tasks.lock(name);
        this.changed = lock.condition();
    }

    /** Has the member's task run {@code action}; false if too much waits, or it has ended. */
    boolean offer(Runnable action, int bytes) {
        lock.lock();
        try {
            if (closed || waiting.size() >= MAX_WAITING || waitingBytes + bytes > MAX_WAITING_BYTES) {
                return false;
            }
            waiting.add(new Step(action, bytes));
            waitingBytes += bytes;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Runs, in the calling task, what there is to do, until {@link #close}; {@code afterEach} follows each step. What they throw ends it. */
    void run(Runnable afterEach) {
        while (true) {
            Runnable next = next();
            if (next == null) {
                return;
            }
            next.run();
            afterEach.run();
        }
    }

    /** Ends {@link #run} after the step it is at. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void execute(Runnable action) {
        action.run();
    }

    /** For steps of MicroRaft's own; there are a few at a time at most, so they are not counted. */
    @Override
    public void submit(Runnable action) {
        lock.lock();
        try {
            waiting.add(new Step(action, 0));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void schedule(Runnable action, long delay, TimeUnit unit) {
        timers.add(new Timer(clock.nanoTime() + RaftClock.nanos(delay, unit), timersMade++, action));
    }

    /** The next thing to do, waiting for it: timers that are due first. */
    private @Nullable Runnable next() {
        lock.lock();
        try {
            while (!closed) {
                Timer timer = timers.peek();
                long left = timer == null ? Long.MAX_VALUE : timer.deadline() - clock.nanoTime();
                if (timer != null && left <= 0) {
                    timers.remove();
                    return timer.action();
                }
                Step step = waiting.poll();
                if (step != null) {
                    waitingBytes -= step.bytes();
                    return step.action();
                }
                if (timer == null) {
                    changed.await();
                } else {
                    changed.await(left);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }
}
