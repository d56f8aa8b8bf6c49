package org.borealisdb.expr.item;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which items values of a type have: an operator class of inverted indexes. Safe for use by all tasks. */
public interface ItemClass {
    /** Returns the items of a value, one at least; some may come twice. */
    List<byte[]> itemsOf(Object value);

    /** Returns the operators for which an index is of use, as {@code @>}, with the indexed value on the left. */
    List<String> operators();

    /**
     * Returns what an indexed value must have for an operator to be true.
     *
     * @param operand on the right of the operator
     * @return empty if that may be any value, so that the index is of no use
     */
    Optional<ItemQuery> query(String operator, @Nullable Object operand);

    /**
     * Returns whether an operator is true of every value that has what a query for it asks for, so that nobody needs to ask.
     *
     * @param query what {@link #query} has returned for the operator
     */
    default boolean isExact(String operator, ItemQuery query) {
        return false;
    }
}
