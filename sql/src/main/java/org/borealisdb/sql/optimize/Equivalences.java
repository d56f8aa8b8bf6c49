package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private final List<List<Expression>> classes = new ArrayList<>();
    private final List<Expression.Call> examples = new ArrayList<>();

    private Equivalences() {}

    /** Adds to a graph's conditions those that follow; returns the classes of expressions that are equal in the end. */
    static List<List<Expression>> complete(JoinGraph graph) {
        Equivalences found = new Equivalences();
        for (Expression part : graph.conjuncts) {
            equality(part).filter(call -> isOverInner(graph, call)).ifPresent(found::add);
        }
        List<List<Expression>> joined = new ArrayList<>();
        for (int i = 0; i < found.classes.size(); i++) {
            List<Expression> members = found.classes.get(i);
            if (members.size() > 2 && members.size() <= MAXIMUM_MEMBERS) {
                found.complete(graph, members, found.examples.get(i));
            }
            joined.add(members);
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
        int one = classOf(left);
        int other = classOf(right);
        if (one >= 0 && one == other) {
            return;
        }
        if (one < 0 && other < 0) {
            classes.add(new ArrayList<>(List.of(left, right)));
            examples.add(call);
        } else if (one < 0) {
            classes.get(other).add(left);
        } else if (other < 0) {
            classes.get(one).add(right);
        } else {
            classes.get(one).addAll(classes.get(other));
            classes.remove(other);
            examples.remove(other);
        }
    }

    private int classOf(Expression member) {
        for (int i = 0; i < classes.size(); i++) {
            if (classes.get(i).contains(member)
                    && classes.get(i).getFirst().type().sameTypeAs(member.type())) {
                return i;
            }
        }
        return -1;
    }

    private void complete(JoinGraph graph, List<Expression> members, Expression.Call example) {
        Optional<Expression> fixed = members.stream()
                .filter(member -> Expressions.readsOnly(member, 0, 0))
                .findFirst();
        for (int i = 0; i < members.size(); i++) {
            if (fixed.isPresent()) {
                if (!members.get(i).equals(fixed.get())) {
                    add(graph, example, members.get(i), fixed.get());
                }
                continue;
            }
            for (int other = i + 1; other < members.size(); other++) {
                add(graph, example, members.get(i), members.get(other));
            }
        }
    }

    private static void add(JoinGraph graph, Expression.Call example, Expression left, Expression right) {
        Expression one = new Expression.Call(example.function(), List.of(left, right), BuiltInType.BOOL.type());
        Expression other = new Expression.Call(example.function(), List.of(right, left), BuiltInType.BOOL.type());
        if (!graph.conjuncts.contains(one) && !graph.conjuncts.contains(other)) {
            graph.conjuncts.add(one);
        }
    }
}
