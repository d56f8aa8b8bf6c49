package org.borealisdb.sql.postgres;

import java.util.Locale;
import java.util.OptionalLong;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.jspecify.annotations.Nullable;

/** What indexes, their columns and their access methods can do, by the names of PostgreSQL's properties; NULL for names and columns that there are not. */
final class IndexProperties {
    private static final long B_TREE = 403;
    private static final long HASH = 405;
    private static final long GIN = 2742;

    private IndexProperties() {}

    /** A property of an access method. */
    static @Nullable Boolean ofMethod(long method, String property) {
        if (method != B_TREE && method != HASH && method != GIN) {
            return null;
        }
        boolean sorted = method == B_TREE;
        return switch (property.toLowerCase(Locale.ROOT)) {
            case "can_order", "can_unique", "can_include" -> sorted;
            case "can_multi_col" -> method != HASH;
            case "can_exclude" -> method != GIN;
            default -> null;
        };
    }

    /** A property of an index, or of a column of it. */
    static @Nullable Boolean of(IndexDefinition index, OptionalLong column, String property) {
        return column.isPresent() ? ofColumn(index, column.getAsLong(), property) : ofIndex(index, property);
    }

    private static @Nullable Boolean ofIndex(IndexDefinition index, String property) {
        return switch (property.toLowerCase(Locale.ROOT)) {
            case "clusterable" -> isSorted(index);
            case "index_scan", "backward_scan" -> !index.method().equals("gin");
            case "bitmap_scan" -> true;
            default -> null;
        };
    }

    /** A property of a column of an index, from 1, those that are only included last. */
    private static @Nullable Boolean ofColumn(IndexDefinition index, long number, String property) {
        int keys = index.columns().size();
        if (number < 1 || number > keys + index.included().size()) {
            return null;
        }
        boolean sorted = isSorted(index);
        String name = property.toLowerCase(Locale.ROOT);
        if (number > keys) {
            return switch (name) {
                case "returnable" -> sorted;
                case "orderable", "distance_orderable" -> false;
                default -> null;
            };
        }
        boolean descending = index.keys().get((int) number - 1).descending();
        boolean nullsFirst = index.keys().get((int) number - 1).nullsFirst();
        return switch (name) {
            case "asc" -> sorted && !descending;
            case "desc" -> sorted && descending;
            case "nulls_first" -> sorted && nullsFirst;
            case "nulls_last" -> sorted && !nullsFirst;
            case "orderable", "returnable", "search_array", "search_nulls" -> sorted;
            case "distance_orderable" -> false;
            default -> null;
        };
    }

    private static boolean isSorted(IndexDefinition index) {
        return !index.method().equals("gin") && !index.method().equals("hash");
    }
}
