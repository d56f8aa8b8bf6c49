package org.borealisdb.runtime.task;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bounded first-in first-out queue between tasks. A full queue pushes back ({@link #put} waits, {@link #offer} refuses). After
 * {@link #close} nothing more goes in, and takers get what is left, then empty answers.
 */
public final class BoundedQueue<T> {
    private final int capacity;
    private final Lock lock;
    private final Condition changed;
    private final ArrayDeque<T> items = new ArrayDeque<>();
    private boolean closed;

    public BoundedQueue(Tasks tasks, String name, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity of queue " + name + " must be positive: " + capacity);
        }
        this.capacity = capacity;
        this.lock = tasks.lock(name);
        this.changed = lock.condition();
    }

    /** Adds {@code item} if there is room and the queue is open. */
    public boolean offer(T item) {
        lock.lock();
        try {
            if (closed || items.size() >= capacity) {
                return false;
            }
            add(item);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Adds {@code item}, waiting for room; false if the queue is closed. */
    public boolean put(T item) {
        lock.lock();
        try {
            while (!closed && items.size() >= capacity) {
                changed.await();
            }
            if (closed) {
                return false;
            }
            add(item);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest item, waiting for one; empty once the queue is closed and drained. */
    public Optional<T> take() {
        lock.lock();
        try {
            while (items.isEmpty() && !closed) {
                changed.await();
            }
            return Optional.ofNullable(remove());
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest item, waiting at most {@code timeoutNanos} for one. */
    public Optional<T> take(long timeoutNanos) {
        lock.lock();
        try {
            if (items.isEmpty() && !closed) {
                changed.await(timeoutNanos);
            }
            return Optional.ofNullable(remove());
        } finally {
            lock.unlock();
        }
    }

    /** Waits for at least one item, then moves up to {@code limit} into {@code target}; false once closed and drained. */
    public boolean drainTo(List<? super T> target, int limit) {
        lock.lock();
        try {
            while (items.isEmpty() && !closed) {
                changed.await();
            }
            if (items.isEmpty()) {
                return false;
            }
            boolean wasFull = items.size() >= capacity;
            for (int moved = 0; moved < limit && !items.isEmpty(); moved++) {
                target.add(items.removeFirst());
            }
            if (wasFull) {
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        lock.lock();
        try {
            return items.size();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses further items and wakes everyone who waits. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void add(T item) {
        boolean wasEmpty = items.isEmpty();
        items.addLast(item);
        if (wasEmpty) {
            changed.signalAll();
        }
    }

    private @Nullable T remove() {
        boolean wasFull = items.size() >= capacity;
        T item = items.pollFirst();
        if (wasFull) {
            changed.signalAll();
        }
        return item;
    }
}
