package org.borealisdb.sql.plan;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.scalar.Expression;

/**
 * The queries of WITH that EXPLAIN shows at the top of a plan, those that others read first, and what it calls the places where they are read.
 *
 * @param names what the place of a plan node is called
 */
record CommonTables(IdentityHashMap<Plan, String> names) {
    static final CommonTables NONE = new CommonTables(new IdentityHashMap<>());

    /** Returns what a node reads, if that is a query of WITH. */
    static Optional<CommonTable> of(Plan plan) {
        Object identity = switch (plan) {
            case Plan.Shared shared -> shared.identity();
            case Plan.Recursive recursive -> recursive.working();
            case Plan.Working working -> working.identity();
            case Plan.Changed changed -> changed.identity();
            default -> "";
        };
        return identity instanceof CommonTable table ? Optional.of(table) : Optional.empty();
    }

    /** Names the places of a plan, and in expressions over it, as the statement does; with a number behind where a name is taken. */
    static CommonTables of(Plan plan, List<Expression> over, Set<String> taken, List<ExplainedChange.InWith> inWith) {
        CommonTables tables = new CommonTables(new IdentityHashMap<>());
        tables.name(plan, taken);
        over.forEach(expression -> tables.name(expression, taken));
        for (ExplainedChange.InWith each : inWith) {
            tables.name(each.change().source(), taken);
            each.change().over().forEach(expression -> tables.name(expression, taken));
            defined(each.change().source(), each.change().over())
                    .values()
                    .forEach(inside -> tables.nameInside(inside, taken));
        }
        defined(plan, over).values().forEach(each -> tables.nameInside(each, taken));
        return tables;
    }

    private void name(Plan plan, Set<String> taken) {
        of(plan).filter(any -> !names.containsKey(plan)).ifPresent(table -> {
            String wanted =
                    plan instanceof Plan.Shared shared && !shared.alias().isEmpty() ? shared.alias() : table.name();
            String name = wanted;
            for (int next = 1; !taken.add(name); next++) {
                name = wanted + "_" + next;
            }
            names.put(plan, name);
        });
        Plans.expressions(plan).forEach(expression -> name(expression, taken));
        if (of(plan).isEmpty()) {
            Plans.inputs(plan).forEach(input -> name(input, taken));
        }
    }

    private void name(Expression expression, Set<String> taken) {
        Expressions.any(expression, part -> {
            Subquery.of(part).ifPresent(subquery -> name(subquery.plan(), taken));
            return false;
        });
    }

    private void nameInside(Plan definition, Set<String> taken) {
        Plan inside = definition instanceof Plan.Shared shared ? shared.input() : definition;
        if (inside instanceof Plan.Recursive recursive) {
            name(recursive.first(), taken);
            name(recursive.step(), taken);
        } else {
            name(inside, taken);
        }
    }

    /** Returns what a node is called that reads a query of WITH. */
    String of(Plan plan, CommonTable table) {
        return names.getOrDefault(plan, table.name());
    }

    /** Returns the queries that are to be shown with a plan: those that are computed once, and those that read themselves. */
    static Map<Object, Plan> defined(Plan plan, List<Expression> over) {
        Map<Object, Plan> found = new LinkedHashMap<>();
        over.forEach(expression -> collect(expression, found));
        collect(plan, found, true);
        return found;
    }

    /** Returns the queries and changes of WITH that are shown at the top: those that a change reads before it. */
    static Collection<Plan> atTop(Plan plan, List<Expression> over, List<ExplainedChange.InWith> inWith) {
        Map<Object, Plan> all = new LinkedHashMap<>();
        for (ExplainedChange.InWith each : inWith) {
            all.putAll(defined(each.change().source(), each.change().over()));
            all.put(each.answer().identity(), each.answer());
        }
        defined(plan, over).forEach(all::putIfAbsent);
        return all.values();
    }

    /** Returns those of them that are a subquery's own. */
    static Map<Object, Plan> definedIn(Subquery subquery) {
        Map<Object, Plan> found = new LinkedHashMap<>();
        collect(subquery.plan(), found, true);
        found.values().removeIf(Plan.Shared.class::isInstance);
        return found;
    }

    private static void collect(Expression expression, Map<Object, Plan> target) {
        Expressions.any(expression, part -> {
            Subquery.of(part).ifPresent(subquery -> collect(subquery.plan(), target, false));
            return false;
        });
    }

    private static void collect(Plan plan, Map<Object, Plan> target, boolean own) {
        Plans.expressions(plan).forEach(expression -> collect(expression, target));
        if (plan instanceof Plan.Shared shared && of(shared).isPresent()) {
            if (!target.containsKey(shared.identity())) {
                inside(shared.input(), target, own);
                target.put(shared.identity(), shared);
            }
        } else if (plan instanceof Plan.Recursive recursive && of(recursive).isPresent()) {
            inside(recursive, target, own);
            if (own) {
                target.put(recursive.working(), recursive);
            }
        } else {
            Plans.inputs(plan).forEach(input -> collect(input, target, own));
        }
    }

    private static void inside(Plan definition, Map<Object, Plan> target, boolean own) {
        if (definition instanceof Plan.Recursive recursive) {
            collect(recursive.first(), target, own);
            collect(recursive.step(), target, own);
        } else {
            collect(definition, target, own);
        }
    }
}
