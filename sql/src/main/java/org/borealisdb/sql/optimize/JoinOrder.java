package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.Estimate;
import org.borealisdb.sql.plan.Expressions;
import org.jspecify.annotations.Nullable;

/**
 * Finds the order in which a graph's relations are joined, and how: of all orders, by dynamic programming over sets of relations, as long as there are at most {@value #EXHAUSTIVE}; else by {@link GreedyOrder}. Belongs to one task.
 */
final class JoinOrder {
    private static final int EXHAUSTIVE = 10;

    /** How many relations the same is done of for first rows and orders, where there are several ways for each set. */
    private static final int EXHAUSTIVE_FIRST = 6;

    private final JoinGraph graph;
    private final PlannerSettings settings;
    private final Leaves leaves;
    private final JoinCosts costs;
    private final Runnable interrupts;

    /** Tells what relations cost alone, and what looking for their rows by an index costs. */
    interface Leaves {
        /** Returns what the relation at a place takes with the conditions on nothing else. */
        Estimate of(int place);

        /** Returns what it takes to find its rows for one left row by an index, if an index helps. */
        Optional<Estimate> probed(int place, List<Expression> conditions);

        /** Returns what it takes to get its rows in the ascending order of some of its columns. */
        Estimate ordered(int place, List<Expression> columns);

        /** Returns ways to read its rows: the one that costs least first, then those that give more of an order. */
        List<WantedOrder.Read> reads(int place, WantedOrder order);

        /** Returns what reading it in a way takes. */
        Estimate of(WantedOrder.Read read);
    }

    /**
     * A way to get all that a graph joins.
     *
     * @param cost of what is wanted of it
     */
    record Found(JoinPath path, double cost) {}

    /**
     * Makes an order for a graph.
     *
     * @param equal classes of expressions that are equal
     * @param interrupts fails if the statement is not wanted any more
     */
    JoinOrder(
            JoinGraph graph,
            PlannerSettings settings,
            Estimator estimator,
            Leaves leaves,
            List<List<Expression>> equal,
            Runnable interrupts) {
        this.graph = graph;
        this.settings = settings;
        this.leaves = leaves;
        this.costs = new JoinCosts(graph, settings, estimator, leaves, equal);
        this.interrupts = interrupts;
    }

    /**
     * Returns the way that costs least for what is wanted.
     *
     * @param rows how many are wanted
     * @param order in which they come first
     */
    Found find(double rows, WantedOrder order) {
        List<JoinPath> alone = new ArrayList<>();
        for (int place = 0; place < graph.relations.size(); place++) {
            interrupts.run();
            alone.add(costs.alone(place));
        }
        JoinPath whole = whole(alone);
        double part = Math.min(1, rows / Math.max(1, whole.rows()));
        if (alone.size() == 1 || !settings.reorder() || (part == 1 && order.size() == 0)) {
            return new Found(whole, whole.first(part));
        }
        costs.want(order);
        List<List<JoinPath>> reads = new ArrayList<>();
        for (int place = 0; place < alone.size(); place++) {
            interrupts.run();
            reads.add(reads(place, order));
        }
        FirstRows found = new FirstRows(costs, part, order.size(), interrupts);
        List<JoinPath> ways = alone.size() <= EXHAUSTIVE_FIRST
                ? found.exhaustive(reads, isConnected(alone.size()))
                : found.chained(reads);
        JoinPath best = whole;
        double least = costs.inOrder(whole, part);
        for (JoinPath way : ways) {
            double cost = costs.inOrder(way, part);
            if (cost < least) {
                best = way;
                least = cost;
            }
        }
        return new Found(best, least);
    }

    private List<JoinPath> reads(int place, WantedOrder order) {
        List<JoinPath> paths = new ArrayList<>();
        for (WantedOrder.Read read : leaves.reads(place, order)) {
            paths.add(JoinPath.of(RelationSet.of(place), leaves.of(read), read.ordered(), read.plan()));
        }
        return paths;
    }

    /** Returns the way that costs least until the last row. */
    private JoinPath whole(List<JoinPath> alone) {
        if (!settings.reorder()) {
            return inOrder(alone);
        }
        return alone.size() <= EXHAUSTIVE ? exhaustive(alone) : new GreedyOrder(costs, alone, interrupts).find();
    }

    private JoinPath inOrder(List<JoinPath> alone) {
        List<JoinPath> left = new ArrayList<>(alone);
        left.removeIf(costs::isSpecialAlone);
        JoinPath path = left.getFirst();
        left = new ArrayList<>(alone);
        left.remove(path);
        while (!left.isEmpty()) {
            interrupts.run();
            JoinPath before = path;
            JoinPath next = left.stream()
                    .filter(each -> costs.isAllowed(before, each))
                    .findFirst()
                    .orElseThrow();
            left.remove(next);
            path = Objects.requireNonNull(costs.joined(before, next, costs.conditions()));
        }
        return path;
    }

    private JoinPath exhaustive(List<JoinPath> alone) {
        int all = (1 << alone.size()) - 1;
        boolean connected = isConnected(alone.size());
        JoinPath[] best = new JoinPath[all + 1];
        for (int place = 0; place < alone.size(); place++) {
            best[1 << place] = alone.get(place);
        }
        for (int set = 1; set <= all; set++) {
            if (Integer.bitCount(set) < 2) {
                continue;
            }
            interrupts.run();
            for (int left = (set - 1) & set; left != 0; left = (left - 1) & set) {
                JoinPath path = joined(best[left], best[set & ~left], connected);
                if (path != null && (best[set] == null || path.cost() < best[set].cost())) {
                    best[set] = path;
                }
            }
        }
        // Connected relations may still have no order without a product, where what one requires stands between.
        return best[all] == null ? new GreedyOrder(costs, alone, interrupts).find() : best[all];
    }

    private @Nullable JoinPath joined(@Nullable JoinPath left, @Nullable JoinPath right, boolean connected) {
        if (left == null
                || right == null
                || !costs.isAllowed(left, right)
                || (connected && !costs.isJoined(left, right))) {
            return null;
        }
        return costs.joined(left, right, costs.conditions());
    }

    private boolean isConnected(int count) {
        RelationSet reached = RelationSet.of(0);
        boolean grows = true;
        while (grows) {
            RelationSet before = reached;
            for (JoinCondition condition : costs.conditions()) {
                reached = condition.set().meets(reached) ? reached.with(condition.set()) : reached;
            }
            for (int place = 0; place < count; place++) {
                RelationSet required = costs.required(place);
                RelationSet edge = required.isEmpty() ? required : required.with(RelationSet.of(place));
                reached = edge.meets(reached) ? reached.with(edge) : reached;
            }
            grows = !reached.equals(before);
        }
        return reached.size() == count;
    }

    /** Returns whether a condition reads nothing but a relation. */
    static boolean isWithin(Expression condition, Relation relation) {
        return Expressions.readsOnly(condition, relation.first, relation.first + relation.width());
    }
}
