package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;

/** Makes joins with their values of lists in IN, of values or of rows, and of alternatives written otherwise, where an index finds the rows of each. Stateless but for what is known of tables. */
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
            if (graph.relations.size() >= JoinGraph.MAXIMUM) {
                return;
            }
            listOf(part).filter(list -> isIndexed(graph, list, part)).ifPresent(list -> {
                List<Expression> values = graph.leaf(list.values(), true);
                graph.conjuncts.remove(part);
                for (int i = 0; i < list.columns().size(); i++) {
                    graph.conjuncts.add(
                            equality(list.equal().get(i), list.columns().get(i), values.get(i)));
                }
            });
        }
    }

    /**
     * Values that some columns are to have together.
     *
     * @param equal by what each column is compared
     * @param rows the values of the columns, side by side
     */
    private record Listed(List<Expression> columns, List<ScalarFunction> equal, List<List<Expression>> rows) {
        /** Each row once; what is NULL equals nothing. */
        Plan values() {
            List<SqlType> types = rows.getFirst().stream().map(Expression::type).toList();
            return new Plan.Distinct(new Plan.Rows(rows, types), columns.size());
        }

        boolean isUsable() {
            return rows.stream().allMatch(this::isUsable);
        }

        private boolean isUsable(List<Expression> row) {
            for (int i = 0; i < columns.size(); i++) {
                boolean usable =
                        row.get(i).type().sameTypeAs(rows.getFirst().get(i).type())
                                && Expressions.readsOnly(row.get(i), 0, 0)
                                && Expressions.isStable(row.get(i))
                                && AccessRules.isHashable(equality(equal.get(i), columns.get(i), row.get(i)));
                if (!usable) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Optional<Listed> listOf(Expression part) {
        if (part instanceof Expression.Quantified in && !in.all()) {
            List<List<Expression>> rows = in.elements().stream().map(List::of).toList();
            return Optional.of(new Listed(List.of(in.operand()), List.of(in.operator()), rows))
                    .filter(Listed::isUsable);
        }
        return part instanceof Expression.Or or ? alternatives(or).filter(Listed::isUsable) : Optional.empty();
    }

    /** Returns what a list of rows, or a disjunction that could have been written as one, wants. */
    private static Optional<Listed> alternatives(Expression.Or or) {
        List<Expression> columns = new ArrayList<>();
        List<ScalarFunction> equal = new ArrayList<>();
        List<List<Expression>> rows = new ArrayList<>();
        for (Expression operand : or.operands()) {
            List<Expression> parts = new ArrayList<>();
            Expressions.conjuncts(operand, parts);
            List<Expression> row = new ArrayList<>();
            for (Expression part : parts) {
                if (!(part instanceof Expression.Call call)
                        || call.arguments().size() != 2
                        || !AccessRules.sign(call).equals("=")) {
                    return Optional.empty();
                }
                Expression column = call.arguments().getFirst();
                if (rows.isEmpty() && !columns.contains(column)) {
                    columns.add(column);
                    equal.add(call.function());
                }
                int place = row.size();
                boolean fits = place < columns.size()
                        && columns.get(place).equals(column)
                        && equal.get(place).equals(call.function());
                if (!fits) {
                    return Optional.empty();
                }
                row.add(call.arguments().getLast());
            }
            if (row.size() != columns.size()) {
                return Optional.empty();
            }
            rows.add(row);
        }
        return Optional.of(new Listed(columns, equal, rows));
    }

    private static Expression.Call equality(ScalarFunction equal, Expression column, Expression value) {
        return new Expression.Call(equal, List.of(column, value), BuiltInType.BOOL.type());
    }

    /** Returns whether there are lists of values that could be replaced. */
    boolean areIn(JoinGraph graph) {
        return graph.conjuncts.stream()
                .anyMatch(part -> listOf(part)
                        .filter(list -> isIndexed(graph, list, part))
                        .isPresent());
    }

    private boolean isIndexed(JoinGraph graph, Listed list, Expression part) {
        return list.columns().stream().anyMatch(column -> isIndexed(graph, column, list))
                && list.columns().stream().allMatch(Expression.ColumnReference.class::isInstance)
                && graph.set(list.columns()).size() == 1
                && !isPredicate(graph, list, part);
    }

    /** Whether an index of some rows is one of those that a condition wants. */
    private static boolean isPredicate(JoinGraph graph, Listed list, Expression part) {
        Relation relation =
                graph.of(((Expression.ColumnReference) list.columns().getFirst()).column());
        return relation.plan instanceof Plan.Scan scan
                && scan.table().indexes().stream()
                        .flatMap(index -> index.predicate().stream())
                        .anyMatch(predicate ->
                                AccessRules.implies(List.of(Expressions.shift(part, -relation.first)), predicate));
    }

    private boolean isIndexed(JoinGraph graph, Expression part, Listed list) {
        if (!(part instanceof Expression.ColumnReference column)) {
            return false;
        }
        Relation relation = graph.of(column.column());
        if (relation.isSpecial() || !(relation.plan instanceof Plan.Scan scan)) {
            return false;
        }
        Expression local = Expressions.shift(column, -relation.first);
        return knowledge.of(scan.table()).rows()
                        > (double) LEAST_ROWS_PER_VALUE * list.rows().size()
                && scan.table().indexes().stream()
                        .anyMatch(index -> index.predicate().isEmpty()
                                && AccessRules.isPart(local, index.parts().getFirst()));
    }
}
