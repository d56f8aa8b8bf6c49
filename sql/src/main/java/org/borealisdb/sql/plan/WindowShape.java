package org.borealisdb.sql.plan;

import java.util.List;
import java.util.stream.Stream;
import org.borealisdb.expr.scalar.Expression;

/**
 * How the rows of a window are split, sorted and framed.
 *
 * @param partition the values that rows of a partition have in common
 * @param order the values that rows of a partition are sorted by
 * @param keys how rows are sorted, by places in {@link #sorted}: the partition's values, then the order's
 */
public record WindowShape(List<Expression> partition, List<Expression> order, List<SortKey> keys, WindowFrame frame) {
    /** Copies the lists. */
    public WindowShape {
        partition = List.copyOf(partition);
        order = List.copyOf(order);
        keys = List.copyOf(keys);
    }

    /** Returns what rows are sorted by. */
    public List<Expression> sorted() {
        return Stream.concat(partition.stream(), order.stream()).toList();
    }
}
