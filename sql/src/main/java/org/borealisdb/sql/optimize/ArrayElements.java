package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.value.ArrayValue;
import org.jspecify.annotations.Nullable;

/** What is known of the elements of an array before it is computed. Stateless. */
final class ArrayElements {
    /** How many an array has of which nothing is known, as PostgreSQL assumes. */
    private static final double UNKNOWN = 10;

    private ArrayElements() {}

    /** Returns how many elements an array should have. */
    static double count(Expression array) {
        return switch (array) {
            case Expression.Constant constant -> constant.value() instanceof ArrayValue value ? value.size() : 0;
            case Expression.ArrayOf of ->
                of.elements().stream()
                        .mapToDouble(element -> element.type() instanceof ArrayType ? count(element) : 1)
                        .sum();
            case Expression.Relabel relabel -> count(relabel.operand());
            case Expression.ConvertElements convert -> count(convert.operand());
            default -> UNKNOWN;
        };
    }

    /** Returns the elements of an array that are written in the statement, or computed from what is; none if they are not known. */
    static List<Expression> known(Expression array) {
        if (array instanceof Expression.ArrayOf of && !of.elements().isEmpty()) {
            boolean flat = of.elements().stream().noneMatch(element -> element.type() instanceof ArrayType);
            return flat ? of.elements() : List.of();
        }
        if (array instanceof Expression.Constant constant
                && constant.value() instanceof ArrayValue value
                && constant.type() instanceof ArrayType type) {
            List<Expression> elements = new ArrayList<>();
            for (@Nullable Object element : value.elements()) {
                elements.add(new Expression.Constant(type.element(), element));
            }
            return elements;
        }
        return List.of();
    }
}
