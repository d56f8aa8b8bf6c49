package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.SortKey;

/**
 * What is wanted of a plan: some of its rows, those that come first in an order. A plan whose rows come in another order has to make all of them for it.
 *
 * @param rows how many are wanted at most
 * @param order over the plan's columns; empty if any rows will do
 */
record Demand(double rows, List<SortKey> order) {
    /** All rows, in any order. */
    static final Demand ALL = new Demand(Double.POSITIVE_INFINITY, List.of());

    /** Returns a demand for some rows, whichever. */
    static Demand of(double rows) {
        return new Demand(rows, List.of());
    }

    /** Returns whether there is nothing about it that one plan could do better than another. */
    boolean isAll() {
        return rows == Double.POSITIVE_INFINITY && order.isEmpty();
    }

    /** Returns how many rows are wanted of a plan that is in no order. */
    double unordered() {
        return order.isEmpty() ? rows : Double.POSITIVE_INFINITY;
    }

    /** Returns which part is wanted of so many rows. */
    double part(double of) {
        return Math.min(1, rows / Math.max(1, of));
    }

    /** Returns what is wanted of rows of which some are left out, as nobody knows how many. */
    Demand filtered() {
        return order.isEmpty() ? ALL : new Demand(Double.POSITIVE_INFINITY, order);
    }

    /** Returns what is wanted of the rows that values are computed over. */
    Demand below(List<Expression> values) {
        List<SortKey> below = new ArrayList<>();
        for (SortKey key : order) {
            if (!(values.get(key.column()) instanceof Expression.ColumnReference column)) {
                return ALL;
            }
            below.add(new SortKey(column.column(), key.descending(), key.nullsFirst()));
        }
        return new Demand(rows, below);
    }
}
