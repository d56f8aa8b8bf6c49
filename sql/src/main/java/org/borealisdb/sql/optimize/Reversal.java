package org.borealisdb.sql.optimize;

import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Plans;

/** Turns plans whose rows come in the order of an index, so that they come in the reverse of it. Stateless. */
final class Reversal {
    /** Aggregates whose results do not tell in which order the rows came. */
    private static final Set<String> UNORDERED =
            Set.of("avg", "bit_and", "bit_or", "bit_xor", "bool_and", "bool_or", "count", "every", "max", "min", "sum");

    private Reversal() {}

    /**
     * Returns a plan of the same groups, or different rows, in the reverse order; empty if it is none of an index, or something but the order would differ.
     *
     * @param asked what the plan does, as it was asked for: where rows were sorted for groups, these are made in that order
     */
    static Optional<Plan> of(Plan plan, Plan asked) {
        return hasSort(asked) ? Optional.empty() : of(plan);
    }

    private static boolean hasSort(Plan plan) {
        return plan instanceof Plan.Sort || Plans.inputs(plan).stream().anyMatch(Reversal::hasSort);
    }

    private static Optional<Plan> of(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> scanned(scan);
            case Plan.Filter filter -> of(filter.input()).map(input -> new Plan.Filter(input, filter.condition()));
            case Plan.Project project -> of(project.input()).map(input -> new Plan.Project(input, project.values()));
            case Plan.Group group
            when group.ordered() && group.calls().stream().allMatch(Reversal::isUnordered) ->
                of(group.input()).map(input -> new Plan.Group(input, group.keys(), group.sets(), group.calls(), true));
            case Plan.Distinct distinct
            when distinct.ordered()
                    && distinct.columns() == distinct.input().types().size() ->
                of(distinct.input()).map(input -> new Plan.Distinct(input, distinct.columns(), true));
            default -> Optional.empty();
        };
    }

    private static boolean isUnordered(AggregateCall call) {
        return call.aggregate()
                .filter(aggregate -> !aggregate.isOfUser())
                .map(Aggregate::name)
                .filter(UNORDERED::contains)
                .isPresent();
    }

    private static Optional<Plan> scanned(Plan.Scan scan) {
        Access access = scan.access();
        Optional<IndexDefinition> index = access.index().or(() -> scan.table().clusteredBy());
        boolean chosen = access.items().isPresent()
                || access.row().isPresent()
                || scan.lock().isPresent();
        if (chosen || index.isEmpty() || !index.get().isOrdered()) {
            return Optional.empty();
        }
        Access forward = access.index().isPresent() ? access : Access.all(index.get());
        return Optional.of(new Plan.Scan(scan.table(), forward.reversed(), scan.filter(), scan.lock()));
    }
}
