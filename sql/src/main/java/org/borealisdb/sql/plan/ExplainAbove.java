package org.borealisdb.sql.plan;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.expr.scalar.Expression;

/**
 * What a node is told from above: it is shown as one with what projects and filters its rows.
 *
 * @param parent what it is to the node there
 * @param filter a condition that it is to show
 * @param removed how many rows the condition did not hold for
 * @param shown the plan whose columns it answers, if it is another one
 * @param measured the plan that was measured for it, if it is another one
 * @param below the subqueries that it shows: of the whole plan, if it is the first node of it
 */
record ExplainAbove(
        String parent,
        Optional<String> filter,
        long removed,
        Optional<Plan> shown,
        Optional<Plan> measured,
        Below below) {
    static ExplainAbove of(String parent) {
        return new ExplainAbove(parent, Optional.empty(), 0, Optional.empty(), Optional.empty(), Below.NONE);
    }

    ExplainAbove showing(Plan plan) {
        return shown.isPresent() ? this : new ExplainAbove(parent, filter, removed, Optional.of(plan), measured, below);
    }

    ExplainAbove measuring(Plan plan) {
        return measured.isPresent() ? this : new ExplainAbove(parent, filter, removed, shown, Optional.of(plan), below);
    }

    ExplainAbove filtered(String condition, long rows) {
        return new ExplainAbove(parent, Optional.of(condition), rows, shown, measured, below);
    }

    ExplainAbove with(Below other) {
        return new ExplainAbove(parent, filter, removed, shown, measured, other);
    }

    /**
     * The subqueries that a node shows.
     *
     * @param subplan the name of the subquery whose plan begins with the node; empty if it is none
     * @param common the queries of WITH that it shows
     * @param initial what is run once
     * @param computed what the nodes that it is shown as one with compute
     */
    record Below(
            String subplan, Collection<Plan> common, List<ExplainSubqueries.Shown> initial, List<Expression> computed) {
        static final Below NONE = new Below("", List.of(), List.of(), List.of());

        Below computing(List<Expression> more) {
            return new Below(
                    subplan,
                    common,
                    initial,
                    Stream.concat(computed.stream(), more.stream()).toList());
        }
    }
}
