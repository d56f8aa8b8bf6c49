package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;

/**
 * What follows from equalities among a graph's conditions: of a = b and b = c, a = c, so that any two can be joined; of a = b and b = 5, a = 5, so that both tables are read for it. All values of a class are of one type. Belongs
 * to one task.
 */
final class Equivalences {
    /** Most members of a class, as every pair of them is a condition. */
    private static final int MAXIMUM_MEMBERS = 16;

    private final Map<Expression, Members> classOf = new LinkedHashMap<>();

    /** A class of expressions that are equal. */
    private static final class Members {
        final List<Expression> all = new ArrayList<>();
        /** The equality that it began with. */
        final Expression.Call example;

        Members(Expression.Call example) {
            this.example = example;
        }
    }

    private Equivalences() {}

    /** Adds to a graph's conditions those that follow; returns the classes of expressions of which there is a condition for every pair then. */
    static List<List<Expression>> complete(JoinGraph graph) {
        Equivalences found = new Equivalences();
        for (Expression part : graph.conjuncts) {
            equality(part).filter(call -> isOverInner(graph, call)).ifPresent(found::add);
        }
        List<List<Expression>> joined = new ArrayList<>();
        Set<Expression> known = new HashSet<>(graph.conjuncts);
        for (Members members : new LinkedHashSet<>(found.classOf.values())) {
            if (members.all.size() > MAXIMUM_MEMBERS) {
                continue;
            }
            if (members.all.size() > 2) {
                complete(graph, known, members.all, members.example);
            }
            joined.add(members.all);
        }
        return joined;
    }

    private static Optional<Expression.Call> equality(Expression part) {
        return part instanceof Expression.Call call
                        && AccessRules.isHashable(call)
                        && call.arguments()
                                .get(0)
                                .type()
                                .sameTypeAs(call.arguments().get(1).type())
                        && Expressions.isStable(call)
                ? Optional.of(call)
                : Optional.empty();
    }

    /** A column of an outer join's inner side may be NULL where its table's is not. */
    private static boolean isOverInner(JoinGraph graph, Expression.Call call) {
        return !Expressions.any(
                call,
                part -> part instanceof Expression.ColumnReference column
                        && graph.of(column.column()).isSpecial());
    }

    private void add(Expression.Call call) {
        Expression left = call.arguments().get(0);
        Expression right = call.arguments().get(1);
        Members one = classOf.computeIfAbsent(left, any -> begun(call, left));
        Members other = classOf.computeIfAbsent(right, any -> begun(call, right));
        if (one != other) {
            Members larger = one.all.size() < other.all.size() ? other : one;
            Members smaller = larger == one ? other : one;
            larger.all.addAll(smaller.all);
            smaller.all.forEach(member -> classOf.put(member, larger));
        }
    }

    private static Members begun(Expression.Call example, Expression member) {
        Members begun = new Members(example);
        begun.all.add(member);
        return begun;
    }

    private static void complete(
            JoinGraph graph, Set<Expression> known, List<Expression> members, Expression.Call example) {
        Optional<Expression> fixed = members.stream()
                .filter(member -> Expressions.readsOnly(member, 0, 0))
                .findFirst();
        for (int i = 0; i < members.size(); i++) {
            if (fixed.isPresent()) {
                if (!members.get(i).equals(fixed.get())) {
                    add(graph, known, example, members.get(i), fixed.get());
                }
                continue;
            }
            for (int other = i + 1; other < members.size(); other++) {
                add(graph, known, example, members.get(i), members.get(other));
            }
        }
    }

    private static void add(
            JoinGraph graph, Set<Expression> known, Expression.Call example, Expression left, Expression right) {
        Expression one = new Expression.Call(example.function(), List.of(left, right), BuiltInType.BOOL.type());
        Expression other = new Expression.Call(example.function(), List.of(right, left), BuiltInType.BOOL.type());
        if (!known.contains(other) && known.add(one)) {
            graph.conjuncts.add(one);
        }
    }
}
