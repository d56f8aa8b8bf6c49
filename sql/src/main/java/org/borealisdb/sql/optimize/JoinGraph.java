package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.JoinKind;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Plans;
import org.borealisdb.sql.plan.Strictness;
import org.jspecify.annotations.Nullable;

/**
 * Joins, conditions and projections taken apart: what is joined, the conditions that rows have to meet, and what is computed of them, over columns that are numbered through all relations. The rows are those of all inner relations
 * side by side, and beside them or taken away what the others say, that all conditions hold for. Belongs to one task.
 */
final class JoinGraph {
    /** The most relations to which others are added from several places; what is beyond is a relation of its own. */
    static final int MAXIMUM = 4000;

    final List<Relation> relations = new ArrayList<>();
    final List<Expression> conjuncts = new ArrayList<>();
    List<Expression> outputs = List.of();
    private final Inlining inlining;
    private int next;
    /** Whether what is added is one side of something. */
    private boolean joined;
    /** Which relation, by its place, has each column; unknown after relations came or went. */
    private int @Nullable [] places;

    /** Tells which shared plans are read in one place only. */
    @FunctionalInterface
    interface Inlining {
        boolean isReadOnce(Plan.Shared shared);
    }

    private JoinGraph(Inlining inlining) {
        this.inlining = inlining;
    }

    /** Takes a plan apart; the graph's outputs are its columns. */
    static JoinGraph of(Plan plan, Inlining inlining) {
        JoinGraph graph = new JoinGraph(inlining);
        graph.outputs = graph.add(plan);
        return graph;
    }

    /** Returns whether a plan is more than a relation. */
    static boolean isTakenApart(Plan plan) {
        return switch (plan) {
            case Plan.Join join -> join.kind() != JoinKind.FULL;
            case Plan.Lateral lateral -> true;
            case Plan.Filter filter -> !isHeldBack(filter);
            case Plan.Project project -> project.values().stream().allMatch(Expressions::isStable);
            case Plan.Scan scan -> scan.lock().isEmpty() && scan.access().row().isEmpty();
            case Plan.KeyedScan keyed ->
                keyed.scan().lock().isEmpty() && keyed.scan().access().row().isEmpty();
            default -> false;
        };
    }

    /** Whether a filter asks something of each row of a join, which is not asked of the rows of one side. */
    private static boolean isHeldBack(Plan.Filter filter) {
        return !(filter.input() instanceof Plan.Scan) && asksNoRow(filter.condition());
    }

    private static boolean asksNoRow(Expression condition) {
        List<Expression> parts = new ArrayList<>();
        Expressions.conjuncts(condition, parts);
        return parts.stream().anyMatch(Expressions::isOfNoRow);
    }

    /** Adds a plan; returns its columns, in a list that is the caller's own. */
    private List<Expression> add(Plan plan) {
        return switch (plan) {
            case Plan.Join join
            when join.kind() == JoinKind.INNER -> {
                joined = true;
                List<Expression> both = add(join.left());
                both.addAll(relations.size() < MAXIMUM ? add(join.right()) : leaf(join.right(), false));
                join.condition().ifPresent(condition -> addConjuncts(condition, both));
                yield both;
            }
            case Plan.Join join when join.kind() == JoinKind.LEFT || join.kind() == JoinKind.RIGHT -> outer(join);
            case Plan.Lateral lateral -> lateral(lateral);
            case Plan.Filter filter
            when !isHeldBack(filter) -> {
                List<Expression> columns = add(filter.input());
                addConjuncts(filter.condition(), columns);
                yield columns;
            }
            case Plan.Project project
            when project.values().stream().allMatch(Expressions::isStable) -> {
                List<Expression> columns = add(project.input());
                List<Expression> values = new ArrayList<>();
                project.values().forEach(value -> values.add(substituted(value, columns)));
                yield values;
            }
            case Plan.Scan scan
            when scan.lock().isEmpty() && scan.access().row().isEmpty() -> {
                Plan.Scan all = new Plan.Scan(scan.table(), Access.ALL, Optional.empty(), Optional.empty());
                if (joined && scan.filter().filter(JoinGraph::asksNoRow).isPresent()) {
                    yield leaf(new Plan.Filter(all, scan.filter().get()), false);
                }
                List<Expression> columns = leaf(all, false);
                scan.filter().ifPresent(condition -> addConjuncts(condition, columns));
                yield columns;
            }
            case Plan.KeyedScan keyed
            when keyed.scan().lock().isEmpty() && keyed.scan().access().row().isEmpty() -> {
                Plan.Scan scan = keyed.scan();
                List<Expression> columns = leaf(
                        new Plan.KeyedScan(new Plan.Scan(scan.table(), Access.ALL, Optional.empty(), Optional.empty())),
                        false);
                scan.filter().ifPresent(condition -> addConjuncts(condition, columns));
                yield columns;
            }
            case Plan.Shared shared when inlining.isReadOnce(shared) -> add(shared.input());
            default -> leaf(plan, false);
        };
    }

    private List<Expression> outer(Plan.Join join) {
        boolean left = join.kind() == JoinKind.LEFT;
        joined = true;
        List<Expression> columns = add(left ? join.left() : join.right());
        JoinGraph inner = of(left ? join.right() : join.left(), inlining);
        Relation relation = add(inner, JoinKind.LEFT);
        List<Expression> padded = columns(relation);
        if (left) {
            columns.addAll(padded);
        } else {
            columns.addAll(0, padded);
        }
        join.condition().ifPresent(condition -> {
            List<Expression> parts = new ArrayList<>();
            Expressions.conjuncts(Constants.folded(substituted(condition, columns)), parts);
            relation.on.addAll(parts);
        });
        return columns;
    }

    private List<Expression> lateral(Plan.Lateral lateral) {
        joined = true;
        List<Expression> both = add(lateral.left());
        Relation relation = new Relation(
                next,
                lateral.kind(),
                lateral.right(),
                null,
                false,
                lateral.slots(),
                lateral.right().types());
        lateral.arguments().forEach(argument -> relation.arguments.add(substituted(argument, both)));
        append(relation);
        both.addAll(columns(relation));
        lateral.condition().ifPresent(condition -> {
            if (lateral.kind() == JoinKind.INNER) {
                addConjuncts(condition, both);
            } else {
                Expressions.conjuncts(substituted(condition, both), relation.on);
            }
        });
        return both;
    }

    /** Adds a plan; returns its columns. */
    List<Expression> leaf(Plan plan, boolean ready) {
        return columns(append(new Relation(next, JoinKind.INNER, plan, null, ready, List.of(), plan.types())));
    }

    private Relation append(Relation relation) {
        next += relation.width();
        relations.add(relation);
        places = null;
        return relation;
    }

    /** Takes a relation away that nothing reads. */
    void remove(Relation relation) {
        relations.remove(relation);
        places = null;
    }

    /** Adds a graph of its own. */
    Relation add(JoinGraph graph, JoinKind kind) {
        return append(new Relation(
                next,
                kind,
                null,
                graph,
                false,
                List.of(),
                graph.outputs.stream().map(Expression::type).toList()));
    }

    /** Adds a chosen plan. */
    Relation add(Plan plan, JoinKind kind) {
        return append(new Relation(next, kind, plan, null, true, List.of(), plan.types()));
    }

    static List<Expression> columns(Relation relation) {
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < relation.width(); i++) {
            columns.add(new Expression.ColumnReference(relation.first + i, relation.types.get(i)));
        }
        return columns;
    }

    private void addConjuncts(Expression condition, List<Expression> columns) {
        Disjunctions.conjuncts(Constants.folded(substituted(condition, columns)), conjuncts);
    }

    /** Adds what follows from disjunctions for single relations, so that fewer of their rows are joined. */
    void addRestrictions() {
        Set<Expression> known = new HashSet<>(conjuncts);
        for (Expression condition : List.copyOf(conjuncts)) {
            if (!(condition instanceof Expression.Or or) || !Expressions.isStable(or)) {
                continue;
            }
            RelationSet read = set(or);
            for (int place = read.size() < 2 ? -1 : read.first(); place >= 0; place = read.next(place + 1)) {
                Relation relation = relations.get(place);
                if (!relation.isSpecial()) {
                    Disjunctions.within(or, part -> JoinOrder.isWithin(part, relation))
                            .filter(known::add)
                            .ifPresent(conjuncts::add);
                }
            }
        }
    }

    static Expression substituted(Expression expression, List<Expression> columns) {
        return Expressions.map(
                expression,
                part -> part instanceof Expression.ColumnReference column ? columns.get(column.column()) : null);
    }

    /** Rewrites all that the graph computes. */
    void rewrite(UnaryOperator<Expression> rewriting) {
        conjuncts.replaceAll(rewriting);
        outputs = outputs.stream().map(rewriting).toList();
        for (Relation relation : relations) {
            relation.on.replaceAll(rewriting);
            relation.arguments.replaceAll(rewriting);
        }
    }

    /** Makes inner joins of outer ones whose rows without a partner no condition would let through. */
    void simplify() {
        int checked = 0;
        while (checked < conjuncts.size()) {
            Set<Relation> rejected = new LinkedHashSet<>();
            for (Expression condition : conjuncts.subList(checked, conjuncts.size())) {
                RelationSet read = set(condition);
                for (int place = read.first(); place >= 0; place = read.next(place + 1)) {
                    Relation relation = relations.get(place);
                    if (relation.kind == JoinKind.LEFT && Strictness.rejects(condition, relation::has)) {
                        rejected.add(relation);
                    }
                }
            }
            checked = conjuncts.size();
            makeInner(rejected);
        }
    }

    /** Makes an inner join of a relation of another kind. */
    void makeInner(Relation relation) {
        makeInner(Set.of(relation));
    }

    private void makeInner(Set<Relation> outer) {
        Map<Integer, Expression> columns = new HashMap<>();
        for (Relation relation : outer) {
            makeInner(relation, columns);
        }
        if (!columns.isEmpty()) {
            rewrite(expression -> Expressions.map(
                    expression,
                    part -> part instanceof Expression.ColumnReference column ? columns.get(column.column()) : null));
        }
    }

    /**
     * Makes an inner join of a relation of another kind.
     *
     * @param columns gets what is to stand for its columns
     */
    private void makeInner(Relation relation, Map<Integer, Expression> columns) {
        int place = relations.indexOf(relation);
        remove(relation);
        conjuncts.addAll(relation.on);
        JoinGraph inner = relation.graph;
        if (inner == null
                || relations.size() + inner.relations.size() > MAXIMUM
                || inner.conjuncts.stream().anyMatch(Expressions::isOfNoRow)) {
            Relation same = relation.at(relation.first, JoinKind.INNER);
            same.arguments.addAll(relation.arguments);
            relations.add(place, same);
            return;
        }
        int base = next;
        next += inner.next;
        for (Relation each : inner.relations) {
            Relation moved = each.at(each.first + base, each.kind);
            each.on.forEach(part -> moved.on.add(Expressions.shift(part, base)));
            each.arguments.forEach(part -> moved.arguments.add(Expressions.shift(part, base)));
            relations.add(place++, moved);
        }
        inner.conjuncts.forEach(part -> conjuncts.add(Expressions.shift(part, base)));
        for (int i = 0; i < relation.width(); i++) {
            columns.put(relation.first + i, Expressions.shift(inner.outputs.get(i), base));
        }
    }

    /** Returns a graph like this, which can be changed without changing this. */
    JoinGraph copy() {
        JoinGraph copy = new JoinGraph(inlining);
        copy.next = next;
        copy.outputs = outputs;
        copy.conjuncts.addAll(conjuncts);
        for (Relation relation : relations) {
            JoinGraph inner = relation.graph;
            Relation same = new Relation(
                    relation.first,
                    relation.kind,
                    relation.plan,
                    inner == null ? null : inner.copy(),
                    relation.ready,
                    relation.slots,
                    relation.types);
            same.on.addAll(relation.on);
            same.arguments.addAll(relation.arguments);
            copy.relations.add(same);
        }
        return copy;
    }

    /** Returns whether its rows may differ each time they are computed. */
    boolean isVolatile() {
        for (Relation relation : relations) {
            JoinGraph inner = relation.graph;
            if ((inner != null && inner.isVolatile())
                    || (relation.plan != null && Plans.isVolatile(relation.plan))
                    || !relation.on.stream().allMatch(Expressions::isStable)
                    || !relation.arguments.stream().allMatch(Expressions::isStable)) {
                return true;
            }
        }
        return !conjuncts.stream().allMatch(Expressions::isStable)
                || !outputs.stream().allMatch(Expressions::isStable);
    }

    /** Returns the relation that a column is of. */
    Relation of(int column) {
        return relations.get(place(column));
    }

    private int place(int column) {
        int[] known = places;
        if (known == null) {
            known = new int[next];
            Arrays.fill(known, -1);
            for (int place = 0; place < relations.size(); place++) {
                Relation relation = relations.get(place);
                Arrays.fill(known, relation.first, relation.first + relation.width(), place);
            }
            places = known;
        }
        if (known[column] < 0) {
            throw new IllegalStateException("no relation has column " + column);
        }
        return known[column];
    }

    /** Returns which relations, by their places, an expression reads. */
    RelationSet set(Expression expression) {
        return set(List.of(expression));
    }

    /** Returns which relations, by their places, expressions read. */
    RelationSet set(List<Expression> expressions) {
        BitSet set = new BitSet();
        for (Expression expression : expressions) {
            Expressions.any(expression, part -> {
                if (part instanceof Expression.ColumnReference column) {
                    set.set(place(column.column()));
                }
                return false;
            });
        }
        return RelationSet.of(set);
    }

    /** Returns whether a column is one of a table that has no NULL in it. */
    boolean isNotNull(Expression.ColumnReference column) {
        Relation relation = of(column.column());
        return !relation.isSpecial()
                && relation.plan instanceof Plan.Scan scan
                && column.column() - relation.first < scan.table().columns().size()
                && scan.table().columns().get(column.column() - relation.first).notNull();
    }

    /** Returns where a column's values are from, if they are those of a table. */
    Optional<PlanColumns.Origin> origin(Expression expression) {
        return switch (expression) {
            case Expression.ColumnReference column -> {
                Relation relation = of(column.column());
                int place = column.column() - relation.first;
                if (relation.graph != null) {
                    yield relation.graph.origin(relation.graph.outputs.get(place));
                }
                yield relation.plan == null ? Optional.empty() : PlanColumns.origin(relation.plan, place);
            }
            case Expression.Relabel relabel -> origin(relabel.operand());
            default -> Optional.empty();
        };
    }
}
