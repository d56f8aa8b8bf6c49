package org.borealisdb.engine.catalog;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What was made of the catalog's newest state. All of it is forgotten with the next change of the catalog; of other states, and of those with changes that are not committed, nothing is kept. Safe for use by
 * all tasks.
 *
 * @param <K> what is asked
 * @param <V> the answer, which nobody changes
 */
public final class NewestState<K, V> {
    private final int capacity;
    private volatile Known<K, V> known = new Known<>(-1);

    /** What is known of the catalog as it is since the change at {@code point}. */
    private static final class Known<K, V> {
        final long point;
        final Map<K, V> answers = new ConcurrentHashMap<>();
        final AtomicInteger weight = new AtomicInteger();

        Known(long point) {
            this.point = point;
        }
    }

    /**
     * Knows nothing.
     *
     * @param capacity most weight that is kept; when there is more, all is forgotten
     */
    public NewestState(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Returns an answer.
     *
     * @param point the LSN of the last change of the state that is seen; none if it is one of its own
     * @return null if it is not known
     */
    public @Nullable V get(OptionalLong point, K key) {
        Known<K, V> now = known;
        return point.isPresent() && now.point == point.getAsLong() ? now.answers.get(key) : null;
    }

    /** Keeps an answer that was made of a state, unless a newer one is known. */
    public void put(OptionalLong point, K key, V answer, int weight) {
        Known<K, V> now = known;
        if (point.isEmpty() || now.point > point.getAsLong()) {
            return;
        }
        if (now.point < point.getAsLong() || now.weight.get() + weight > capacity) {
            now = new Known<>(point.getAsLong());
            known = now;
        }
        now.weight.addAndGet(weight);
        now.answers.put(key, answer);
    }
}
