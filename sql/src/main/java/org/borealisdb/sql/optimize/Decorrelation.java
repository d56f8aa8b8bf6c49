package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.GroupingSets;
import org.borealisdb.sql.plan.JoinKind;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Plans;
import org.borealisdb.sql.plan.Strictness;
import org.borealisdb.sql.plan.Subquery;
import org.borealisdb.sql.plan.SubqueryRunner;

/**
 * Makes joins of the subqueries of a graph's conditions. EXISTS and IN become semijoins, their negations antijoins; a value that is an aggregate of rows which equal something of the rows around becomes a left join with
 * groups of them. What a subquery reads of the rows around it may stand in its conditions only: otherwise it stays as it is. NOT IN is not the negation of a semijoin where there are NULLs, and has a join of its own.
 */
final class Decorrelation {
    private final JoinGraph graph;
    private final JoinGraph.Inlining inlining;
    private final Groups groups;

    /** Chooses the plan of groups over a graph. */
    interface Groups {
        /** Returns the groups of a graph's rows by keys, with calls over its columns. */
        Plan plan(JoinGraph graph, List<Expression> keys, Plan.Group of);
    }

    Decorrelation(JoinGraph graph, JoinGraph.Inlining inlining, Groups groups) {
        this.graph = graph;
        this.inlining = inlining;
        this.groups = groups;
    }

    /** Replaces EXISTS and IN, also those that come out of others. */
    void replaceTests() {
        int tested = 0;
        while (tested < graph.conjuncts.size()) {
            if (graph.relations.size() < JoinGraph.MAXIMUM && test(graph.conjuncts.get(tested))) {
                graph.conjuncts.remove(tested);
            } else {
                tested++;
            }
        }
    }

    private boolean test(Expression part) {
        boolean negated = part instanceof Expression.Not;
        Expression inner = part instanceof Expression.Not not ? not.operand() : part;
        Optional<Subquery> exists =
                Subquery.of(inner).filter(subquery -> subquery.question() == SubqueryRunner.Question.EXISTS);
        if (exists.isPresent()) {
            return exists.get().slots().isEmpty()
                    ? false
                    : join(exists.get(), arguments(inner), Optional.empty(), negated ? JoinKind.ANTI : JoinKind.SEMI);
        }
        if (!(inner instanceof Expression.QuantifiedArray in)) {
            return false;
        }
        Optional<Subquery> of =
                Subquery.of(in.array()).filter(subquery -> subquery.question() == SubqueryRunner.Question.ARRAY);
        boolean isNotIn = !negated && in.all() && in.operator().name().endsWith("ne");
        if (of.isEmpty() || (in.all() && !isNotIn)) {
            return false;
        }
        if (!negated && !in.all()) {
            return join(of.get(), arguments(in.array()), Optional.of(in), JoinKind.SEMI);
        }
        // Of <> ALL the equality is not at hand.
        return !isNotIn && notIn(of.get(), in);
    }

    private static List<Expression> arguments(Expression call) {
        return ((Expression.Call) call).arguments();
    }

    private boolean notIn(Subquery subquery, Expression.QuantifiedArray in) {
        Expression.Call equality = comparison(
                in,
                new Expression.ColumnReference(
                        Integer.MAX_VALUE, subquery.plan().types().getFirst()));
        boolean possible = subquery.slots().isEmpty()
                && AccessRules.isHashable(equality)
                && !graph.set(in.operand()).isEmpty()
                && Expressions.isStable(in.operand())
                && !Plans.isVolatile(subquery.plan());
        return possible && join(subquery, List.of(), Optional.of(in), JoinKind.NOT_IN);
    }

    private static Expression.Call comparison(Expression.QuantifiedArray in, Expression value) {
        return new Expression.Call(in.operator(), List.of(in.operand(), value), BuiltInType.BOOL.type());
    }

    private boolean join(
            Subquery subquery, List<Expression> arguments, Optional<Expression.QuantifiedArray> in, JoinKind kind) {
        if (Plans.isVolatile(subquery.plan()) || !arguments.stream().allMatch(Expressions::isStable)) {
            return false;
        }
        Optional<Taken> taken = taken(withoutOrder(subquery.plan()), subquery, arguments);
        if (taken.isEmpty()) {
            return false;
        }
        if (kind == JoinKind.ANTI && taken.get().isEmpty(graph)) {
            return true;
        }
        JoinGraph inner = taken.get().inner();
        inner.outputs = in.isPresent() ? List.of(inner.outputs.getFirst()) : List.of();
        return finish(taken.get(), in, kind);
    }

    private boolean finish(Taken taken, Optional<Expression.QuantifiedArray> in, JoinKind kind) {
        JoinGraph inner = taken.inner();
        List<Expression> shown = new ArrayList<>(inner.outputs);
        for (Expression part : taken.correlated()) {
            Expressions.any(part, each -> {
                if (each instanceof Expression.ColumnReference && !shown.contains(each)) {
                    shown.add(each);
                }
                return false;
            });
        }
        List<Expression> on = new ArrayList<>();
        inner.outputs = shown;
        Relation relation = graph.add(inner, kind);
        List<Expression> columns = JoinGraph.columns(relation);
        in.ifPresent(test -> on.add(comparison(test, columns.getFirst())));
        for (Expression part : taken.correlated()) {
            on.add(Expressions.map(part, each -> {
                if (each instanceof Expression.ColumnReference) {
                    return columns.get(shown.indexOf(each));
                }
                return each instanceof Expression.Parameter parameter
                        ? taken.values().get(parameter.index())
                        : null;
            }));
        }
        boolean joined = on.stream().anyMatch(part -> isOver(part, relation));
        if (!joined) {
            graph.remove(relation);
            return false;
        }
        relation.on.addAll(on);
        List<Expression> around =
                on.stream().filter(part -> isAround(part, relation)).toList();
        if (kind == JoinKind.SEMI && on.stream().anyMatch(part -> isOver(part, relation) && !around.contains(part))) {
            relation.on.removeAll(around);
            graph.conjuncts.addAll(around);
        }
        if (kind == JoinKind.SEMI && isUnique(inner, on, relation)) {
            graph.makeInner(relation);
        }
        return true;
    }

    /** Whether at most one row of the subquery can be a partner: then any join finds what the semijoin does, in any order. */
    private static boolean isUnique(JoinGraph inner, List<Expression> on, Relation relation) {
        if (inner.relations.size() != 1
                || inner.relations.getFirst().isSpecial()
                || !(inner.relations.getFirst().plan instanceof Plan.Scan scan)) {
            return false;
        }
        List<Integer> keys = new ArrayList<>();
        for (Expression part : on) {
            if (part instanceof Expression.Call call && AccessRules.sign(call).equals("=")) {
                for (Expression side : call.arguments()) {
                    if (side instanceof Expression.ColumnReference column
                            && relation.has(column.column())
                            && inner.outputs.get(column.column() - relation.first)
                                    instanceof Expression.ColumnReference own) {
                        keys.add(own.column());
                    }
                }
            }
        }
        return scan.table().indexes().stream()
                .anyMatch(index -> index.isUnique()
                        && !index.deferral().isDeferrable()
                        && !index.isComputed()
                        && keys.containsAll(index.columns()));
    }

    /** Whether a condition reads rows around, so that the join has something to hold on to. */
    private boolean isOver(Expression part, Relation relation) {
        return !JoinOrder.isWithin(part, relation);
    }

    /** Whether a condition reads rows around only, so that it holds, or not, whatever the subquery's rows are. */
    private boolean isAround(Expression part, Relation relation) {
        return isOver(part, relation)
                && !Expressions.any(
                        part,
                        each -> each instanceof Expression.ColumnReference column && relation.has(column.column()));
    }

    /** A subquery's rows, without those of its conditions that read the rows around, and what its slots stand for. */
    private record Taken(JoinGraph inner, List<Expression> correlated, Map<Integer, Expression> values) {
        /** Returns whether there are no such rows, whatever the row around: a condition asks if something is NULL that never is. */
        boolean isEmpty(JoinGraph around) {
            return correlated.stream()
                    .anyMatch(part -> part instanceof Expression.IsNull test
                            && !test.negated()
                            && isNeverNull(test.operand(), around));
        }

        private boolean isNeverNull(Expression expression, JoinGraph around) {
            return switch (expression) {
                case Expression.And and -> and.operands().stream().allMatch(part -> isNeverNull(part, around));
                case Expression.Or or -> or.operands().stream().allMatch(part -> isNeverNull(part, around));
                case Expression.Not not -> isNeverNull(not.operand(), around);
                case Expression.Relabel relabel -> isNeverNull(relabel.operand(), around);
                case Expression.Call call ->
                    !AccessRules.sign(call).isEmpty()
                            && call.arguments().stream().allMatch(part -> isNeverNull(part, around));
                case Expression.Constant constant -> constant.value() != null;
                case Expression.ColumnReference column -> inner.isNotNull(column);
                case Expression.Parameter parameter ->
                    values.get(parameter.index()) instanceof Expression.ColumnReference column
                            && around.isNotNull(column);
                default -> false;
            };
        }
    }

    private Optional<Taken> taken(Plan plan, Subquery subquery, List<Expression> arguments) {
        Map<Integer, Expression> values = new HashMap<>();
        for (int i = 0; i < subquery.slots().size(); i++) {
            values.put(subquery.slots().get(i), arguments.get(i));
        }
        JoinGraph inner = JoinGraph.of(plan, inlining);
        List<Expression> correlated =
                inner.conjuncts.stream().filter(part -> reads(part, values)).toList();
        inner.conjuncts.removeAll(correlated);
        boolean elsewhere = inner.conjuncts.stream().anyMatch(part -> readsWithin(part, values))
                || correlated.stream().anyMatch(part -> readsInPlans(part, values))
                || inner.outputs.stream().anyMatch(part -> reads(part, values) || readsWithin(part, values))
                || inner.relations.stream().anyMatch(relation -> reads(relation, values));
        return elsewhere ? Optional.empty() : Optional.of(new Taken(inner, correlated, values));
    }

    private static boolean isSlot(Expression part, Map<Integer, Expression> slots) {
        return part instanceof Expression.Parameter parameter && slots.containsKey(parameter.index());
    }

    private static boolean reads(Expression expression, Map<Integer, Expression> slots) {
        return Expressions.any(expression, part -> isSlot(part, slots));
    }

    /** Whether an expression reads slots, be it in the plans of its subqueries. */
    private static boolean readsWithin(Expression expression, Map<Integer, Expression> slots) {
        return reads(expression, slots) || readsInPlans(expression, slots);
    }

    private static boolean readsInPlans(Expression expression, Map<Integer, Expression> slots) {
        return Expressions.any(
                expression,
                part -> Subquery.of(part)
                        .filter(subquery -> Plans.any(subquery.plan(), each -> isSlot(each, slots)))
                        .isPresent());
    }

    private static boolean reads(Relation relation, Map<Integer, Expression> slots) {
        boolean here = relation.on.stream().anyMatch(part -> readsWithin(part, slots))
                || relation.arguments.stream().anyMatch(part -> readsWithin(part, slots));
        JoinGraph inner = relation.graph;
        if (inner != null) {
            return here
                    || inner.conjuncts.stream().anyMatch(part -> readsWithin(part, slots))
                    || inner.outputs.stream().anyMatch(part -> readsWithin(part, slots))
                    || inner.relations.stream().anyMatch(each -> reads(each, slots));
        }
        return here || (relation.plan != null && Plans.any(relation.plan, part -> isSlot(part, slots)));
    }

    /** Without what makes no difference to which rows there are. */
    private static Plan withoutOrder(Plan plan) {
        return switch (plan) {
            case Plan.Sort sort -> withoutOrder(sort.input());
            case Plan.Distinct distinct
            when distinct.columns() == distinct.types().size() -> withoutOrder(distinct.input());
            case Plan.Project project -> new Plan.Project(withoutOrder(project.input()), project.values());
            default -> plan;
        };
    }

    /** Replaces values that are aggregates; returns whether there were any. */
    boolean replaceValues() {
        boolean any = false;
        for (int i = 0; i < graph.conjuncts.size(); i++) {
            Expression part = graph.conjuncts.get(i);
            Expression replaced = Expressions.map(
                    part,
                    each -> Subquery.of(each)
                            .filter(subquery -> subquery.question() == SubqueryRunner.Question.VALUE
                                    && !subquery.slots().isEmpty()
                                    && graph.relations.size() < JoinGraph.MAXIMUM)
                            .flatMap(subquery -> value(subquery, arguments(each)))
                            .orElse(null));
            any |= !replaced.equals(part);
            graph.conjuncts.set(i, replaced);
        }
        return any;
    }

    private Optional<Expression> value(Subquery subquery, List<Expression> arguments) {
        if (!(subquery.plan() instanceof Plan.Project project)
                || !(project.input() instanceof Plan.Group group)
                || !group.keys().isEmpty()
                || !group.sets().isPlain(0)
                || Plans.isVolatile(subquery.plan())
                || !arguments.stream().allMatch(Expressions::isStable)) {
            return Optional.empty();
        }
        Expression value = project.values().getFirst();
        if (!Strictness.isNull(
                        value, column -> !group.calls().get(column).name().equals("count"))
                || group.calls().stream().anyMatch(call -> call.orderedSet().isPresent())) {
            return Optional.empty();
        }
        Optional<Taken> found = taken(group.input(), subquery, arguments);
        if (found.isEmpty() || found.get().correlated().isEmpty()) {
            return Optional.empty();
        }
        Taken taken = found.get();
        List<Expression> keys = new ArrayList<>();
        List<Expression.Call> equalities = new ArrayList<>();
        for (Expression part : taken.correlated()) {
            if (!(part instanceof Expression.Call call) || !AccessRules.isHashable(call)) {
                return Optional.empty();
            }
            Expression left = call.arguments().get(0);
            Expression right = call.arguments().get(1);
            boolean leftIsKey = !reads(left, taken.values()) && Expressions.readsOnly(right, 0, 0);
            boolean rightIsKey = !reads(right, taken.values()) && Expressions.readsOnly(left, 0, 0);
            if (!leftIsKey && !rightIsKey) {
                return Optional.empty();
            }
            keys.add(leftIsKey ? left : right);
            equalities.add(call);
        }
        boolean inCalls = Plans.expressions(group).stream().anyMatch(part -> readsWithin(part, taken.values()))
                || readsWithin(value, taken.values());
        if (inCalls) {
            return Optional.empty();
        }
        Plan.Group keyed = new Plan.Group(group.input(), keys, GroupingSets.all(keys.size()), group.calls());
        Plan grouped = groups.plan(taken.inner(), keys, keyed);
        List<Expression> shown = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            shown.add(new Expression.ColumnReference(i, keys.get(i).type()));
        }
        shown.add(Expressions.shift(value, keys.size()));
        Relation relation = graph.add(new Plan.Project(grouped, shown), JoinKind.LEFT);
        List<Expression> columns = JoinGraph.columns(relation);
        for (int i = 0; i < keys.size(); i++) {
            int place = i;
            Expression key = keys.get(i);
            relation.on.add(Expressions.map(equalities.get(i), each -> {
                if (each.equals(key)) {
                    return columns.get(place);
                }
                return each instanceof Expression.Parameter parameter
                        ? taken.values().get(parameter.index())
                        : null;
            }));
        }
        return Optional.of(columns.getLast());
    }
}
