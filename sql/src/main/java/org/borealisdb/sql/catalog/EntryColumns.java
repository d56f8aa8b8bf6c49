package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.row.KeyDecoder;

/**
 * Which columns of a table's rows the entries of an index tell: those of its key and of the primary key behind it, as far as keys can be read back.
 *
 * @param keys what is in an entry, one after the other
 * @param places for each column of the table that can be read back to the last bit, its place among the keys
 */
public record EntryColumns(List<KeyColumn> keys, Map<Integer, Integer> places) {
    /** Copies them. */
    public EntryColumns {
        keys = List.copyOf(keys);
        places = Map.copyOf(places);
    }

    /** Returns what entries of an index of a table tell. */
    public static EntryColumns of(TableDefinition table, IndexDefinition index) {
        List<KeyColumn> keys = new ArrayList<>();
        Map<Integer, Integer> places = new HashMap<>();
        boolean readable = add(index, keys, places);
        if (readable) {
            table.clusteredBy().ifPresent(primary -> add(primary, keys, places));
        }
        return new EntryColumns(keys, places);
    }

    private static boolean add(IndexDefinition index, List<KeyColumn> keys, Map<Integer, Integer> places) {
        for (int part = 0; part < index.keys().size(); part++) {
            KeyColumn key = index.keys().get(part);
            if (!KeyDecoder.isDecodable(key.type())) {
                // Where it ends is not known, and so not what is behind it.
                return false;
            }
            if (KeyDecoder.isExact(key.type())) {
                places.putIfAbsent(index.columns().get(part), keys.size());
            }
            keys.add(key);
        }
        return true;
    }

    /** Returns whether an index has what it takes: an entry for each row, in which all of some columns are. */
    public static boolean cover(TableDefinition table, IndexDefinition index, Collection<Integer> columns) {
        return !index.isClustered()
                && index.isOrdered()
                && !index.isComputed()
                && of(table, index).places().keySet().containsAll(columns);
    }
}
