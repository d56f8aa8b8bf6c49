package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.Plan;

/** How many values keys have together, by extended statistics of the tables that they are columns of, or expressions over. Used once. */
final class JointGroups {
    private final Knowledge knowledge;
    private final Plan input;
    private final List<Expression> left;

    /** Keys that are dimensions of the same statistics. */
    private record Choice(List<Expression> keys, double distinct) {}

    /**
     * Begins.
     *
     * @param left the keys; those that something is known of are taken away
     */
    JointGroups(Knowledge knowledge, Plan input, List<Expression> left) {
        this.knowledge = knowledge;
        this.input = input;
        this.left = left;
    }

    /** Returns how many values the keys have that are taken away. */
    double distinct() {
        double product = 1;
        for (Optional<Choice> best = best(); best.isPresent(); best = best()) {
            product *= best.get().distinct();
            left.removeAll(best.get().keys());
        }
        return product;
    }

    /** Those statistics that are of the most keys, which are two at least. */
    private Optional<Choice> best() {
        Choice best = null;
        List<PlanColumns.OverTable> overs = new ArrayList<>();
        left.forEach(key -> PlanColumns.overTable(input, key).ifPresent(overs::add));
        for (PlanColumns.OverTable first : overs) {
            for (JointFacts facts : knowledge.of(first.table()).joint()) {
                Optional<Choice> choice = choice(first, facts);
                if (choice.isPresent()
                        && (best == null
                                || choice.get().keys().size() > best.keys().size())) {
                    best = choice.get();
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private Optional<Choice> choice(PlanColumns.OverTable of, JointFacts facts) {
        List<Expression> keys = new ArrayList<>();
        TreeSet<Integer> dimensions = new TreeSet<>();
        for (Expression key : left) {
            Optional<PlanColumns.OverTable> over = PlanColumns.overTable(input, key);
            int dimension = over.filter(same ->
                            same.table().object().id() == of.table().object().id())
                    .map(same -> facts.dimension(same.expression()))
                    .orElse(-1);
            if (dimension >= 0) {
                keys.add(key);
                dimensions.add(dimension);
            }
        }
        OptionalDouble distinct = dimensions.size() < 2 ? OptionalDouble.empty() : facts.distinct(dimensions);
        return distinct.isPresent() ? Optional.of(new Choice(keys, distinct.getAsDouble())) : Optional.empty();
    }
}
