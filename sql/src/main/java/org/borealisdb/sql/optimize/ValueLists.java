package org.borealisdb.sql.optimize;

import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;

/** Makes joins with their values of lists in IN, where an index finds the rows of each. Stateless but for what is known of tables. */
final class ValueLists {
    /** A table with fewer rows for each value is read as it is. */
    private static final int LEAST_ROWS_PER_VALUE = 4;

    private final Knowledge knowledge;

    ValueLists(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    /** Replaces the lists of a graph's conditions. */
    void replace(JoinGraph graph) {
        for (Expression part : List.copyOf(graph.conjuncts)) {
            if (part instanceof Expression.Quantified in
                    && !in.all()
                    && graph.relations.size() < JoinGraph.MAXIMUM
                    && isEquality(in)
                    && isIndexed(graph, in)) {
                Expression value = graph.leaf(values(in), true).getFirst();
                graph.conjuncts.remove(part);
                graph.conjuncts.add(equality(in, value));
            }
        }
    }

    /** Each value once; what is NULL equals nothing. */
    private static Plan values(Expression.Quantified in) {
        return new Plan.Distinct(
                new Plan.Rows(
                        in.elements().stream().map(List::of).toList(),
                        List.of(in.elements().getFirst().type())),
                1);
    }

    private static Expression.Call equality(Expression.Quantified in, Expression value) {
        return new Expression.Call(in.operator(), List.of(in.operand(), value), BuiltInType.BOOL.type());
    }

    private static boolean isEquality(Expression.Quantified in) {
        return AccessRules.isHashable(equality(in, in.elements().getFirst()))
                && in.elements().stream()
                        .allMatch(element -> element.type()
                                        .sameTypeAs(in.elements().getFirst().type())
                                && Expressions.readsOnly(element, 0, 0)
                                && Expressions.isStable(element));
    }

    private boolean isIndexed(JoinGraph graph, Expression.Quantified in) {
        if (!(in.operand() instanceof Expression.ColumnReference column)) {
            return false;
        }
        Relation relation = graph.of(column.column());
        if (relation.isSpecial() || !(relation.plan instanceof Plan.Scan scan)) {
            return false;
        }
        Expression local = Expressions.shift(column, -relation.first);
        return knowledge.of(scan.table()).rows()
                        > (double) LEAST_ROWS_PER_VALUE * in.elements().size()
                && scan.table().indexes().stream()
                        .anyMatch(index -> index.predicate().isEmpty()
                                && AccessRules.isPart(local, index.parts().getFirst()));
    }
}
