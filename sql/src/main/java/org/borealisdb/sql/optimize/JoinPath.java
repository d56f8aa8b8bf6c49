package org.borealisdb.sql.optimize;

import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.Estimate;
import org.borealisdb.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * A way to get the rows of some of a graph's relations.
 *
 * @param set the relations, by their places
 * @param rows how many rows it is expected to have
 * @param startup cost until the first row
 * @param cost until the last row
 * @param ordered by how many keys of the order that is wanted its rows come, from the first one
 * @param plan of one relation, if it is another than that which costs least
 * @param method how both sides are joined; none if there is one relation
 * @param conditions of the join
 * @param after conditions on its rows
 */
record JoinPath(
        RelationSet set,
        double rows,
        double startup,
        double cost,
        int ordered,
        @Nullable Plan plan,
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

    /** Returns the way to get the rows of one relation. */
    static JoinPath of(RelationSet set, Estimate estimate, int ordered, @Nullable Plan plan) {
        return new JoinPath(
                set,
                estimate.rows(),
                estimate.startup(),
                estimate.total(),
                ordered,
                plan,
                null,
                null,
                null,
                List.of(),
                List.of());
    }

    /** Returns what a part of the rows costs. */
    double first(double part) {
        return startup + (cost - startup) * part;
    }
}
