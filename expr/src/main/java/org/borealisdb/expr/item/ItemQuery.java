package org.borealisdb.expr.item;

import java.util.List;

/**
 * What must be in a value for an operator to be true of it; it may be false nevertheless.
 *
 * @param all whether all of the items must be, or any of them
 * @param items of a query for any of them none, if nothing can be found
 */
public record ItemQuery(boolean all, List<byte[]> items) {
    /** Nothing can be found. */
    public static final ItemQuery NOTHING = new ItemQuery(false, List.of());

    /** Copies the list. */
    public ItemQuery {
        items = List.copyOf(items);
    }
}
