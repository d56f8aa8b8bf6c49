package org.borealisdb.engine.catalog;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.borealisdb.engine.transaction.ReadView;
import org.jspecify.annotations.Nullable;

/**
 * What was read of the catalog's newest state, so that statements of all sessions need not search the trees again for the tables that they name. All of it is forgotten with the next change of the catalog;
 * views of other states, and of changes that are not committed, read for themselves. Safe for use by all tasks.
 */
final class KnownCatalog {
    /** Most objects kept, those that were looked for in vain included; when there are more, all are forgotten. */
    private static final int CAPACITY = 50_000;

    private final Function<ReadView, OptionalLong> points;
    private volatile State state = new State(-1);

    /** What is known of the catalog as it is since the change at {@code point}. */
    private static final class State {
        final long point;
        final Map<CatalogLookup, List<CatalogObject>> answers = new ConcurrentHashMap<>();
        final AtomicInteger size = new AtomicInteger();

        State(long point) {
            this.point = point;
        }
    }

    /**
     * Knows nothing.
     *
     * @param points tells which state a view sees
     */
    KnownCatalog(Function<ReadView, OptionalLong> points) {
        this.points = points;
    }

    /**
     * Answers a question.
     *
     * @param read reads the answer with the view
     * @return the objects, which nobody changes
     */
    List<CatalogObject> find(ReadView view, CatalogLookup lookup, Supplier<List<CatalogObject>> read) {
        OptionalLong point = points.apply(view);
        if (point.isEmpty()) {
            return read.get();
        }
        State known = at(point.getAsLong());
        if (known == null) {
            return read.get();
        }
        List<CatalogObject> answer = known.answers.get(lookup);
        if (answer == null) {
            answer = List.copyOf(read.get());
            keep(known, lookup, answer);
        }
        return answer;
    }

    private @Nullable State at(long point) {
        State known = state;
        if (known.point == point) {
            return known;
        }
        if (known.point > point) {
            return null;
        }
        State fresh = new State(point);
        state = fresh;
        return fresh;
    }

    private void keep(State known, CatalogLookup lookup, List<CatalogObject> answer) {
        if (known.size.addAndGet(1 + answer.size()) > CAPACITY) {
            state = new State(known.point);
            return;
        }
        known.answers.put(lookup, answer);
    }
}
