package org.borealisdb.engine.catalog;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.borealisdb.engine.transaction.ReadView;

/** What was read of the catalog's newest state, so that statements of all sessions need not search the trees again for the tables that they name. Safe for use by all tasks. */
final class KnownCatalog {
    /** Most objects kept, those that were looked for in vain included. */
    private static final int CAPACITY = 50_000;

    private final Function<ReadView, OptionalLong> points;
    private final NewestState<CatalogLookup, List<CatalogObject>> answers = new NewestState<>(CAPACITY);

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
        List<CatalogObject> known = answers.get(point, lookup);
        if (known != null) {
            return known;
        }
        List<CatalogObject> answer = List.copyOf(read.get());
        answers.put(point, lookup, answer, 1 + answer.size());
        return answer;
    }
}
