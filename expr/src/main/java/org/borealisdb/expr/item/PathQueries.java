package org.borealisdb.expr.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.borealisdb.expr.jsonpath.PathDemand;

/** Makes queries of what paths demand. Stateless. */
final class PathQueries {
    /** More items are not looked for at a time: each takes memory. */
    private static final int MOST_ITEMS = 200;

    private PathQueries() {}

    /**
     * Returns the query for the values that may meet a demand.
     *
     * @param at what items are of use for a path
     * @return empty if these may be any
     */
    static Optional<ItemQuery> of(PathDemand demand, Function<PathDemand.At, Optional<ItemQuery>> at) {
        return query(demand, at)
                .filter(query -> query.items().limit(MOST_ITEMS + 1).count() <= MOST_ITEMS);
    }

    private static Optional<ItemQuery> query(PathDemand demand, Function<PathDemand.At, Optional<ItemQuery>> at) {
        return switch (demand) {
            case PathDemand.At path -> at.apply(path);
            case PathDemand.All all -> {
                List<ItemQuery> parts = new ArrayList<>();
                all.parts().forEach(part -> query(part, at).ifPresent(parts::add));
                yield parts.isEmpty() ? Optional.empty() : Optional.of(new ItemQuery.All(parts));
            }
            case PathDemand.Any any -> {
                List<ItemQuery> parts = new ArrayList<>();
                any.parts().forEach(part -> query(part, at).ifPresent(parts::add));
                yield parts.size() < any.parts().size() ? Optional.empty() : Optional.of(new ItemQuery.Any(parts));
            }
        };
    }
}
