package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Estimate;
import org.borealisdb.sql.plan.JoinKind;
import org.jspecify.annotations.Nullable;

/** Tells how two sides of a graph are best joined, if they may be, and what that takes. Belongs to one task. */
final class JoinCosts {
    /** Bytes of a kept row apart from its values. */
    private static final int ROW_BYTES = 80;

    private final JoinGraph graph;
    private final PlannerSettings settings;
    private final Estimator estimator;
    private final JoinOrder.Leaves leaves;
    private final Selectivity selectivity;
    private final List<JoinCondition> conditions = new ArrayList<>();
    private final List<List<JoinCondition>> on = new ArrayList<>();
    private final List<RelationSet> required = new ArrayList<>();
    private WantedOrder order = WantedOrder.NONE;

    /**
     * Makes costs of a graph.
     *
     * @param equal classes of expressions that are equal
     */
    JoinCosts(
            JoinGraph graph,
            PlannerSettings settings,
            Estimator estimator,
            JoinOrder.Leaves leaves,
            List<List<Expression>> equal) {
        this.graph = graph;
        this.settings = settings;
        this.estimator = estimator;
        this.leaves = leaves;
        this.selectivity = new Selectivity(expression -> estimator.column(graph.origin(expression)));
        Map<Expression, Integer> classes = new HashMap<>();
        for (int i = 0; i < equal.size(); i++) {
            for (Expression member : equal.get(i)) {
                classes.put(member, i);
            }
        }
        for (Expression part : graph.conjuncts) {
            JoinCondition condition = JoinCondition.of(graph, part, classOf(part, classes));
            int single = condition.set().single();
            if (condition.set().size() > 1 || (single >= 0 && isSpecial(single))) {
                conditions.add(condition);
            }
        }
        for (int place = 0; place < graph.relations.size(); place++) {
            on.add(graph.relations.get(place).on.stream()
                    .map(part -> JoinCondition.of(graph, part, -1))
                    .toList());
            required.add(isSpecial(place) ? requiredBy(place) : RelationSet.NONE);
        }
    }

    private static int classOf(Expression condition, Map<Expression, Integer> classes) {
        if (!(condition instanceof Expression.Call call) || !AccessRules.isHashable(call)) {
            return -1;
        }
        int one = classes.getOrDefault(call.arguments().get(0), -1);
        int other = classes.getOrDefault(call.arguments().get(1), -1);
        return one == other ? one : -1;
    }

    private RelationSet requiredBy(int place) {
        Relation relation = graph.relations.get(place);
        RelationSet read =
                graph.set(relation.on).with(graph.set(relation.arguments)).without(RelationSet.of(place));
        if (!read.isEmpty()) {
            return read;
        }
        // Some relation has to be there first; any will do that stands before.
        for (int before = 0; before < place; before++) {
            if (!isSpecial(before)) {
                return RelationSet.of(before);
            }
        }
        return RelationSet.NONE;
    }

    boolean isSpecial(int place) {
        return graph.relations.get(place).isSpecial();
    }

    /** Returns the conditions that are not on a single relation only that could meet them before it is joined. */
    List<JoinCondition> conditions() {
        return conditions;
    }

    /** Returns what has to be there before a relation is joined. */
    RelationSet required(int place) {
        return required.get(place);
    }

    /** Says in which order rows are wanted, so that joins tell from now on how far they give it. */
    void want(WantedOrder wanted) {
        order = wanted;
    }

    /** Returns the way to get the rows of one relation. */
    JoinPath alone(int place) {
        return JoinPath.of(RelationSet.of(place), leaves.of(place), 0, null);
    }

    /**
     * Returns what a part of a way's rows costs in the wanted order, with a sort if need be.
     *
     * @param part of the rows that is wanted
     */
    double inOrder(JoinPath path, double part) {
        int ordered = path.ordered();
        if (ordered == order.size()) {
            return path.first(part);
        }
        double off = settings.sort() ? 0 : AccessChoice.OFF;
        double output = path.rows() * Estimator.OPERATOR;
        if (ordered == 0 || !settings.incrementalSort()) {
            return path.cost() + Estimator.sorting(path.rows()) - (1 - part) * output + off;
        }
        double groups = order.groups(ordered, path.rows(), selectivity::distinct);
        double each = Estimator.sorting(path.rows() / groups);
        double first = path.first(1 / groups) + each;
        return first + (path.cost() + groups * each + output - first) * part + off;
    }

    /** Relations of a special kind are joined alone, as the right side, and not before what they require. */
    boolean isAllowed(JoinPath left, JoinPath right) {
        if (isSpecialAlone(left)) {
            return false;
        }
        return !isSpecialAlone(right) || required.get(right.set().first()).isWithin(left.set());
    }

    boolean isSpecialAlone(JoinPath path) {
        return path.method() == null && isSpecial(path.set().first());
    }

    /** Returns whether there is more to a join of two sides than all pairs of their rows. */
    boolean isJoined(JoinPath left, JoinPath right) {
        if (isSpecialAlone(right)) {
            return true;
        }
        for (JoinCondition condition : conditions) {
            RelationSet set = condition.set();
            if (set.meets(left.set()) && set.meets(right.set()) && set.isWithin(left.set(), right.set())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the conditions that can be met once both sides are joined, and not before. Of equal expressions that are there on either side one pair is enough, for those of each side are equal already; expressions over both
     * sides are not.
     */
    private List<JoinCondition> met(JoinPath left, JoinPath right, List<JoinCondition> candidates) {
        boolean special = isSpecialAlone(right);
        List<JoinCondition> met = new ArrayList<>();
        BitSet used = new BitSet();
        for (JoinCondition condition : candidates) {
            RelationSet set = condition.set();
            boolean before = set.isWithin(left.set()) || (!special && set.isWithin(right.set()));
            if (before || !set.isWithin(left.set(), right.set())) {
                continue;
            }
            boolean isOneOfMany = condition.equal() >= 0 && condition.isKey(left.set(), right.set());
            if (!isOneOfMany || !used.get(condition.equal())) {
                met.add(condition);
            }
            if (isOneOfMany) {
                used.set(condition.equal());
            }
        }
        return met;
    }

    /**
     * Returns the way to join two sides that costs least, or null if there is none.
     *
     * @param candidates the conditions that may be met by it, in the graph's order
     */
    @Nullable
    JoinPath joined(JoinPath left, JoinPath right, List<JoinCondition> candidates) {
        JoinPath[] least = new JoinPath[1];
        join(left, right, candidates, path -> {
            if (least[0] == null || path.cost() < least[0].cost()) {
                least[0] = path;
            }
        });
        return least[0];
    }

    /**
     * Tells the ways to join two sides.
     *
     * @param candidates the conditions that may be met by it, in the graph's order
     */
    void join(JoinPath left, JoinPath right, List<JoinCondition> candidates, Consumer<JoinPath> ways) {
        new Pair(left, right, met(left, right, candidates), ways).tell();
    }

    /** Two sides that are to be joined. */
    private final class Pair {
        private final JoinPath left;
        private final JoinPath right;
        private final RelationSet both;
        private final int single;
        private final boolean lateral;
        private final JoinKind kind;
        private final List<JoinCondition> keys;
        private final List<Expression> rest;
        private final List<Expression> on;
        private final List<Expression> after;
        private final double pairs;
        private final double rows;
        private final double finishing;
        private final Consumer<JoinPath> ways;

        Pair(JoinPath left, JoinPath right, List<JoinCondition> met, Consumer<JoinPath> ways) {
            this.ways = ways;
            this.left = left;
            this.right = right;
            both = left.set().with(right.set());
            single = right.method() == null ? right.set().first() : -1;
            lateral = single >= 0 && graph.relations.get(single).isLateral();
            kind = single < 0 ? JoinKind.INNER : graph.relations.get(single).kind;
            List<JoinCondition> joining = kind == JoinKind.INNER ? met : JoinCosts.this.on.get(single);
            keys = joining.stream()
                    .filter(part -> part.isKey(left.set(), right.set()))
                    .toList();
            rest = joining.stream()
                    .filter(part -> !part.isKey(left.set(), right.set()))
                    .map(JoinCondition::condition)
                    .toList();
            on = JoinCondition.expressions(joining);
            after = kind == JoinKind.INNER ? List.of() : JoinCondition.expressions(met);
            pairs = left.rows() * right.rows();
            rows = Math.max(1, rows() * selectivity.all(after));
            finishing = rows * Estimator.ROW + (after.isEmpty() ? 0 : rows * estimator.cost(after));
        }

        private double rows() {
            double matched = 1;
            if (kind != JoinKind.INNER && kind != JoinKind.LEFT) {
                for (JoinCondition key : keys) {
                    double leftValues = Math.min(left.rows(), selectivity.distinct(key.left(left.set())));
                    double rightValues = Math.min(right.rows(), selectivity.distinct(key.right(left.set())));
                    matched = Math.min(matched, rightValues / Math.max(1, leftValues));
                }
            }
            return Estimator.joinedRows(
                    kind, left.rows(), pairs * selectivity.all(on), keys.isEmpty() ? 0.5 : Math.min(1, matched));
        }

        private void add(JoinPath.Method method, double startup, double cost, int ordered) {
            double most = Math.min(Estimate.MOST_COST, cost);
            ways.accept(new JoinPath(
                    both, rows, Math.min(most, startup), most, ordered, null, method, left, right, on, after));
        }

        void tell() {
            if (lateral) {
                double each = right.cost() + Estimator.OPENING;
                add(
                        JoinPath.Method.LATERAL,
                        left.startup() + right.startup(),
                        left.cost() + left.rows() * each + finishing,
                        left.ordered());
                return;
            }
            if (!keys.isEmpty()) {
                keyed();
            }
            if (kind == JoinKind.NOT_IN) {
                return;
            }
            nested();
            Optional<Estimate> probe = single < 0 ? Optional.empty() : leaves.probed(single, on);
            if (probe.isPresent()) {
                double off = settings.nestedLoop() ? 0 : AccessChoice.OFF;
                double probed = left.cost()
                        + left.rows() * (Estimator.untilFound(kind, probe.get()) + Estimator.OPERATOR)
                        + finishing
                        + off;
                add(JoinPath.Method.INDEX, left.startup() + probe.get().startup() + off, probed, left.ordered());
            }
        }

        /** Tells how rows are joined that are looked up by keys. */
        private void keyed() {
            List<Expression> equalities = JoinCondition.expressions(keys);
            double tried = Math.max(1, pairs * selectivity.all(equalities));
            double checked = rest.isEmpty() ? 0 : tried * estimator.cost(rest);
            double off = settings.hashJoin() || kind == JoinKind.NOT_IN ? 0 : AccessChoice.OFF;
            double hashed = left.cost()
                    + right.cost()
                    + right.rows() * Estimator.KEPT
                    + left.rows() * (Estimator.ROW + Estimator.OPERATOR)
                    + checked
                    + finishing
                    + spilled(left, right)
                    + off;
            double kept = right.cost() + right.rows() * Estimator.KEPT + spilled(left, right) + off;
            add(JoinPath.Method.HASH, left.startup() + kept, hashed, 0);
            if (kind == JoinKind.LEFT) {
                double swapped = hashed
                        + (left.rows() - right.rows()) * (Estimator.KEPT - Estimator.ROW - Estimator.OPERATOR)
                        + spilled(right, left)
                        - spilled(left, right);
                double keptLeft = left.cost() + left.rows() * Estimator.KEPT + spilled(right, left) + off;
                add(JoinPath.Method.HASH_SWAPPED, right.startup() + keptLeft, swapped, 0);
            }
            if (kind != JoinKind.NOT_IN && keys.stream().allMatch(JoinCondition::isOfColumns)) {
                merged(tried, checked);
            }
        }

        private void merged(double tried, double checked) {
            List<Expression> ofLeft =
                    keys.stream().map(key -> key.left(left.set())).toList();
            List<Expression> ofRight =
                    keys.stream().map(key -> key.right(left.set())).toList();
            Estimate first = ordered(left, ofLeft);
            Estimate second = ordered(right, ofRight);
            double off = settings.mergeJoin() ? 0 : AccessChoice.OFF;
            double merged = first.total()
                    + second.total()
                    + Estimator.merging(left.rows(), right.rows(), tried, keys.size())
                    + checked
                    + finishing
                    + off;
            int found = order.ofAscending(ofLeft);
            int either = kind == JoinKind.INNER ? Math.max(found, order.ofAscending(ofRight)) : found;
            add(JoinPath.Method.MERGE, first.startup() + second.startup() + off, merged, either);
        }

        private void nested() {
            double off = settings.nestedLoop() ? 0 : AccessChoice.OFF;
            double kept = right.cost() + right.rows() * Estimator.KEPT + spilled(left, right) + off;
            double cost = left.cost() + kept + pairs * (Estimator.OPERATOR + estimator.cost(on)) + finishing;
            add(JoinPath.Method.NESTED, left.startup() + kept, cost, 0);
        }

        private Estimate ordered(JoinPath path, List<Expression> columns) {
            if (path.method() == null) {
                return leaves.ordered(path.set().first(), columns);
            }
            double cost = path.cost() + Estimator.sorting(path.rows());
            return new Estimate(cost - path.rows() * Estimator.OPERATOR, cost, path.rows(), 0);
        }

        private double spilled(JoinPath through, JoinPath kept) {
            return kept.rows() * ROW_BYTES > settings.hashBytes()
                    ? (through.rows() + kept.rows()) * Estimator.SPILLED
                    : 0;
        }
    }
}
