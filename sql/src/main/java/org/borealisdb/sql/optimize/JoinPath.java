package org.borealisdb.sql.optimize;

import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.jspecify.annotations.Nullable;

/**
 * A way to get the rows of some of a graph's relations.
 *
 * @param set the relations, by their places
 * @param rows how many rows it is expected to have
 * @param cost until the last row
 * @param method how both sides are joined; none if there is one relation
 * @param conditions of the join
 * @param after conditions on its rows
 */
record JoinPath(
        RelationSet set,
        double rows,
        double cost,
        @Nullable Method method,
        @Nullable JoinPath left,
        @Nullable JoinPath right,
        List<Expression> conditions,
        List<Expression> after) {
    /** How two sides are joined. */
    enum Method {
        HASH,
        /** The left rows are kept, and the right ones gone through. */
        HASH_SWAPPED,
        /** Both sides are in the order of their keys. */
        MERGE,
        NESTED,
        INDEX,
        LATERAL
    }

    static JoinPath of(RelationSet set, double rows, double cost) {
        return new JoinPath(set, rows, cost, null, null, null, List.of(), List.of());
    }
}
