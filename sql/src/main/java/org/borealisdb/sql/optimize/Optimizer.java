package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Estimate;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.JoinKind;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Plans;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.plan.Subquery;
import org.borealisdb.sql.plan.SubqueryRunner;

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
    private final Grouping grouping;
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
        this.grouping = new Grouping(this, graphs, estimator, settings);
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
        return ofPart(plan, Demand.ALL);
    }

    /** Returns the plan that should take least for what is wanted of it, as one that is no part of another's planning. */
    Plan ofPart(Plan part, Demand demand) {
        Plan plan = UnreadValues.without(part);
        return isSettled(plan) ? plan : optimize(WindowColumns.narrowed(plan), demand);
    }

    /**
     * Returns a plan with the same rows and columns, of which a part is expected to be read, that should take least for that.
     *
     * @param part from 0 to 1; of no rows at all nothing would be to choose: it stands for the first one
     */
    public Plan optimize(Plan given, double part) {
        Plan plan = UnreadValues.without(given);
        Plan whole = optimize(plan);
        if (part >= 1 || isSettled(plan)) {
            return whole;
        }
        double rows = Math.max(1, estimator.of(whole).rows() * part);
        Plan few = optimize(WindowColumns.narrowed(plan), Demand.of(rows));
        return taken(few, rows) < taken(whole, rows) ? few : whole;
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

    /** Returns groups of a graph's rows by keys over its columns, with calls over its outputs. */
    Plan keyedGroup(JoinGraph graph, List<Expression> keys, Plan.Group of) {
        return grouping.keyed(graph, keys, of);
    }

    /** Returns the plan that should take least for what is wanted of it. */
    Plan optimize(Plan plan, Demand demand) {
        interrupts.run();
        return switch (plan) {
            case Plan.Scan scan when scan.lock().isPresent() -> locked(scan);
            case Plan.Group group -> grouping.group(group, demand);
            case Plan.Distinct distinct -> grouping.distinct(distinct, demand.unordered());
            case Plan.Sort sort -> sort(sort, demand.unordered());
            case Plan.Window window -> window(window, demand.unordered());
            case Plan.Limit limit -> limit(limit);
            case Plan.Join join when join.kind() == JoinKind.FULL -> full(join);
            case Plan.Shared one -> isReadOnce(one) ? optimize(one.input(), demand) : shared(one);
            case Plan.Project project
            when isPassedBy(project, demand) ->
                withoutChange(new Plan.Project(
                        optimize(project.input(), demand.below(project.values())), subplans(project.values())));
            case Plan.Combine combine
            when combine.operator() == Query.SetOperator.UNION && combine.all() ->
                inner(combine, Demand.of(demand.unordered()));
            case Plan.LockRows lock -> inner(lock, demand);
            case Plan.LockJoin lock -> inner(lock, demand);
            default -> JoinGraph.isTakenApart(plan) ? graph(plan, demand) : inner(plan);
        };
    }

    /** Returns whether what is wanted of a projection is asked of what is below it, which is no graph. */
    private static boolean isPassedBy(Plan.Project project, Demand demand) {
        return switch (project.input()) {
            case Plan.Sort sort -> true;
            case Plan.Group group -> !demand.isAll();
            case Plan.Window window -> !demand.isAll();
            case Plan.Distinct distinct -> !demand.isAll();
            default -> !demand.isAll() && !JoinGraph.isTakenApart(project);
        };
    }

    private static Plan withoutChange(Plan.Project project) {
        return GraphPlanner.isIdentity(project.values(), project.input().types().size()) ? project.input() : project;
    }

    /** Optimizes what is below a node. */
    private Plan inner(Plan plan) {
        return inner(plan, Demand.ALL);
    }

    private Plan inner(Plan plan, Demand demand) {
        return Plans.map(plan, input -> optimize(input, demand), this::subplans);
    }

    private Plan shared(Plan.Shared plan) {
        Plan known = shared.get(plan.identity());
        if (known == null) {
            known = optimize(plan.input(), Demand.ALL);
            shared.put(plan.identity(), known);
        }
        return new Plan.Shared(known, plan.identity(), plan.kept(), plan.alias());
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

    private Plan graph(Plan plan, Demand demand) {
        return graphs.choose(JoinGraph.of(plan, this::isReadOnce), demand).plan();
    }

    /**
     * Returns the plan that costs least for as many rows as are wanted.
     *
     * @param off what the first plan is to cost more, as it does what is off
     * @param byIndex others, which read an index
     */
    Plan cheapest(Plan first, double off, List<Plan> byIndex, double wanted) {
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
    double off(Plan.Scan scan) {
        return new AccessChoice(estimator, settings).cost(scan)
                - estimator.of(scan).total();
    }

    /**
     * A scan, or values computed over one.
     *
     * @param values what is wanted of the scan's rows
     * @param isProjected whether they are computed
     */
    record Scanned(Plan.Scan scan, List<Expression> values, boolean isProjected) {
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

    /** A full join, which is not reordered: by hash, by order, or of all pairs. */
    private Plan full(Plan.Join join) {
        Plan left = optimize(join.left(), Demand.ALL);
        Plan right = optimize(join.right(), Demand.ALL);
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
                .filter(given -> !isNull(given))
                .map(Estimator::number)
                .orElse(Double.POSITIVE_INFINITY);
        double offset = limit.offset().map(Estimator::number).orElse(0.0);
        double wanted = (count < 0 ? UNKNOWN_LIMIT : count) + Math.max(0, offset);
        return new Plan.Limit(
                optimize(limit.input(), Demand.of(wanted)),
                limit.count().map(this::subplans),
                limit.offset().map(this::subplans),
                limit.ties());
    }

    /**
     * Returns the plan that should take least for some rows; that of all of them where this has been asked on the way down too often, as each time all that is below is planned once more.
     */
    Plan few(Plan plan, Plan whole, Demand demand) {
        if (asked == MOST_ASKED) {
            return whole;
        }
        asked++;
        try {
            return optimize(plan, demand);
        } finally {
            asked--;
        }
    }

    /** LIMIT ALL. */
    private static boolean isNull(Expression count) {
        return Constants.folded(count) instanceof Expression.Constant constant && constant.value() == null;
    }

    private Plan sort(Plan.Sort sort, double wanted) {
        if (!(sort.input() instanceof Plan.Distinct distinct)) {
            if (!isGrouped(sort.input())) {
                return inOrder(optimize(sort.input(), new Demand(wanted, sort.keys())), sort.keys(), wanted);
            }
            Plan input = optimize(sort.input(), Demand.ALL);
            Plan whole = turned(sort, input).orElseGet(() -> inOrder(input, sort.keys(), wanted));
            if (wanted == Double.POSITIVE_INFINITY) {
                return whole;
            }
            Plan few = few(sort.input(), whole, new Demand(wanted, sort.keys()));
            Plan turned = turned(sort, few).orElse(few);
            boolean inOrder = KnownOrder.of(turned).has(sort.keys(), turned);
            return inOrder && taken(turned, wanted) < taken(whole, wanted) ? turned : whole;
        }
        return grouping.sorted(sort, distinct, wanted);
    }

    /** Returns a window over rows that come in its order, if that is one of columns. */
    private Plan window(Plan.Window window, double wanted) {
        List<Expression> sorted = window.shape().sorted();
        if (sorted.isEmpty() || !sorted.stream().allMatch(Expression.ColumnReference.class::isInstance)) {
            return inner(window);
        }
        Map<Integer, SortKey> keys = new LinkedHashMap<>();
        for (SortKey key : window.shape().keys()) {
            int column = ((Expression.ColumnReference) sorted.get(key.column())).column();
            keys.putIfAbsent(column, new SortKey(column, key.descending(), key.nullsFirst()));
        }
        Plan.Window inOrder = new Plan.Window(window.input(), window.shape(), window.calls(), true, window.until());
        double read = estimator.read(inOrder, wanted);
        List<SortKey> order = List.copyOf(keys.values());
        Plan.Window chosen = (Plan.Window) inner(window, new Demand(read, order));
        return new Plan.Window(
                inOrder(chosen.input(), order, read), chosen.shape(), chosen.calls(), true, chosen.until());
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

    Plan inOrder(Plan input, List<SortKey> keys, double wanted) {
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
    double taken(Plan plan, double wanted) {
        Estimate estimate = estimator.of(plan);
        double part = Math.min(1, wanted / Math.max(1, estimate.rows()));
        return estimate.startup() + (estimate.total() - estimate.startup()) * part;
    }

    private Plan subplan(Subquery subquery) {
        Plan known = subplans.get(subquery.key());
        if (known == null) {
            boolean isTest = subquery.question() == SubqueryRunner.Question.EXISTS;
            known = optimize(WindowColumns.narrowed(subquery.plan()), isTest ? Demand.of(1) : Demand.ALL);
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
