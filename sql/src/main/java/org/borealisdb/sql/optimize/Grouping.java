package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SortKey;

/** Chooses how groups are made and rows told apart: by a hash table, or one after the other as they come in order. Belongs to one task. */
final class Grouping {
    private final Optimizer optimizer;
    private final GraphPlanner graphs;
    private final Estimator estimator;
    private final PlannerSettings settings;

    Grouping(Optimizer optimizer, GraphPlanner graphs, Estimator estimator, PlannerSettings settings) {
        this.optimizer = optimizer;
        this.graphs = graphs;
        this.estimator = estimator;
        this.settings = settings;
    }

    /** Returns groups. */
    Plan group(Plan.Group group, Demand demand) {
        JoinGraph graph = JoinGraph.of(group.input(), optimizer::isReadOnce);
        Plan whole = group(graph, graph.outputs, group, demand);
        Optional<Plan.Group> first = Extremes.ofFirst(group)
                .map(found -> new Plan.Group(
                        optimizer.optimize(found.input(), Demand.ALL), found.keys(), found.sets(), found.calls()));
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
    private Plan group(JoinGraph graph, List<Expression> columns, Plan.Group group, Demand demand) {
        List<Expression> wanted = new ArrayList<>();
        group.keys().forEach(key -> wanted.add(JoinGraph.substituted(key, columns)));
        for (AggregateCall call : group.calls()) {
            call.map(part -> {
                wanted.add(JoinGraph.substituted(part, columns));
                return part;
            });
        }
        graph.outputs = wanted;
        boolean streamed =
                group.sets().isPlain(group.keys().size()) && !group.keys().isEmpty();
        Optional<JoinGraph> again = streamed && demand.rows() < Double.POSITIVE_INFINITY && graph.relations.size() > 1
                ? Optional.of(graph.copy())
                : Optional.empty();
        GraphPlanner.Chosen chosen = graphs.choose(graph, Demand.ALL);
        Plan.Group hashed = grouped(chosen, group);
        if (again.isPresent()) {
            return firstGroups(again.get(), group, hashed, demand);
        }
        if (hashed.ordered() || !streamed || !(chosen.input() instanceof Plan.Scan scan)) {
            return hashed;
        }
        // With what only the FILTER of a call reads.
        List<Plan> candidates =
                IndexOrder.together(scan, hashed.keys().size(), chosen.values(), settings.indexOnlyScan()).stream()
                        .map(each -> (Plan) new Plan.Group(each, hashed.keys(), hashed.sets(), hashed.calls(), true))
                        .toList();
        return optimizer.cheapest(hashed, optimizer.off(scan), candidates, demand.rows());
    }

    /** Returns groups of rows that are chosen, one after the other if the rows come so. */
    private static Plan.Group grouped(GraphPlanner.Chosen chosen, Plan.Group group) {
        Iterator<Expression> values = chosen.values().iterator();
        List<Expression> keys = new ArrayList<>();
        group.keys().forEach(key -> keys.add(values.next()));
        List<AggregateCall> calls = new ArrayList<>();
        group.calls().forEach(call -> calls.add(call.map(part -> values.next())));
        boolean together = group.sets().isPlain(keys.size())
                && !keys.isEmpty()
                && KnownOrder.of(chosen.input()).keepsTogether(keys);
        return new Plan.Group(chosen.input(), keys, group.sets(), calls, together);
    }

    /**
     * Returns groups of a join's rows that come one after the other, if the first ones cost less so.
     *
     * @param whole the groups of all rows
     */
    private Plan firstGroups(JoinGraph graph, Plan.Group group, Plan.Group whole, Demand demand) {
        List<SortKey> order = new ArrayList<>();
        for (SortKey key : demand.order()) {
            if (key.column() >= group.keys().size()) {
                return whole;
            }
            order.add(key);
        }
        for (int i = 0; i < group.keys().size(); i++) {
            int column = i;
            if (order.stream().noneMatch(key -> key.column() == column)) {
                order.add(new SortKey(i, false, false));
            }
        }
        double part = demand.part(estimator.of(whole).rows());
        if (part == 1) {
            return whole;
        }
        double rows = estimator.of(whole.input()).rows() * part;
        Plan.Group first = together(grouped(graphs.choose(graph, new Demand(rows, order)), group), order, rows);
        return first.ordered() && optimizer.taken(first, demand.rows()) < optimizer.taken(whole, demand.rows())
                ? first
                : whole;
    }

    /** Returns groups of rows that are sorted by their keys, as far as they do not come so, if these are columns. */
    private Plan.Group together(Plan.Group group, List<SortKey> order, double wanted) {
        if (group.ordered() || !group.keys().stream().allMatch(Expression.ColumnReference.class::isInstance)) {
            return group;
        }
        List<SortKey> keys = new ArrayList<>();
        for (SortKey key : order) {
            int column = ((Expression.ColumnReference) group.keys().get(key.column())).column();
            keys.add(new SortKey(column, key.descending(), key.nullsFirst()));
        }
        Plan input = optimizer.inOrder(group.input(), keys, wanted);
        return new Plan.Group(input, group.keys(), group.sets(), group.calls(), true);
    }

    /** Returns rows that are told apart. */
    Plan distinct(Plan.Distinct distinct, double wanted) {
        return distinct(distinct, optimizer.optimize(distinct.input(), Demand.ALL), wanted);
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
            Plan few = optimizer.few(distinct.input(), input, Demand.of(wanted * repeated(input, columns)));
            boolean together = KnownOrder.of(few).keepsTogether(first);
            Plan.Distinct candidate = new Plan.Distinct(few, columns, together);
            return candidate.isSorted() && optimizer.taken(candidate, wanted) < optimizer.taken(asItComes, wanted)
                    ? candidate
                    : asItComes;
        }
        Optional<Optimizer.Scanned> scanned = Optimizer.Scanned.of(input);
        boolean isSettled = columns == 0 || asItComes.isSorted() || distinct.input() instanceof Plan.Sort;
        if (isSettled) {
            return asItComes;
        }
        if (scanned.isEmpty()) {
            return wanted == Double.POSITIVE_INFINITY ? asItComes : firstSeen(distinct, asItComes, wanted);
        }
        Plan.Scan scan = scanned.get().scan();
        List<Plan> candidates =
                IndexOrder.together(scan, columns, scanned.get().values(), settings.indexOnlyScan()).stream()
                        .map(each -> (Plan) new Plan.Distinct(scanned.get().over(each), columns, true))
                        .toList();
        return optimizer.cheapest(asItComes, optimizer.off(scan), candidates, wanted);
    }

    /** Returns rows that are told apart by what was seen of them, of which some are wanted: as long as most values are new, not many more have to be read. */
    private Plan firstSeen(Plan.Distinct distinct, Plan.Distinct whole, double wanted) {
        double different = Math.max(1, estimator.of(whole).rows());
        double rows = wanted < different ? -different * Math.log(1 - wanted / different) : Double.POSITIVE_INFINITY;
        Plan few = optimizer.few(distinct.input(), whole.input(), Demand.of(rows));
        return optimizer.taken(few, rows) < optimizer.taken(whole.input(), rows)
                ? new Plan.Distinct(few, distinct.columns())
                : whole;
    }

    /** Returns the order of rows that are told apart: before or after that. */
    Plan sorted(Plan.Sort sort, Plan.Distinct distinct, double wanted) {
        Plan input = optimizer.optimize(distinct.input(), Demand.ALL);
        int columns = distinct.columns();
        Plan afterwards = optimizer.inOrder(distinct(distinct, input, wanted), sort.keys(), wanted);
        double repeated = wanted * repeated(input, columns);
        Plan few = repeated == Double.POSITIVE_INFINITY
                ? input
                : optimizer.few(distinct.input(), input, new Demand(repeated, sort.keys()));
        Plan first = optimizer.inOrder(few, sort.keys(), repeated);
        boolean together =
                KnownOrder.of(first).keepsTogether(GraphPlanner.columns(first).subList(0, columns));
        Plan.Distinct candidate = new Plan.Distinct(first, columns, together);
        return candidate.isSorted() && optimizer.taken(candidate, wanted) < optimizer.taken(afterwards, wanted)
                ? candidate
                : afterwards;
    }

    /** Returns how many rows there are on average that are the same in the first columns. */
    private double repeated(Plan input, int columns) {
        double different = estimator.of(new Plan.Distinct(input, columns)).rows();
        return Math.max(1, estimator.of(input).rows() / Math.max(1, different));
    }

    /** Returns groups of a graph's rows by keys over its columns, with calls over its outputs. */
    Plan keyed(JoinGraph graph, List<Expression> keys, Plan.Group of) {
        List<Expression> columns = graph.outputs;
        List<Expression> all = new ArrayList<>(columns);
        List<Expression> places = new ArrayList<>();
        for (Expression key : keys) {
            places.add(new Expression.ColumnReference(all.size(), key.type()));
            all.add(key);
        }
        return group(graph, all, new Plan.Group(of.input(), places, of.sets(), of.calls()), Demand.ALL);
    }
}
