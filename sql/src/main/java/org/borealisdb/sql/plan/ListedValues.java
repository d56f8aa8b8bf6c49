package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Values of which the first of some columns of an index must have one for a condition to hold: what {@code IN}, {@code = ANY (array)}, a list of rows, and equalities
 * between which OR stands want.
 *
 * @param arrays the values of each column, one array for each; those at the same place belong together
 * @param whole whether the condition says nothing else
 */
record ListedValues(List<Expression> arrays, boolean whole) {
    ListedValues {
        arrays = List.copyOf(arrays);
    }

    /** Returns the values of an index's columns from one on, of the first condition that lists some. */
    static Optional<ListedValues> first(List<Expression> conditions, IndexDefinition index, int from) {
        return conditions.stream()
                .flatMap(condition -> of(condition, index, from).stream())
                .findFirst();
    }

    /** Returns the values of an index's columns from one on that a condition lists. */
    static Optional<ListedValues> of(Expression condition, IndexDefinition index, int from) {
        Column column = new Column(index, from);
        if (condition instanceof Expression.QuantifiedArray any) {
            return isOfColumn(any, column)
                    ? Optional.of(new ListedValues(List.of(any.array()), true))
                    : Optional.empty();
        }
        if (condition instanceof Expression.Quantified in) {
            List<Expression> values = column.values(in);
            return areListable(values) ? Optional.of(new ListedValues(List.of(array(values)), true)) : Optional.empty();
        }
        return condition instanceof Expression.Or or ? alternatives(or, index, from) : Optional.empty();
    }

    private static boolean isOfColumn(Expression.QuantifiedArray any, Column column) {
        return !any.all()
                && AccessRules.sign(any.operator()).equals("=")
                && column.is(any.operand())
                && any.array().type() instanceof ArrayType type
                && AccessRules.isComparable(type.element(), column.type())
                && AccessRules.isGiven(any.array());
    }

    private static Optional<ListedValues> alternatives(Expression.Or or, IndexDefinition index, int from) {
        List<Expression> first = new ArrayList<>();
        for (Expression operand : or.operands()) {
            List<Expression> values = new Column(index, from).values(operand);
            if (values.isEmpty()) {
                return Optional.empty();
            }
            first.addAll(values);
        }
        if (!areListable(first)) {
            return Optional.empty();
        }
        List<Expression> arrays = new ArrayList<>();
        arrays.add(array(first));
        while (first.size() == or.operands().size()
                && from + arrays.size() < index.columns().size()) {
            List<Expression> values = oneOfEach(or, new Column(index, from + arrays.size()));
            if (values == null) {
                break;
            }
            arrays.add(array(values));
        }
        boolean whole = or.operands().stream().allMatch(operand -> isWhole(operand, arrays.size()));
        return Optional.of(new ListedValues(arrays, whole));
    }

    private static @Nullable List<Expression> oneOfEach(Expression.Or or, Column column) {
        List<Expression> values = new ArrayList<>();
        for (Expression operand : or.operands()) {
            List<Expression> value = column.values(operand);
            if (value.size() != 1) {
                return null;
            }
            values.add(value.getFirst());
        }
        return areListable(values) ? values : null;
    }

    /** Whether an alternative says no more than which values so many columns have. */
    private static boolean isWhole(Expression operand, int columns) {
        List<Expression> parts = new ArrayList<>();
        Expressions.conjuncts(operand, parts);
        return parts.size() == columns
                && parts.stream()
                        .noneMatch(part -> part instanceof Expression.Or || part instanceof Expression.QuantifiedArray);
    }

    /** Whether there are arrays of the values, which are of one type: of arrays there are none. */
    private static boolean areListable(List<Expression> values) {
        return !values.isEmpty()
                && values.getFirst().type().arrayOid() != 0
                && values.stream()
                        .allMatch(value ->
                                value.type().sameTypeAs(values.getFirst().type()));
    }

    private static Expression array(List<Expression> values) {
        return new Expression.ArrayOf(values, new ArrayType(values.getFirst().type()));
    }

    /** A column of an index. */
    private record Column(IndexDefinition index, int place) {
        SqlType type() {
            return index.keys().get(place).type();
        }

        boolean is(Expression expression) {
            return AccessRules.isPart(expression, index.parts().get(place));
        }

        /** Returns values of which the column must have one for a condition to hold; none if it may have any. */
        List<Expression> values(Expression condition) {
            return switch (condition) {
                case Expression.Call call
                when call.arguments().size() == 2 && AccessRules.sign(call).equals("=") ->
                    compared(call.arguments().getFirst(), call.arguments().getLast());
                case Expression.Quantified in
                when !in.all() && AccessRules.sign(in.operator()).equals("=") && is(in.operand()) ->
                    in.elements().stream().allMatch(this::isValue) && areListable(in.elements())
                            ? in.elements()
                            : List.of();
                case Expression.And and ->
                    and.operands().stream()
                            .map(this::values)
                            .filter(found -> !found.isEmpty())
                            .findFirst()
                            .orElse(List.of());
                default -> List.of();
            };
        }

        private List<Expression> compared(Expression left, Expression right) {
            return is(left) && isValue(right) ? List.of(right) : is(right) && isValue(left) ? List.of(left) : List.of();
        }

        private boolean isValue(Expression value) {
            return AccessRules.isValue(value, type());
        }
    }
}
