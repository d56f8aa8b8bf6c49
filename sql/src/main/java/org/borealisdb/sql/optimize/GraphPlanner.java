package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Estimate;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.JoinKind;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Subquery;
import org.borealisdb.sql.plan.SubqueryRunner;
import org.jspecify.annotations.Nullable;

/** Chooses the plans of join graphs, and builds them. Belongs to one task. */
final class GraphPlanner {
    /** Stands for the slot of the first column while it is only asked what a scan would cost; those of others are below it. */
    private static final int TRIAL_SLOT = Integer.MAX_VALUE;

    /** How deep within each other graphs are planned for one left row beside all, as each time all that is in them is planned once more. */
    private static final int MOST_NESTED = 2;

    private final Optimizer optimizer;
    private final Estimator estimator;
    private final PlannerSettings settings;
    private final IntSupplier newSlot;
    private final Runnable interrupts;
    private final AccessChoice accesses;
    private int nested;

    GraphPlanner(
            Optimizer optimizer,
            Estimator estimator,
            PlannerSettings settings,
            IntSupplier newSlot,
            Runnable interrupts) {
        this.optimizer = optimizer;
        this.estimator = estimator;
        this.settings = settings;
        this.newSlot = newSlot;
        this.interrupts = interrupts;
        this.accesses = new AccessChoice(estimator, settings);
    }

    /**
     * What was chosen for a graph.
     *
     * @param values the graph's outputs over the plan's rows
     */
    record Chosen(Plan input, List<Expression> values) {
        /** Returns the plan of the outputs. */
        Plan plan() {
            return isIdentity(values, input.types().size()) ? input : new Plan.Project(input, values);
        }
    }

    static boolean isIdentity(List<Expression> values, int width) {
        if (values.size() != width) {
            return false;
        }
        for (int i = 0; i < width; i++) {
            if (!(values.get(i) instanceof Expression.ColumnReference column) || column.column() != i) {
                return false;
            }
        }
        return true;
    }

    static List<Expression> columns(Plan plan) {
        List<Expression> columns = new ArrayList<>();
        List<SqlType> types = plan.types();
        for (int i = 0; i < types.size(); i++) {
            columns.add(new Expression.ColumnReference(i, types.get(i)));
        }
        return columns;
    }

    /** Returns the plan that costs least for what is wanted of a graph's outputs, and these over that; changes the graph. */
    Chosen choose(JoinGraph graph, Demand demand) {
        graph.simplify();
        decorrelation(graph).replaceTests();
        graph.conjuncts.removeIf(Constants::isTrue);
        graph.addRestrictions();
        boolean values = graph.conjuncts.stream().anyMatch(GraphPlanner::hasCorrelatedValue);
        if (!values) {
            return built(new Build(graph, demand));
        }
        JoinGraph other = graph.copy();
        Build asTheyAre = new Build(graph, demand);
        if (!decorrelation(other).replaceValues()) {
            return built(asTheyAre);
        }
        other.simplify();
        Build joined = new Build(other, demand);
        return built(joined.cost < asTheyAre.cost ? joined : asTheyAre);
    }

    private static boolean hasCorrelatedValue(Expression condition) {
        return Expressions.any(
                condition,
                part -> Subquery.of(part)
                        .filter(subquery -> subquery.question() == SubqueryRunner.Question.VALUE
                                && !subquery.slots().isEmpty())
                        .isPresent());
    }

    private Decorrelation decorrelation(JoinGraph graph) {
        return new Decorrelation(
                graph, optimizer::isReadOnce, (inner, keys, group) -> optimizer.keyedGroup(inner, keys, group));
    }

    private Chosen built(Build build) {
        Placed placed = build.build();
        List<Expression> values = optimizer.subplans(placed.local(build.graph.outputs));
        return new Chosen(placed.plan(), values);
    }

    /** One graph on its way to a plan. */
    private final class Build implements JoinOrder.Leaves {
        final JoinGraph graph;
        final JoinPath path;
        /** Of what is wanted. */
        final double cost;
        /** What is wanted of the only relation's rows. */
        private final Demand ofLeaf;
        /** The columns that are read anywhere. */
        private final BitSet used = new BitSet();

        private final Map<Integer, Placed> leaves = new HashMap<>();
        private final List<List<Expression>> parts = new ArrayList<>();
        private final Map<List<Expression>, Estimate> orders = new HashMap<>();
        private final Map<Integer, Optional<Bound>> bounds = new HashMap<>();

        Build(JoinGraph graph, Demand demand) {
            this.graph = graph;
            this.ofLeaf = graph.relations.size() == 1 ? demand.below(graph.outputs) : Demand.ALL;
            List<List<Expression>> equal = Equivalences.complete(graph);
            use(graph.outputs);
            use(graph.conjuncts);
            for (Relation relation : graph.relations) {
                use(relation.on);
                use(relation.arguments);
                parts.add(new ArrayList<>());
            }
            shareOut();
            WantedOrder order = graph.relations.size() == 1
                    ? WantedOrder.NONE
                    : WantedOrder.of(demand.order(), graph.outputs, equal);
            // By an order of what is computed only all rows can be sorted.
            double rows = order.size() == 0 ? demand.unordered() : demand.rows();
            JoinOrder.Found found =
                    new JoinOrder(graph, settings, estimator, this, equal, interrupts).find(rows, order);
            path = found.path();
            cost = found.cost();
        }

        private void use(List<Expression> expressions) {
            Expressions.columns(expressions).forEach(used::set);
        }

        /** Gives each relation the conditions that are on nothing else. */
        private void shareOut() {
            int first = 0;
            while (graph.relations.get(first).isSpecial()) {
                first++;
            }
            for (Expression condition : graph.conjuncts) {
                interrupts.run();
                RelationSet set = graph.set(condition);
                int place = set.isEmpty() ? first : set.first();
                if (set.size() <= 1 && !graph.relations.get(place).isSpecial()) {
                    parts.get(place).add(condition);
                }
            }
            for (int place = 0; place < graph.relations.size(); place++) {
                Relation relation = graph.relations.get(place);
                if (relation.kind != JoinKind.INNER && !relation.isLateral()) {
                    List<Expression> own = relation.on.stream()
                            .filter(part -> JoinOrder.isWithin(part, relation) && Expressions.isStable(part))
                            .toList();
                    parts.get(place).addAll(own);
                    relation.on.removeAll(own);
                }
            }
        }

        @Override
        public Estimate of(int place) {
            return estimator.of(leaf(place).plan());
        }

        private Placed leaf(int place) {
            Placed known = leaves.get(place);
            if (known == null) {
                known = newLeaf(graph.relations.get(place), parts.get(place));
                leaves.put(place, known);
            }
            return known;
        }

        private Placed newLeaf(Relation relation, List<Expression> conditions) {
            List<Expression> local = conditions.stream()
                    .map(part -> Expressions.shift(part, -relation.first))
                    .toList();
            JoinGraph inner = relation.graph;
            if (inner != null) {
                return nested(relation, inner, local);
            }
            Plan plan = Objects.requireNonNull(relation.plan);
            Plan chosen;
            if (relation.isLateral()) {
                // It reads slots that only the join sets: what is in it stays in it.
                chosen = optimizer.optimize(plan);
            } else if (relation.ready) {
                chosen = local.isEmpty() ? plan : new Plan.Filter(plan, AccessRules.and(optimizer.subplans(local)));
            } else if (plan instanceof Plan.Scan scan
                    && scan.lock().isEmpty()
                    && scan.access().row().isEmpty()) {
                chosen = accesses.best(scan.table(), optimizer.subplans(local), wanted(relation));
            } else if (plan instanceof Plan.KeyedScan keyed
                    && keyed.scan().access().row().isEmpty()) {
                chosen = new Plan.KeyedScan(accesses.best(
                        keyed.scan().table(),
                        optimizer.subplans(local),
                        keyed.scan().lock()));
            } else if (plan instanceof Plan.Computed) {
                chosen = local.isEmpty() ? plan : AccessRules.filter(plan, AccessRules.and(optimizer.subplans(local)));
            } else {
                Pushdown.Moved moved = Pushdown.into(plan, local);
                Demand demand = moved.left().isEmpty() ? ofLeaf : ofLeaf.filtered();
                Plan below = optimizer.ofPart(moved.plan(), demand);
                chosen = moved.left().isEmpty()
                        ? below
                        : new Plan.Filter(below, AccessRules.and(optimizer.subplans(moved.left())));
            }
            Map<Integer, Integer> places = new HashMap<>();
            for (int i = 0; i < relation.width(); i++) {
                places.put(relation.first + i, i);
            }
            return new Placed(chosen, places);
        }

        @Override
        public List<WantedOrder.Read> reads(int place, WantedOrder order) {
            Relation relation = graph.relations.get(place);
            Plan plan = leaf(place).plan();
            return relation.isSpecial()
                    ? List.of(new WantedOrder.Read(plan, 0))
                    : order.reads(relation, plan, wanted(relation), settings.indexOnlyScan());
        }

        @Override
        public Estimate of(WantedOrder.Read read) {
            return estimator.of(read.plan());
        }

        private Placed nested(Relation relation, JoinGraph of, List<Expression> local) {
            // The graph stays as it is, for who asks where its columns are from.
            JoinGraph inner = of.copy();
            local.forEach(part -> inner.conjuncts.add(JoinGraph.substituted(part, inner.outputs)));
            return nested(relation, inner, Demand.ALL);
        }

        /** The plan of a graph with what is read of its outputs; changes the graph. */
        private Placed nested(Relation relation, JoinGraph inner, Demand demand) {
            List<Expression> shown = new ArrayList<>();
            Map<Integer, Integer> places = new HashMap<>();
            for (int i = 0; i < relation.width(); i++) {
                if (used.get(relation.first + i)) {
                    places.put(relation.first + i, shown.size());
                    shown.add(inner.outputs.get(i));
                }
            }
            inner.outputs = shown;
            return new Placed(choose(inner, demand).plan(), places);
        }

        @Override
        public Optional<Estimate> probed(int place, List<Expression> conditions) {
            if (scanOf(leaf(place).plan()) == null) {
                return bound(place).map(found -> estimator.of(found.plan()));
            }
            return probe(place, conditions, column -> TRIAL_SLOT - column.column())
                    .map(estimator::of);
        }

        /**
         * A graph's rows for one left row.
         *
         * @param columns of the left row, which are read in slots
         */
        private record Bound(Plan plan, List<Expression> columns, List<Integer> slots) {}

        /** The plan of a graph of its own for one left row, with what its join asks as conditions; empty if that reads no columns of the left row, or cannot be read by one. */
        private Optional<Bound> bound(int place) {
            return bounds.computeIfAbsent(place, any -> newBound(graph.relations.get(place)));
        }

        private Optional<Bound> newBound(Relation relation) {
            JoinGraph of = relation.graph;
            if (of == null
                    || relation.on.isEmpty()
                    || !settings.indexScan()
                    || nested == MOST_NESTED
                    || !relation.on.stream().allMatch(Expressions::isStable)
                    || relation.on.stream().anyMatch(GraphPlanner::hasSubquery)
                    || of.isVolatile()) {
                return Optional.empty();
            }
            JoinGraph inner = of.copy();
            List<Expression> columns = new ArrayList<>();
            List<Integer> slots = new ArrayList<>();
            List<Expression> shown = inner.outputs;
            for (Expression condition : relation.on) {
                inner.conjuncts.add(Expressions.map(condition, part -> {
                    if (!(part instanceof Expression.ColumnReference column)) {
                        return null;
                    }
                    if (relation.has(column.column())) {
                        return shown.get(column.column() - relation.first);
                    }
                    int known = columns.indexOf(column);
                    if (known < 0) {
                        known = columns.size();
                        columns.add(column);
                        slots.add(newSlot.getAsInt());
                        estimator.isReadFrom(slots.getLast(), graph.origin(column));
                    }
                    return new Expression.Parameter(slots.get(known), column.type());
                }));
            }
            parts.get(graph.relations.indexOf(relation))
                    .forEach(part -> inner.conjuncts.add(
                            JoinGraph.substituted(Expressions.shift(part, -relation.first), shown)));
            Demand demand = relation.kind.isLeftOnly() ? Demand.of(1) : Demand.ALL;
            nested++;
            try {
                return Optional.of(new Bound(nested(relation, inner, demand).plan(), columns, slots));
            } finally {
                nested--;
            }
        }

        /** The scan of a relation's rows for one left row, if an index helps to find them. */
        private Optional<Plan.Scan> probe(int place, List<Expression> conditions, Slots slots) {
            Placed leaf = leaf(place);
            Plan.Scan scan = scanOf(leaf.plan());
            if (scan == null
                    || scan.lock().isPresent()
                    || (scan.table().indexes().isEmpty() && !SystemColumn.areIn(scan.table()))
                    || !settings.indexScan()) {
                return Optional.empty();
            }
            Relation relation = graph.relations.get(place);
            Set<Integer> given = new TreeSet<>();
            List<Expression> bound = new ArrayList<>();
            for (Expression condition : conditions) {
                bound.add(Expressions.map(condition, part -> {
                    if (!(part instanceof Expression.ColumnReference column)) {
                        return null;
                    }
                    if (relation.has(column.column())) {
                        return scanned(leaf, column);
                    }
                    int slot = slots.of(column);
                    given.add(slot);
                    estimator.isReadFrom(slot, graph.origin(column));
                    return new Expression.Parameter(slot, column.type());
                }));
            }
            List<Expression> own = new ArrayList<>();
            scan.filter().ifPresent(filter -> Expressions.conjuncts(filter, own));
            List<Expression> joining = optimizer.subplans(bound);
            // An access path has one bound of each kind: that of the scan alone, or that of the left row.
            List<Expression> ownFirst =
                    Stream.concat(own.stream(), joining.stream()).toList();
            List<Expression> ownBoundsLast = Stream.of(
                            own.stream().filter(AccessRules::isEquality),
                            joining.stream(),
                            own.stream().filter(part -> !AccessRules.isEquality(part)))
                    .flatMap(each -> each)
                    .toList();
            return Stream.of(ownFirst, ownBoundsLast)
                    .distinct()
                    .map(parts -> probe(scan, relation, parts, given))
                    .flatMap(Optional::stream)
                    .min(Comparator.comparingDouble(found -> estimator.of(found).total()));
        }

        private Optional<Plan.Scan> probe(
                Plan.Scan scan, Relation relation, List<Expression> parts, Set<Integer> given) {
            Plan.Scan found = accesses.best(scan.table(), parts, wanted(relation));
            return found.access().any(part -> isGiven(part, given)) ? Optional.of(found) : Optional.empty();
        }

        private static boolean isGiven(Expression expression, Set<Integer> slots) {
            return Expressions.any(
                    expression,
                    part -> part instanceof Expression.Parameter parameter && slots.contains(parameter.index()));
        }

        /** Which columns of a relation, by their places in it, are read anywhere. */
        private Set<Integer> wanted(Relation relation) {
            Set<Integer> wanted = new TreeSet<>();
            for (int i = 0; i < relation.width(); i++) {
                if (used.get(relation.first + i)) {
                    wanted.add(i);
                }
            }
            return wanted;
        }

        /** The scan that a leaf is, with or without a choice of its columns. */
        private Plan.@Nullable Scan scanOf(Plan plan) {
            if (plan instanceof Plan.Project project
                    && project.input() instanceof Plan.Scan scan
                    && project.values().stream().allMatch(Expression.ColumnReference.class::isInstance)) {
                return scan;
            }
            return plan instanceof Plan.Scan scan ? scan : null;
        }

        private Expression scanned(Placed leaf, Expression.ColumnReference column) {
            Expression local = leaf.local(column);
            return leaf.plan() instanceof Plan.Project project
                    ? project.values().get(((Expression.ColumnReference) local).column())
                    : local;
        }

        Placed build() {
            if (graph.conjuncts.stream().anyMatch(GraphPlanner::isNever)) {
                return nothing();
            }
            return build(path, new TreeSet<>(Expressions.columns(graph.outputs)));
        }

        /** No rows, as a condition never holds. */
        private Placed nothing() {
            List<SqlType> types = new ArrayList<>();
            Map<Integer, Integer> places = new HashMap<>();
            for (Relation relation : graph.relations) {
                for (int i = 0; i < relation.width(); i++) {
                    places.put(relation.first + i, types.size());
                    types.add(relation.types.get(i));
                }
            }
            return new Placed(new Plan.Rows(List.of(), types), places);
        }

        private Placed build(JoinPath at, Set<Integer> above) {
            if (at.left() == null || at.right() == null) {
                Placed leaf = leaf(at.set().first());
                Plan read = at.plan();
                return read == null ? leaf : leaf.as(read);
            }
            Set<Integer> after = new TreeSet<>(above);
            after.addAll(Expressions.columns(at.after()));
            Set<Integer> needed = new TreeSet<>(after);
            needed.addAll(Expressions.columns(at.conditions()));
            Placed joined = switch (Objects.requireNonNull(at.method())) {
                case HASH, NESTED -> join(at, needed);
                case MERGE -> merge(at, needed);
                case HASH_SWAPPED -> swapped(at, needed);
                case INDEX, LATERAL -> lateral(at, needed);
            };
            if (!at.after().isEmpty()) {
                joined = joined.as(
                        new Plan.Filter(joined.plan(), AccessRules.and(optimizer.subplans(joined.local(at.after())))));
            }
            estimator.expect(joined.plan(), at.rows());
            return joined;
        }

        private Relation relation(JoinPath alone) {
            return graph.relations.get(alone.set().first());
        }

        private JoinKind kind(JoinPath right) {
            return right.method() == null ? relation(right).kind : JoinKind.INNER;
        }

        private Placed join(JoinPath at, Set<Integer> needed) {
            JoinPath rightPath = Objects.requireNonNull(at.right());
            JoinKind kind = kind(rightPath);
            Placed left = build(Objects.requireNonNull(at.left()), needed);
            Placed right = build(rightPath, needed).narrowed(needed);
            Placed both = left.beside(right, needed);
            List<Expression> conditions = optimizer.subplans(both.local(at.conditions()));
            boolean keys = at.method() == JoinPath.Method.HASH;
            Plan plan = AccessRules.joined(left.plan(), right.plan(), kind, conditions, keys);
            return kind.isLeftOnly() ? new Placed(plan, left.places()) : both.as(plan);
        }

        private Placed merge(JoinPath at, Set<Integer> needed) {
            JoinPath rightPath = Objects.requireNonNull(at.right());
            JoinKind kind = kind(rightPath);
            Placed left = build(Objects.requireNonNull(at.left()), needed).narrowed(needed);
            Placed right = build(rightPath, needed).narrowed(needed);
            Placed both = left.beside(right, needed);
            List<Expression> conditions = optimizer.subplans(both.local(at.conditions()));
            Plan plan = optimizer.merged(AccessRules.joinedByColumns(left.plan(), right.plan(), kind, conditions));
            return kind.isLeftOnly() ? new Placed(plan, left.places()) : both.as(plan);
        }

        @Override
        public Estimate ordered(int place, List<Expression> columns) {
            return orders.computeIfAbsent(columns, any -> {
                Placed leaf = leaf(place);
                return estimator.of(optimizer.inOrder(leaf.plan(), Optimizer.ascending(leaf.local(columns))));
            });
        }

        /** A left join whose left rows are kept: a right join of both sides the other way round. */
        private Placed swapped(JoinPath at, Set<Integer> needed) {
            Placed kept = build(Objects.requireNonNull(at.left()), needed).narrowed(needed);
            Placed through = build(Objects.requireNonNull(at.right()), needed);
            Placed both = through.beside(kept, needed);
            List<Expression> conditions = optimizer.subplans(both.local(at.conditions()));
            return both.as(AccessRules.joined(through.plan(), kept.plan(), JoinKind.RIGHT, conditions, true));
        }

        private Placed lateral(JoinPath at, Set<Integer> above) {
            JoinPath rightPath = Objects.requireNonNull(at.right());
            Relation relation = relation(rightPath);
            int place = rightPath.set().first();
            Set<Integer> needed = new TreeSet<>(above);
            needed.addAll(Expressions.columns(relation.arguments));
            Placed left = build(Objects.requireNonNull(at.left()), needed).narrowed(needed);
            Plan.Lateral plan;
            List<Expression> read = relation.arguments;
            Placed right = leaf(place);
            Placed both = left.beside(right, needed);
            if (at.method() == JoinPath.Method.LATERAL) {
                List<Expression> conditions = optimizer.subplans(both.local(at.conditions()));
                plan = new Plan.Lateral(
                        left.plan(),
                        right.plan(),
                        relation.kind,
                        optimizer.subplans(left.local(relation.arguments)),
                        relation.slots,
                        Optimizer.conjunction(conditions));
            } else if (scanOf(right.plan()) == null) {
                Bound bound = bound(place).orElseThrow();
                read = bound.columns();
                plan = new Plan.Lateral(
                        left.plan(),
                        bound.plan(),
                        relation.kind,
                        left.local(bound.columns()),
                        bound.slots(),
                        Optional.empty());
            } else {
                List<Expression> arguments = new ArrayList<>();
                List<Integer> slots = new ArrayList<>();
                Plan.Scan scan = probe(place, at.conditions(), column -> {
                            int known = arguments.indexOf(column);
                            if (known < 0) {
                                known = arguments.size();
                                arguments.add(column);
                                slots.add(newSlot.getAsInt());
                            }
                            return slots.get(known);
                        })
                        .orElseThrow();
                Plan found =
                        right.plan() instanceof Plan.Project project ? new Plan.Project(scan, project.values()) : scan;
                plan = new Plan.Lateral(
                        left.plan(), found, relation.kind, left.local(arguments), slots, Optional.empty());
                read = arguments;
            }
            Plan kept = Memos.of(plan, at, graph, read, estimator, settings);
            return relation.kind.isLeftOnly() ? new Placed(kept, left.places()) : both.as(kept);
        }
    }

    private static boolean hasSubquery(Expression expression) {
        return Expressions.any(expression, part -> Subquery.of(part).isPresent());
    }

    /** Gives the slot in which a column of the left rows is read. */
    private interface Slots {
        int of(Expression.ColumnReference column);
    }

    private static boolean isNever(Expression condition) {
        return condition instanceof Expression.Constant constant && !Boolean.TRUE.equals(constant.value());
    }
}
