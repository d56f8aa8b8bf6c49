package org.borealisdb.expr.item;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What must be in a value for an operator to be true of it; it may be false nevertheless. */
public sealed interface ItemQuery {
    /** An item must be there. Not compared with others. */
    @SuppressWarnings("ArrayRecordComponent")
    record One(byte[] item) implements ItemQuery {}

    /** All of it must be there: one part at least. */
    record All(List<ItemQuery> parts) implements ItemQuery {
        /** Copies the list. */
        public All {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("a query for all of nothing finds everything");
            }
        }
    }

    /** Any of it must be there; of no parts, nothing is found. */
    record Any(List<ItemQuery> parts) implements ItemQuery {
        /** Copies the list. */
        public Any {
            parts = List.copyOf(parts);
        }
    }

    /** Returns the query by which nothing can be found. */
    static ItemQuery nothing() {
        return new Any(List.of());
    }

    /** Returns the query for values that have all of some items, one at least. */
    static ItemQuery all(List<byte[]> items) {
        return new All(each(items));
    }

    /** Returns the query for values that have any of some items. */
    static ItemQuery any(List<byte[]> items) {
        return new Any(each(items));
    }

    /** An item that comes twice is looked for once. */
    private static List<ItemQuery> each(List<byte[]> items) {
        NavigableSet<byte[]> different = new TreeSet<>(Arrays::compareUnsigned);
        different.addAll(items);
        return different.stream().<ItemQuery>map(One::new).toList();
    }

    /** Returns all items that are asked for. */
    default Stream<byte[]> items() {
        return switch (this) {
            case One one -> Stream.of(one.item());
            case All all -> all.parts().stream().flatMap(ItemQuery::items);
            case Any any -> any.parts().stream().flatMap(ItemQuery::items);
        };
    }

    /** Returns whether some items, in a set that compares them by their bytes, are what is asked for. */
    default boolean isIn(Set<byte[]> items) {
        return switch (this) {
            case One one -> items.contains(one.item());
            case All all -> all.parts().stream().allMatch(part -> part.isIn(items));
            case Any any -> any.parts().stream().anyMatch(part -> part.isIn(items));
        };
    }

    /** Returns the query for other items in the place of these. */
    default ItemQuery map(UnaryOperator<byte[]> change) {
        return switch (this) {
            case One one -> new One(change.apply(one.item()));
            case All all ->
                new All(all.parts().stream().map(part -> part.map(change)).toList());
            case Any any ->
                new Any(any.parts().stream().map(part -> part.map(change)).toList());
        };
    }
}
