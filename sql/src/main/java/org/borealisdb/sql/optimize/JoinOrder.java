package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Estimate;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.JoinKind;
import org.jspecify.annotations.Nullable;

/**
 * Finds the order in which a graph's relations are joined, and how: of all orders, by dynamic programming over sets of relations, as long as there are at most {@value #EXHAUSTIVE}; else by always doing the join next that has
 * the fewest rows. Belongs to one task.
 */
final class JoinOrder {
    private static final int EXHAUSTIVE = 10;
    /** Bytes of a kept row apart from its values. */
    private static final int ROW_BYTES = 80;

    private final JoinGraph graph;
    private final PlannerSettings settings;
    private final Estimator estimator;
    private final Leaves leaves;
    private final List<Expression> conditions;
    private final List<Long> sets = new ArrayList<>();
    private final List<List<Expression>> equal;
    private final long[] required;
    private final Selectivity selectivity;
    private final Map<Long, JoinPath> best = new HashMap<>();

    /** Tells what relations cost alone, and what looking for their rows by an index costs. */
    interface Leaves {
        /** Returns what the relation at a place takes with the conditions on nothing else. */
        Estimate of(int place);

        /** Returns what it takes to find its rows for one left row by an index, if an index helps. */
        Optional<Estimate> probed(int place, List<Expression> conditions);

        /** Returns what it takes to get its rows in the ascending order of some of its columns. */
        double ordered(int place, List<Expression> columns);
    }

    /**
     * Makes an order for a graph.
     *
     * @param equal classes of expressions that are equal
     */
    JoinOrder(
            JoinGraph graph,
            PlannerSettings settings,
            Estimator estimator,
            Leaves leaves,
            List<List<Expression>> equal) {
        this.graph = graph;
        this.settings = settings;
        this.estimator = estimator;
        this.leaves = leaves;
        this.equal = equal;
        this.conditions = graph.conjuncts;
        for (Expression condition : conditions) {
            sets.add(graph.set(condition));
        }
        required = new long[graph.relations.size()];
        for (int i = 0; i < required.length; i++) {
            required[i] = required(i);
        }
        this.selectivity = new Selectivity(expression -> estimator.column(graph.origin(expression)));
    }

    private long required(int place) {
        Relation relation = graph.relations.get(place);
        if (!relation.isSpecial()) {
            return 0;
        }
        long set = 0;
        for (Expression part : relation.on) {
            set |= graph.set(part);
        }
        for (Expression part : relation.arguments) {
            set |= graph.set(part);
        }
        set &= ~(1L << place);
        // Some relation has to be there first; any will do that stands before.
        for (int i = 0; set == 0 && i < place; i++) {
            set = graph.relations.get(i).isSpecial() ? 0 : 1L << i;
        }
        return set;
    }

    /** Returns the way that costs least. */
    JoinPath find() {
        int count = graph.relations.size();
        for (int i = 0; i < count; i++) {
            Estimate alone = leaves.of(i);
            best.put(1L << i, JoinPath.of(1L << i, alone.rows(), alone.total()));
        }
        if (!settings.reorder()) {
            return inOrder();
        }
        return count <= EXHAUSTIVE ? exhaustive(count) : greedy(count);
    }

    private JoinPath alone(int place) {
        return Objects.requireNonNull(best.get(1L << place));
    }

    private JoinPath inOrder() {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < graph.relations.size(); i++) {
            places.add(i);
        }
        JoinPath path = null;
        while (!places.isEmpty()) {
            JoinPath before = path;
            int next = places.stream()
                    .filter(place -> before == null
                            ? !graph.relations.get(place).isSpecial()
                            : (required[place] & ~before.set()) == 0)
                    .findFirst()
                    .orElseThrow();
            places.removeIf(place -> place == next);
            path = path == null ? alone(next) : Objects.requireNonNull(joined(path, alone(next)));
        }
        return Objects.requireNonNull(path);
    }

    private JoinPath exhaustive(int count) {
        long all = (1L << count) - 1;
        boolean connected = isConnected(all);
        for (long set = 1; set <= all; set++) {
            if (Long.bitCount(set) < 2) {
                continue;
            }
            JoinPath least = null;
            for (long left = (set - 1) & set; left != 0; left = (left - 1) & set) {
                long right = set & ~left;
                JoinPath one = best.get(left);
                JoinPath other = best.get(right);
                if (one == null || other == null || !isAllowed(left, right) || (connected && !isJoined(left, right))) {
                    continue;
                }
                JoinPath path = joined(one, other);
                if (path != null && (least == null || path.cost() < least.cost())) {
                    least = path;
                }
            }
            if (least != null) {
                best.put(set, least);
            }
        }
        JoinPath found = best.get(all);
        // Connected relations may still have no order without a product, where what one requires stands between.
        return found == null ? greedy(count) : found;
    }

    private JoinPath greedy(int count) {
        List<JoinPath> paths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            paths.add(alone(i));
        }
        while (paths.size() > 1) {
            JoinPath least = null;
            for (int pass = 0; pass < 2 && least == null; pass++) {
                for (JoinPath left : paths) {
                    for (JoinPath right : paths) {
                        boolean possible = left.set() != right.set()
                                && isAllowed(left.set(), right.set())
                                && (pass == 1 || isJoined(left.set(), right.set()));
                        JoinPath path = possible ? joined(left, right) : null;
                        if (path != null
                                && (least == null
                                        || path.rows() < least.rows()
                                        || (path.rows() == least.rows() && path.cost() < least.cost()))) {
                            least = path;
                        }
                    }
                }
            }
            JoinPath chosen = Objects.requireNonNull(least, "no two relations can be joined");
            paths.removeIf(path -> (path.set() & chosen.set()) != 0);
            paths.add(chosen);
        }
        return paths.getFirst();
    }

    private boolean isConnected(long all) {
        long reached = 1;
        boolean grows = true;
        while (grows) {
            long before = reached;
            for (long set : sets) {
                reached |= (set & reached) != 0 ? set : 0;
            }
            for (int i = 0; i < required.length; i++) {
                long edge = required[i] == 0 ? 0 : required[i] | 1L << i;
                reached |= (edge & reached) != 0 ? edge : 0;
            }
            grows = reached != before;
        }
        return reached == all;
    }

    /** Relations of a special kind are joined alone, as the right side, and not before what they require. */
    private boolean isAllowed(long left, long right) {
        if (Long.bitCount(right) == 1) {
            int place = Long.numberOfTrailingZeros(right);
            if (graph.relations.get(place).isSpecial()) {
                return !isSpecialAlone(left) && (required[place] & ~left) == 0;
            }
        }
        return !isSpecialAlone(left) && !isSpecialAlone(right);
    }

    private boolean isSpecialAlone(long set) {
        return Long.bitCount(set) == 1
                && graph.relations.get(Long.numberOfTrailingZeros(set)).isSpecial();
    }

    private boolean isJoined(long left, long right) {
        if (isSpecialAlone(right)) {
            return true;
        }
        for (long set : sets) {
            if ((set & left) != 0 && (set & right) != 0 && (set & ~(left | right)) == 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns the conditions that can be met once both sides are joined, and not before; of equal expressions, one pair. */
    private List<Expression> met(long left, long right) {
        boolean special = isSpecialAlone(right);
        List<Expression> met = new ArrayList<>();
        List<List<Expression>> used = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            long set = sets.get(i);
            boolean within = (set & ~left) == 0 || (!special && (set & ~right) == 0);
            if (within || (set & ~(left | right)) != 0) {
                continue;
            }
            Expression condition = conditions.get(i);
            List<Expression> of = classOf(condition);
            if (of != null && used.contains(of)) {
                continue;
            }
            if (of != null) {
                used.add(of);
            }
            met.add(condition);
        }
        return met;
    }

    private @Nullable List<Expression> classOf(Expression condition) {
        if (!(condition instanceof Expression.Call call) || !AccessRules.isHashable(call)) {
            return null;
        }
        for (List<Expression> members : equal) {
            if (members.contains(call.arguments().get(0))
                    && members.contains(call.arguments().get(1))) {
                return members;
            }
        }
        return null;
    }

    private @Nullable JoinPath joined(JoinPath left, JoinPath right) {
        List<Expression> met = met(left.set(), right.set());
        int single = Long.bitCount(right.set()) == 1 ? Long.numberOfTrailingZeros(right.set()) : -1;
        Relation relation = single < 0 ? null : graph.relations.get(single);
        JoinKind kind = relation == null ? JoinKind.INNER : relation.kind;
        List<Expression> on = relation == null || kind == JoinKind.INNER ? met : relation.on;
        List<Expression> after = kind == JoinKind.INNER ? List.of() : met;
        double rows = rows(kind, left, right, on) * selectivity.all(after);
        rows = Math.max(1, rows);
        long both = left.set() | right.set();
        double finishing = rows * Estimator.ROW + (after.isEmpty() ? 0 : rows * estimator.cost(after));
        JoinPath least = null;
        if (relation != null && relation.isLateral()) {
            double cost = left.cost() + left.rows() * (right.cost() + Estimator.OPENING) + finishing;
            return new JoinPath(both, rows, cost, JoinPath.Method.LATERAL, left, right, on, after);
        }
        boolean keyed = on.stream().anyMatch(part -> isKey(part, left.set(), right.set()));
        double pairs = left.rows() * right.rows();
        if (keyed) {
            List<Expression> rest = on.stream()
                    .filter(part -> !isKey(part, left.set(), right.set()))
                    .toList();
            double tried = Math.max(
                    1,
                    pairs
                            * selectivity.all(on.stream()
                                    .filter(part -> isKey(part, left.set(), right.set()))
                                    .toList()));
            double cost = left.cost()
                    + right.cost()
                    + right.rows() * Estimator.KEPT
                    + left.rows() * (Estimator.ROW + Estimator.OPERATOR)
                    + (rest.isEmpty() ? 0 : tried * estimator.cost(rest))
                    + finishing;
            cost += spilled(left, right);
            cost += settings.hashJoin() || kind == JoinKind.NOT_IN ? 0 : AccessChoice.OFF;
            least = new JoinPath(both, rows, cost, JoinPath.Method.HASH, left, right, on, after);
            if (kind == JoinKind.LEFT) {
                double swapped = cost
                        + (left.rows() - right.rows()) * (Estimator.KEPT - Estimator.ROW - Estimator.OPERATOR)
                        + spilled(right, left)
                        - spilled(left, right);
                if (swapped < cost) {
                    least = new JoinPath(both, rows, swapped, JoinPath.Method.HASH_SWAPPED, left, right, on, after);
                }
            }
        }
        if (keyed && kind != JoinKind.NOT_IN) {
            List<Expression> keys = on.stream()
                    .filter(part -> isKey(part, left.set(), right.set()))
                    .toList();
            if (keys.stream().allMatch(JoinOrder::isOfColumns)) {
                double cost = merged(left, right, keys, on) + finishing;
                if (cost < Objects.requireNonNull(least).cost()) {
                    least = new JoinPath(both, rows, cost, JoinPath.Method.MERGE, left, right, on, after);
                }
            }
        }
        if (kind != JoinKind.NOT_IN) {
            double cost = left.cost()
                    + right.cost()
                    + right.rows() * Estimator.KEPT
                    + spilled(left, right)
                    + pairs * (Estimator.OPERATOR + estimator.cost(on))
                    + finishing
                    + (settings.nestedLoop() ? 0 : AccessChoice.OFF);
            if (least == null || cost < least.cost()) {
                least = new JoinPath(both, rows, cost, JoinPath.Method.NESTED, left, right, on, after);
            }
            Optional<Estimate> probe = single < 0 ? Optional.empty() : leaves.probed(single, on);
            if (probe.isPresent()) {
                double probed = left.cost()
                        + left.rows() * (probe.get().total() + Estimator.OPERATOR)
                        + finishing
                        + (settings.nestedLoop() ? 0 : AccessChoice.OFF);
                if (probed < least.cost()) {
                    least = new JoinPath(both, rows, probed, JoinPath.Method.INDEX, left, right, on, after);
                }
            }
        }
        return least;
    }

    /** What it costs to go through both sides in the order of their keys. */
    private double merged(JoinPath left, JoinPath right, List<Expression> keys, List<Expression> on) {
        List<Expression> leftColumns = new ArrayList<>();
        List<Expression> rightColumns = new ArrayList<>();
        for (Expression key : keys) {
            List<Expression> sides = ((Expression.Call) key).arguments();
            boolean first = (graph.set(sides.get(0)) & ~left.set()) == 0;
            leftColumns.add(sides.get(first ? 0 : 1));
            rightColumns.add(sides.get(first ? 1 : 0));
        }
        List<Expression> rest = on.stream().filter(part -> !keys.contains(part)).toList();
        double tried = Math.max(1, left.rows() * right.rows() * selectivity.all(keys));
        return ordered(left, leftColumns)
                + ordered(right, rightColumns)
                + Estimator.merging(left.rows(), right.rows(), tried, keys.size())
                + (rest.isEmpty() ? 0 : tried * estimator.cost(rest))
                + (settings.mergeJoin() ? 0 : AccessChoice.OFF);
    }

    private double ordered(JoinPath path, List<Expression> columns) {
        return path.method() == null
                ? leaves.ordered(Long.numberOfTrailingZeros(path.set()), columns)
                : path.cost() + Estimator.sorting(path.rows());
    }

    private static boolean isOfColumns(Expression key) {
        return key instanceof Expression.Call call
                && call.arguments().stream().allMatch(Expression.ColumnReference.class::isInstance);
    }

    private double spilled(JoinPath left, JoinPath right) {
        return right.rows() * ROW_BYTES > settings.hashBytes() ? (left.rows() + right.rows()) * Estimator.SPILLED : 0;
    }

    private boolean isKey(Expression part, long left, long right) {
        if (!(part instanceof Expression.Call call) || !AccessRules.isHashable(call)) {
            return false;
        }
        long one = graph.set(call.arguments().get(0));
        long other = graph.set(call.arguments().get(1));
        boolean apart = one != 0 && other != 0;
        return apart
                && (((one & ~left) == 0 && (other & ~right) == 0) || ((one & ~right) == 0 && (other & ~left) == 0));
    }

    private double rows(JoinKind kind, JoinPath left, JoinPath right, List<Expression> on) {
        double part = selectivity.all(on);
        double matched = 1;
        boolean any = false;
        if (kind != JoinKind.INNER && kind != JoinKind.LEFT) {
            for (Expression each : on) {
                if (isKey(each, left.set(), right.set())) {
                    List<Expression> sides = ((Expression.Call) each).arguments();
                    boolean first = (graph.set(sides.get(0)) & ~left.set()) == 0;
                    double leftValues = Math.min(left.rows(), selectivity.distinct(sides.get(first ? 0 : 1)));
                    double rightValues = Math.min(right.rows(), selectivity.distinct(sides.get(first ? 1 : 0)));
                    matched = Math.min(matched, rightValues / Math.max(1, leftValues));
                    any = true;
                }
            }
        }
        double pairs = left.rows() * right.rows() * part;
        return Estimator.joinedRows(kind, left.rows(), pairs, any ? Math.min(1, matched) : 0.5);
    }

    /** Returns whether a condition reads nothing but a relation. */
    static boolean isWithin(Expression condition, Relation relation) {
        return !Expressions.any(
                condition, part -> part instanceof Expression.ColumnReference column && !relation.has(column.column()));
    }
}
