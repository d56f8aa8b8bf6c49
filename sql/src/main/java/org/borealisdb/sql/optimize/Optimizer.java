package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    /** How many rows are wanted where a parameter says it: those of a page or so. */
    private static final double UNKNOWN_LIMIT = 100;

    /** How deep within each other plans are made for some rows beside those for all. */
    private static final int MOST_ASKED = 1;

    private final PlannerSettings settings;
    private final Runnable interrupts;
    private final Estimator estimator;
    private final GraphPlanner graphs;
    private final IdentityHashMap<Object, Plan> subplans = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Plan> shared = new IdentityHashMap<>();
    private int asked;
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
        return isSettled(plan) ? plan : optimize(WindowColumns.narrowed(plan), Double.POSITIVE_INFINITY);
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
            case Plan.Group group -> group(group, wanted);
            case Plan.Distinct distinct ->
                distinct(distinct, optimize(distinct.input(), Double.POSITIVE_INFINITY), wanted);
            case Plan.Sort sort -> sort(sort, wanted);
            case Plan.Window window -> window((Plan.Window) inner(window), wanted);
            case Plan.Limit limit -> limit(limit);
            case Plan.Join join when join.kind() == JoinKind.FULL -> full(join);
            case Plan.Shared one -> isReadOnce(one) ? optimize(one.input(), wanted) : shared(one);
            case Plan.Project project
            when project.input() instanceof Plan.Sort
                    || (wanted < Double.POSITIVE_INFINITY
                            && (project.input() instanceof Plan.Group
                                    || project.input() instanceof Plan.Window
                                    || project.input() instanceof Plan.Distinct)) ->
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

    private Plan group(Plan.Group group, double wanted) {
        JoinGraph graph = JoinGraph.of(group.input(), this::isReadOnce);
        Plan whole = group(graph, graph.outputs, group, wanted);
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

    /** Returns groups of a graph's rows, of which so many are wanted at most. */
    private Plan group(JoinGraph graph, List<Expression> columns, Plan.Group group, double most) {
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
        boolean streamed = group.sets().isPlain(keys.size()) && !keys.isEmpty();
        if (streamed && KnownOrder.of(chosen.input()).keepsTogether(keys)) {
            return new Plan.Group(chosen.input(), keys, group.sets(), calls, true);
        }
        Plan.Group hashed = new Plan.Group(chosen.input(), keys, group.sets(), calls);
        if (!streamed || !(chosen.input() instanceof Plan.Scan scan)) {
            return hashed;
        }
        // With what only the FILTER of a call reads.
        List<Plan> candidates =
                IndexOrder.together(scan, keys.size(), chosen.values(), settings.indexOnlyScan()).stream()
                        .map(each -> (Plan) new Plan.Group(each, keys, group.sets(), calls, true))
                        .toList();
        return cheapest(hashed, off(scan), candidates, most);
    }

    /**
     * Returns rows that are told apart as they come, by an order that they have or that an index gives, or by what was seen of them.
     *
     * @param input the best plan of all rows
     */
    private Plan distinct(Plan.Distinct distinct, Plan input, double wanted) {
        int columns = distinct.columns();
        List<Expression> first = GraphPlanner.columns(input).subList(0, columns);
        boolean isKnown = columns > 0 && KnownOrder.of(input).keepsTogether(first);
        Plan.Distinct asItComes = new Plan.Distinct(input, columns, isKnown);
        if (wanted < Double.POSITIVE_INFINITY && distinct.input() instanceof Plan.Sort) {
            // Of rows that are sorted so that the right ones come first.
            Plan few = few(distinct.input(), input, wanted * repeated(input, columns));
            boolean together = KnownOrder.of(few).keepsTogether(first);
            Plan.Distinct candidate = new Plan.Distinct(few, columns, together);
            return candidate.isSorted() && taken(candidate, wanted) < taken(asItComes, wanted) ? candidate : asItComes;
        }
        Optional<Scanned> scanned = Scanned.of(input);
        boolean isSettled = columns == 0 || asItComes.isSorted() || distinct.input() instanceof Plan.Sort;
        if (isSettled || scanned.isEmpty()) {
            return asItComes;
        }
        Plan.Scan scan = scanned.get().scan();
        List<Plan> candidates =
                IndexOrder.together(scan, columns, scanned.get().values(), settings.indexOnlyScan()).stream()
                        .map(each -> (Plan) new Plan.Distinct(scanned.get().over(each), columns, true))
                        .toList();
        return cheapest(asItComes, off(scan), candidates, wanted);
    }

    /**
     * Returns the plan that costs least for as many rows as are wanted.
     *
     * @param off what the first plan is to cost more, as it does what is off
     * @param byIndex others, which read an index
     */
    private Plan cheapest(Plan first, double off, List<Plan> byIndex, double wanted) {
        Plan best = first;
        double least = taken(first, wanted) + off;
        for (Plan candidate : byIndex) {
            double cost = taken(candidate, wanted) + (settings.indexScan() ? 0 : AccessChoice.OFF);
            if (cost < least) {
                best = candidate;
                least = cost;
            }
        }
        return best;
    }

    /** What a scan is to cost more if it is off. */
    private double off(Plan.Scan scan) {
        return new AccessChoice(estimator, settings).cost(scan)
                - estimator.of(scan).total();
    }

    /**
     * A scan, or values computed over one.
     *
     * @param values what is wanted of the scan's rows
     * @param isProjected whether they are computed
     */
    private record Scanned(Plan.Scan scan, List<Expression> values, boolean isProjected) {
        static Optional<Scanned> of(Plan plan) {
            if (plan instanceof Plan.Scan scan) {
                return Optional.of(new Scanned(scan, GraphPlanner.columns(scan), false));
            }
            return plan instanceof Plan.Project project && project.input() instanceof Plan.Scan scan
                    ? Optional.of(new Scanned(scan, project.values(), true))
                    : Optional.empty();
        }

        /** Returns the same of another scan of the same rows. */
        Plan over(Plan.Scan other) {
            return isProjected ? new Plan.Project(other, values) : other;
        }
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
        return group(graph, all, new Plan.Group(of.input(), places, of.sets(), of.calls()), Double.POSITIVE_INFINITY);
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
        double count = limit.count()
                .filter(given -> limit.ties().isEmpty() && !isNull(given))
                .map(Estimator::number)
                .orElse(Double.POSITIVE_INFINITY);
        double offset = limit.offset().map(Estimator::number).orElse(0.0);
        double wanted = (count < 0 ? UNKNOWN_LIMIT : count) + Math.max(0, offset);
        return new Plan.Limit(
                optimize(limit.input(), wanted),
                limit.count().map(this::subplans),
                limit.offset().map(this::subplans),
                limit.ties());
    }

    /**
     * Returns the plan that should take least for some rows; that of all of them where this has been asked on the way down too often, as each time all that is below is planned once more.
     */
    private Plan few(Plan plan, Plan whole, double wanted) {
        if (asked == MOST_ASKED) {
            return whole;
        }
        asked++;
        try {
            return optimize(plan, wanted);
        } finally {
            asked--;
        }
    }

    /** Returns how many rows there are on average that are the same in the first columns. */
    private double repeated(Plan input, int columns) {
        double different = estimator.of(new Plan.Distinct(input, columns)).rows();
        return Math.max(1, estimator.of(input).rows() / Math.max(1, different));
    }

    /** LIMIT ALL. */
    private static boolean isNull(Expression count) {
        return Constants.folded(count) instanceof Expression.Constant constant && constant.value() == null;
    }

    private Plan sort(Plan.Sort sort, double wanted) {
        if (!(sort.input() instanceof Plan.Distinct distinct)) {
            Plan input = optimize(sort.input(), Double.POSITIVE_INFINITY);
            boolean grouped = isGrouped(sort.input());
            Plan whole = grouped
                    ? turned(sort, input).orElseGet(() -> inOrder(input, sort.keys(), wanted))
                    : inOrder(input, sort.keys(), wanted);
            if (wanted == Double.POSITIVE_INFINITY) {
                return whole;
            }
            if (!grouped) {
                return whole;
            }
            Plan few = few(sort.input(), whole, wanted);
            Plan turned = turned(sort, few).orElse(few);
            boolean inOrder = KnownOrder.of(turned).has(sort.keys(), turned);
            return inOrder && taken(turned, wanted) < taken(whole, wanted) ? turned : whole;
        }
        Plan input = optimize(distinct.input(), Double.POSITIVE_INFINITY);
        int columns = distinct.columns();
        Plan afterwards = inOrder(distinct(distinct, input, wanted), sort.keys(), wanted);
        Plan first = inOrder(input, sort.keys(), wanted * repeated(input, columns));
        boolean together =
                KnownOrder.of(first).keepsTogether(GraphPlanner.columns(first).subList(0, columns));
        Plan.Distinct candidate = new Plan.Distinct(first, columns, together);
        return candidate.isSorted() && taken(candidate, wanted) < taken(afterwards, wanted) ? candidate : afterwards;
    }

    /** Returns a window over a plan that is chosen, whose rows come in its order, if that is one of columns. */
    private Plan window(Plan.Window window, double wanted) {
        List<Expression> sorted = window.shape().sorted();
        if (sorted.isEmpty() || !sorted.stream().allMatch(Expression.ColumnReference.class::isInstance)) {
            return window;
        }
        Map<Integer, SortKey> keys = new LinkedHashMap<>();
        for (SortKey key : window.shape().keys()) {
            int column = ((Expression.ColumnReference) sorted.get(key.column())).column();
            keys.putIfAbsent(column, new SortKey(column, key.descending(), key.nullsFirst()));
        }
        Plan input = inOrder(window.input(), List.copyOf(keys.values()), wanted);
        return new Plan.Window(input, window.shape(), window.calls(), true);
    }

    /** Returns groups that come in the reverse of a wanted order in that order, if an index that is read backward gives it. */
    private static Optional<Plan> turned(Plan.Sort sort, Plan input) {
        return KnownOrder.of(input).has(sort.keys(), input)
                ? Optional.empty()
                : Reversal.of(input, sort.input())
                        .filter(turned -> KnownOrder.of(turned).has(sort.keys(), turned));
    }

    private static boolean isGrouped(Plan plan) {
        return switch (plan) {
            case Plan.Group group -> true;
            case Plan.Project project -> isGrouped(project.input());
            case Plan.Filter filter -> isGrouped(filter.input());
            default -> false;
        };
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
        double off = settings.sort() ? 0 : AccessChoice.OFF;
        Optional<Scanned> scanned = Scanned.of(input);
        if (scanned.isEmpty()) {
            return KnownOrder.of(input).has(keys, input)
                    ? input
                    : cheapest(plain, off, presorted(input, keys).stream().toList(), wanted);
        }
        Plan.Scan scan = scanned.get().scan();
        List<Plan> candidates = new ArrayList<>();
        for (Plan.Scan each : IndexOrder.scans(scan, keys, scanned.get().values(), settings.indexOnlyScan())) {
            candidates.add(scanned.get().over(each));
        }
        for (int first = keys.size() - 1; first > 0 && settings.incrementalSort(); first--) {
            List<SortKey> leading = keys.subList(0, first);
            for (Plan.Scan each : IndexOrder.scans(scan, leading, scanned.get().values(), settings.indexOnlyScan())) {
                presorted(scanned.get().over(each), keys).ifPresent(candidates::add);
            }
        }
        return cheapest(plain, off(scan) + off, candidates, wanted);
    }

    /** Returns the rows of a plan, which comes in order by some of the keys, in the order of all of them. */
    private Optional<Plan> presorted(Plan input, List<SortKey> keys) {
        KnownOrder known = KnownOrder.of(input);
        int leading = settings.incrementalSort() ? known.leading(keys, input) : 0;
        boolean helps = leading > 0
                && leading < keys.size()
                && !known.varying(keys.subList(0, leading), input.types()).isEmpty();
        return helps ? Optional.of(new Plan.Sort(input, keys, leading)) : Optional.empty();
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
            known = optimize(WindowColumns.narrowed(subquery.plan()), Double.POSITIVE_INFINITY);
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
