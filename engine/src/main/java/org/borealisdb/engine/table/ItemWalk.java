package org.borealisdb.engine.table;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.borealisdb.expr.item.ItemQuery;
import org.jspecify.annotations.Nullable;

/**
 * A walk through the primary keys of rows in which, by the entries of an inverted index, the items are that a query asks for. Where all of several are asked for, it goes from one to the other, always to the
 * first at or behind the primary key that the others have come to, so that a rare item saves most of a frequent one. Used by one task.
 */
interface ItemWalk {
    /** Returns the first primary key that is not less than a given one, none of which is less than that before; null if there is none. */
    byte @Nullable [] from(byte[] least);

    /** The walk for a query. */
    static ItemWalk of(ItemQuery query, Function<byte[], ItemEntries> entries) {
        return switch (query) {
            case ItemQuery.One one -> entries.apply(one.item());
            case ItemQuery.All all ->
                new Meeting(all.parts().stream().map(part -> of(part, entries)).toList());
            case ItemQuery.Any any ->
                new Union(any.parts().stream().map(part -> of(part, entries)).toList());
        };
    }

    /** Where all of several walks come to. */
    record Meeting(List<ItemWalk> walks) implements ItemWalk {
        @Override
        public byte @Nullable [] from(byte[] least) {
            byte[] candidate = least;
            int agreed = 0;
            for (int next = 0; agreed < walks.size(); next++) {
                byte[] found = walks.get(next % walks.size()).from(candidate);
                if (found == null) {
                    return null;
                }
                agreed = Arrays.equals(found, candidate) ? agreed + 1 : 1;
                candidate = found;
            }
            return candidate;
        }
    }

    /** Where any of several walks comes to. */
    record Union(List<ItemWalk> walks) implements ItemWalk {
        @Override
        public byte @Nullable [] from(byte[] least) {
            byte[] first = null;
            for (ItemWalk walk : walks) {
                byte[] found = walk.from(least);
                if (found != null && (first == null || Arrays.compareUnsigned(found, first) < 0)) {
                    first = found;
                }
            }
            return first;
        }
    }
}
