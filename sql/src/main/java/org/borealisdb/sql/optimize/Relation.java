package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.plan.JoinKind;
import org.borealisdb.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * What a join graph joins: a plan, or a graph of its own. One that is of another kind than INNER has to be joined alone, as the right side, after all that its condition reads. Belongs to one task.
 */
final class Relation {
    /** The graph's number of the first column. */
    final int first;

    final JoinKind kind;
    /** What is read; none if it is a graph. */
    final @Nullable Plan plan;

    final @Nullable JoinGraph graph;
    /** Whether the plan is chosen already. */
    final boolean ready;
    /** Conditions of the join, over the graph's columns, if it is not INNER. */
    final List<Expression> on = new ArrayList<>();
    /** What the plan reads of the rows it is joined to, over the graph's columns. */
    final List<Expression> arguments = new ArrayList<>();
    /** Where it reads that. */
    final List<Integer> slots;

    final List<SqlType> types;

    Relation(
            int first,
            JoinKind kind,
            @Nullable Plan plan,
            @Nullable JoinGraph graph,
            boolean ready,
            List<Integer> slots,
            List<SqlType> types) {
        this.first = first;
        this.kind = kind;
        this.plan = plan;
        this.graph = graph;
        this.ready = ready;
        this.slots = List.copyOf(slots);
        this.types = types;
    }

    /** Returns this at another place, of another kind, without conditions and arguments. */
    Relation at(int place, JoinKind other) {
        return new Relation(place, other, plan, graph, ready, slots, types);
    }

    int width() {
        return types.size();
    }

    boolean has(int column) {
        return column >= first && column < first + width();
    }

    boolean isLateral() {
        return !slots.isEmpty();
    }

    /** Returns whether it may be joined only as the right side, alone. */
    boolean isSpecial() {
        return kind != JoinKind.INNER || isLateral();
    }
}
