package org.borealisdb.redo.message;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Lists of what a node says of a volume's segments, of which it has one for each group, of perhaps ten thousand: kept in the order of groups, so that one is found without a look at all. */
final class ByGroup {
    private ByGroup() {}

    /** The same in the order of groups; not changed any more. */
    static <T> List<T> sorted(List<T> segments, ToIntFunction<T> group) {
        return segments.stream().sorted(Comparator.comparingInt(group)).toList();
    }

    /** What a {@link #sorted} list says of {@code wanted}. */
    static <T> Optional<T> find(List<T> segments, ToIntFunction<T> group, int wanted) {
        int from = 0;
        int to = segments.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (group.applyAsInt(segments.get(middle)) < wanted) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from < segments.size() && group.applyAsInt(segments.get(from)) == wanted
                ? Optional.of(segments.get(from))
                : Optional.empty();
    }
}
