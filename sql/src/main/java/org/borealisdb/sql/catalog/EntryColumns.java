package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.row.KeyDecoder;
import org.borealisdb.expr.row.RowLayout;
import org.borealisdb.expr.type.SqlType;

/**
 * Which columns of a table's rows the entries of an index tell: those of its key and of the primary key behind it, as far as keys can be read back, and those that it includes.
 *
 * @param keys what is at the beginning of an entry, one after the other, up to the first that cannot be read back
 * @param payload the row of the included columns, if entries have it
 * @param primary the same as {@code keys} of the primary key
 * @param places for each column of the table that can be read to the last bit, where it is
 */
public record EntryColumns(
        List<KeyColumn> keys, Optional<RowLayout> payload, List<KeyColumn> primary, Map<Integer, Place> places) {
    /** A part of an entry. */
    public enum Part {
        /** The index key. */
        KEY,
        /** The included columns. */
        PAYLOAD,
        /** The primary key. */
        PRIMARY
    }

    /**
     * Where in an entry a column is.
     *
     * @param number which one of its part, from 0
     */
    public record Place(Part part, int number) {}

    /** Copies them. */
    public EntryColumns {
        keys = List.copyOf(keys);
        primary = List.copyOf(primary);
        places = Map.copyOf(places);
    }

    /** Returns what entries of an index of a table tell. */
    public static EntryColumns of(TableDefinition table, IndexDefinition index) {
        Map<Integer, Place> places = new HashMap<>();
        List<KeyColumn> keys = readable(index, Part.KEY, places);
        Optional<RowLayout> payload = index.payload(table.layout().types());
        for (int number = 0; payload.isPresent() && number < index.included().size(); number++) {
            places.putIfAbsent(index.included().get(number), new Place(Part.PAYLOAD, number));
        }
        List<KeyColumn> primary = table.clusteredBy()
                .map(clustered -> readable(clustered, Part.PRIMARY, places))
                .orElse(List.of());
        return new EntryColumns(keys, payload, primary, places);
    }

    private static List<KeyColumn> readable(IndexDefinition index, Part part, Map<Integer, Place> places) {
        List<KeyColumn> keys = new ArrayList<>();
        for (KeyColumn key : index.keys()) {
            if (!KeyDecoder.isDecodable(key.type())) {
                // Where it ends is not known, and so not what is behind it.
                break;
            }
            if (KeyDecoder.isExact(key.type())) {
                places.putIfAbsent(index.columns().get(keys.size()), new Place(part, keys.size()));
            }
            keys.add(key);
        }
        return keys;
    }

    /** Returns the types of what is in an entry, as far as it can be read. */
    public List<SqlType> types() {
        return Stream.concat(
                        Stream.concat(keys.stream(), primary.stream()).map(KeyColumn::type),
                        payload.stream().flatMap(layout -> layout.types().stream()))
                .toList();
    }

    /** Returns whether an index has what it takes: an entry for each row, in which all of some columns are. */
    public static boolean cover(TableDefinition table, IndexDefinition index, Collection<Integer> columns) {
        return !index.isClustered()
                && index.isOrdered()
                && !index.isComputed()
                && of(table, index).places().keySet().containsAll(columns);
    }
}
