package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.Estimate;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.JoinKind;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Plans;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.plan.Subquery;

/** Chooses the plans of one statement. Belongs to one task. */
public final class Optimizer {
    private final PlannerSettings settings;
    private final Runnable interrupts;
    private final Estimator estimator;
    private final GraphPlanner graphs;
    private final IdentityHashMap<Object, Plan> subplans = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Plan> shared = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Integer> reads = new IdentityHashMap<>();

    /**
     * Makes an optimizer.
     *
     * @param newSlot gives the statement's slots for values that one part of a plan reads of another
     * @param interrupts fails if the statement is not wanted any more
     */
    public Optimizer(Knowledge knowledge, PlannerSettings settings, IntSupplier newSlot, Runnable interrupts) {
        this.settings = settings;
        this.interrupts = interrupts;
        this.estimator = new Estimator(knowledge, this::subplan);
        this.graphs = new GraphPlanner(this, estimator, settings, newSlot, interrupts);
    }

    /** Returns the estimates of the plans chosen. */
    public Estimator estimator() {
        return estimator;
    }

    /** Says that a plan is part of the statement; all are to be told of before any is optimized. */
    public void note(Plan plan) {
        count(plan, 1);
    }

    private void count(Plan plan, int times) {
        if (plan instanceof Plan.Shared one) {
            int before = reads.merge(one.identity(), times, Integer::sum);
            if (before > times) {
                return;
            }
        }
        for (Expression expression : Plans.expressions(plan)) {
            Expressions.any(expression, part -> {
                Subquery.of(part)
                        .ifPresent(subquery ->
                                count(subquery.plan(), subquery.slots().isEmpty() ? times : 2));
                return false;
            });
        }
        switch (plan) {
            case Plan.Recursive recursive -> {
                count(recursive.first(), times);
                count(recursive.step(), 2);
            }
            case Plan.Lateral lateral -> {
                count(lateral.left(), times);
                count(lateral.right(), 2);
            }
            default -> Plans.inputs(plan).forEach(input -> count(input, times));
        }
    }

    boolean isReadOnce(Plan.Shared plan) {
        return !plan.kept() && reads.getOrDefault(plan.identity(), 2) == 1 && !Plans.isVolatile(plan.input());
    }

    /** Returns a plan with the same rows and columns that should take least. */
    public Plan optimize(Plan plan) {
        return isSettled(plan) ? plan : optimize(plan, Double.POSITIVE_INFINITY);
    }

    /** Whether there is nothing to choose. */
    private static boolean isSettled(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan ->
                (scan.access().row().isPresent() || scan.access().isPoint()) && isPlain(scan);
            case Plan.KeyedScan keyed -> isSettled(keyed.scan());
            case Plan.Rows rows -> isPlain(rows);
            case Plan.Single single -> true;
            case Plan.Project project -> isPlain(project) && isSettled(project.input());
            case Plan.Limit limit -> isPlain(limit) && isSettled(limit.input());
            default -> false;
        };
    }

    private static boolean isPlain(Plan plan) {
        for (Expression expression : Plans.expressions(plan)) {
            if (Expressions.any(expression, part -> Subquery.of(part).isPresent())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the plan that should take least.
     *
     * @param wanted how many rows are wanted at most
     */
    private Plan optimize(Plan plan, double wanted) {
        interrupts.run();
        return switch (plan) {
            case Plan.Scan scan when scan.lock().isPresent() -> locked(scan);
            case Plan.Group group -> group(group);
            case Plan.Sort sort -> sort(sort, wanted);
            case Plan.Limit limit -> limit(limit);
            case Plan.Join join when join.kind() == JoinKind.FULL -> full(join);
            case Plan.Shared one -> isReadOnce(one) ? optimize(one.input(), wanted) : shared(one);
            case Plan.Project project
            when project.input() instanceof Plan.Sort ->
                withoutChange(new Plan.Project(optimize(project.input(), wanted), subplans(project.values())));
            default -> JoinGraph.isTakenApart(plan) ? graph(plan) : inner(plan);
        };
    }

    private static Plan withoutChange(Plan.Project project) {
        return GraphPlanner.isIdentity(project.values(), project.input().types().size()) ? project.input() : project;
    }

    /** Optimizes what is below a node. */
    Plan inner(Plan plan) {
        return Plans.map(plan, input -> optimize(input, Double.POSITIVE_INFINITY), this::subplans);
    }

    private Plan shared(Plan.Shared plan) {
        Plan known = shared.get(plan.identity());
        if (known == null) {
            known = new Plan.Shared(optimize(plan.input(), Double.POSITIVE_INFINITY), plan.identity(), plan.kept());
            shared.put(plan.identity(), known);
        }
        return known;
    }

    private Plan locked(Plan.Scan scan) {
        List<Expression> parts = new ArrayList<>();
        scan.filter().ifPresent(condition -> Expressions.conjuncts(condition, parts));
        return new AccessChoice(estimator, settings).best(scan.table(), subplans(parts), scan.lock());
    }

    /** Returns the scan of the rows that a statement is to change. */
    public Plan.Scan scan(Plan.Scan scan) {
        return isSettled(scan) ? scan : (Plan.Scan) locked(scan);
    }

    private Plan graph(Plan plan) {
        return graphs.choose(JoinGraph.of(plan, this::isReadOnce)).plan();
    }

    private Plan group(Plan.Group group) {
        JoinGraph graph = JoinGraph.of(group.input(), this::isReadOnce);
        Plan whole = group(graph, graph.outputs, group);
        Optional<Plan.Group> first = Extremes.ofFirst(group)
                .map(found -> new Plan.Group(
                        optimize(found.input(), Double.POSITIVE_INFINITY), found.keys(), found.sets(), found.calls()));
        Optional<Plan.Scan> scan = first.flatMap(Extremes::scan);
        if (scan.isEmpty()) {
            return whole;
        }
        double nulls = Extremes.passesNulls(scan.get())
                ? estimator.withoutValue(
                        scan.get(), group.calls().getFirst().arguments().getFirst(), group.input())
                : 0;
        double cost = estimator.of(first.get()).total() + nulls;
        return cost < estimator.of(whole).total() ? first.get() : whole;
    }

    /** Returns groups of a graph's rows. */
    Plan group(JoinGraph graph, List<Expression> columns, Plan.Group group) {
        List<Expression> wanted = new ArrayList<>();
        group.keys().forEach(key -> wanted.add(JoinGraph.substituted(key, columns)));
        for (AggregateCall call : group.calls()) {
            call.map(part -> {
                wanted.add(JoinGraph.substituted(part, columns));
                return part;
            });
        }
        graph.outputs = wanted;
        GraphPlanner.Chosen chosen = graphs.chooseValues(graph);
        Iterator<Expression> values = chosen.values().iterator();
        List<Expression> keys = new ArrayList<>();
        group.keys().forEach(key -> keys.add(values.next()));
        List<AggregateCall> calls = new ArrayList<>();
        group.calls().forEach(call -> calls.add(call.map(part -> values.next())));
        boolean plain = group.sets().isPlain(keys.size()) && !keys.isEmpty();
        boolean ordered = plain
                && calls.stream().noneMatch(call -> call.isSorted())
                && KnownOrder.of(chosen.input()).keepsTogether(keys);
        return new Plan.Group(chosen.input(), keys, group.sets(), calls, ordered);
    }

    /** Returns groups of a graph's rows by keys over its columns, with calls over its outputs. */
    Plan keyedGroup(JoinGraph graph, List<Expression> keys, Plan.Group of) {
        List<Expression> columns = graph.outputs;
        List<Expression> all = new ArrayList<>(columns);
        List<Expression> places = new ArrayList<>();
        for (Expression key : keys) {
            places.add(new Expression.ColumnReference(all.size(), key.type()));
            all.add(key);
        }
        return group(graph, all, new Plan.Group(of.input(), places, of.sets(), of.calls()));
    }

    /** A full join, which is not reordered: by hash, by order, or of all pairs. */
    private Plan full(Plan.Join join) {
        Plan left = optimize(join.left(), Double.POSITIVE_INFINITY);
        Plan right = optimize(join.right(), Double.POSITIVE_INFINITY);
        List<Expression> parts = new ArrayList<>();
        join.condition().map(this::subplans).ifPresent(condition -> Expressions.conjuncts(condition, parts));
        Plan.Join pairs = AccessRules.joined(left, right, join.kind(), parts, false);
        Plan.Join hashed = AccessRules.joined(
                left, right, join.kind(), parts, parts.stream().allMatch(Expressions::isStable));
        if (hashed.leftKeys().isEmpty()) {
            return pairs;
        }
        Plan.Join best = hashed;
        double least = estimator.of(hashed).total() + (settings.hashJoin() ? 0 : AccessChoice.OFF);
        boolean ofColumns = Stream.concat(hashed.leftKeys().stream(), hashed.rightKeys().stream())
                .allMatch(Expression.ColumnReference.class::isInstance);
        if (ofColumns) {
            Plan.Join merged = merged(hashed);
            double cost = estimator.of(merged).total() + (settings.mergeJoin() ? 0 : AccessChoice.OFF);
            best = cost < least ? merged : best;
            least = Math.min(least, cost);
        }
        return estimator.of(pairs).total() + (settings.nestedLoop() ? 0 : AccessChoice.OFF) < least ? pairs : best;
    }

    private Plan limit(Plan.Limit limit) {
        double count = limit.count().map(Estimator::number).orElse(-1.0);
        double offset = limit.offset().map(Estimator::number).orElse(0.0);
        double wanted = count < 0 || !limit.ties().isEmpty() ? Double.POSITIVE_INFINITY : count + Math.max(0, offset);
        return new Plan.Limit(
                optimize(limit.input(), wanted),
                limit.count().map(this::subplans),
                limit.offset().map(this::subplans),
                limit.ties());
    }

    private Plan sort(Plan.Sort sort, double wanted) {
        if (!(sort.input() instanceof Plan.Distinct distinct)) {
            return inOrder(optimize(sort.input(), Double.POSITIVE_INFINITY), sort.keys(), wanted);
        }
        Plan input = optimize(distinct.input(), Double.POSITIVE_INFINITY);
        Plan afterwards = inOrder(new Plan.Distinct(input, distinct.columns()), sort.keys(), wanted);
        Plan first = inOrder(input, sort.keys());
        Plan.Distinct candidate = new Plan.Distinct(first, distinct.columns());
        return candidate.isSorted() && taken(candidate, wanted) < taken(afterwards, wanted) ? candidate : afterwards;
    }

    /** Returns keys of columns, each ascending. */
    static List<SortKey> ascending(List<Expression> columns) {
        return columns.stream()
                .map(column -> new SortKey(((Expression.ColumnReference) column).column(), false, false))
                .toList();
    }

    /** Returns a join, whose keys are columns, that goes through both sides in the order of these. */
    Plan.Join merged(Plan.Join join) {
        return join.merging(
                inOrder(join.left(), ascending(join.leftKeys())), inOrder(join.right(), ascending(join.rightKeys())));
    }

    /** Returns the rows of a plan in an order. */
    Plan inOrder(Plan input, List<SortKey> keys) {
        return inOrder(input, keys, Double.POSITIVE_INFINITY);
    }

    private Plan inOrder(Plan input, List<SortKey> keys, double wanted) {
        Plan.Sort plain = new Plan.Sort(input, keys);
        Plan.Scan scan = null;
        List<Expression> values = List.of();
        if (input instanceof Plan.Scan found) {
            scan = found;
            values = GraphPlanner.columns(found);
        } else if (input instanceof Plan.Project project && project.input() instanceof Plan.Scan found) {
            scan = found;
            values = project.values();
        }
        if (scan == null) {
            return KnownOrder.of(input).has(keys, input) ? input : plain;
        }
        Plan best = plain;
        double least = taken(plain, wanted)
                + (settings.sort() ? 0 : AccessChoice.OFF)
                + new AccessChoice(estimator, settings).cost(scan)
                - estimator.of(scan).total();
        for (Plan.Scan ordered : IndexOrder.scans(scan, keys, values, settings.indexOnlyScan())) {
            Plan candidate =
                    input instanceof Plan.Project project ? new Plan.Project(ordered, project.values()) : ordered;
            double cost = taken(candidate, wanted) + (settings.indexScan() ? 0 : AccessChoice.OFF);
            if (cost < least) {
                best = candidate;
                least = cost;
            }
        }
        return best;
    }

    /** What it costs to get some rows of a plan. */
    private double taken(Plan plan, double wanted) {
        Estimate estimate = estimator.of(plan);
        double part = Math.min(1, wanted / Math.max(1, estimate.rows()));
        return estimate.startup() + (estimate.total() - estimate.startup()) * part;
    }

    private Plan subplan(Subquery subquery) {
        Plan known = subplans.get(subquery.key());
        if (known == null) {
            known = optimize(subquery.plan(), Double.POSITIVE_INFINITY);
            subplans.put(subquery.key(), known);
        }
        return known;
    }

    /** Returns an expression whose subqueries have the plans chosen for them. */
    Expression subplans(Expression expression) {
        if (!Expressions.any(expression, part -> Subquery.of(part).isPresent())) {
            return expression;
        }
        return Expressions.map(expression, part -> {
            Optional<Subquery> subquery = Subquery.of(part);
            if (subquery.isEmpty()) {
                return null;
            }
            List<Expression> arguments = ((Expression.Call) part).arguments();
            return subquery.get().withPlan(subplan(subquery.get())).call(subplans(arguments), part.type());
        });
    }

    List<Expression> subplans(List<Expression> expressions) {
        return expressions.stream().map(this::subplans).toList();
    }

    /** Returns the conjunction of conditions with the plans chosen for their subqueries. */
    static Optional<Expression> conjunction(List<Expression> parts) {
        return parts.isEmpty() ? Optional.empty() : Optional.of(AccessRules.and(parts));
    }
}
