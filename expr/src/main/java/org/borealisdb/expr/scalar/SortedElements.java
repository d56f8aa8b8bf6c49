package org.borealisdb.expr.scalar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.ValueOrder;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/** Values in order, among which one is found in few steps. Immutable. */
final class SortedElements {
    /** With fewer it is as good to compare with each. */
    static final int LEAST = 9;

    private final Object source;
    private final SqlType type;
    private final boolean hasNull;
    private final Object[] values;

    private SortedElements(Object source, List<@Nullable Object> elements, SqlType type) {
        this.source = source;
        this.type = type;
        this.values = elements.stream().filter(Objects::nonNull).toArray();
        this.hasNull = values.length < elements.size();
        Arrays.sort(values, this::compare);
    }

    /** Returns the elements of an array, which are compared by a type. */
    static SortedElements of(ArrayValue array, SqlType type) {
        return new SortedElements(array, array.elements(), type);
    }

    /** Returns the values of constants, which are compared by a type. */
    static SortedElements of(List<Expression> constants, SqlType type) {
        List<@Nullable Object> elements = new ArrayList<>();
        constants.forEach(constant -> elements.add(((Expression.Constant) constant).value()));
        return new SortedElements(constants, elements, type);
    }

    /** Returns whether a function is equality of a kind that values can be found by. */
    static boolean areFoundBy(ScalarFunction operator) {
        return operator.body().equals(Comparisons.EQUAL_LONG) || operator.body().equals(Comparisons.EQUAL_OBJECT);
    }

    /** Returns whether these are the elements of an array: the same one, not one with equal elements. */
    @SuppressWarnings("ReferenceEquality")
    boolean areOf(ArrayValue array) {
        return source == array;
    }

    /** Answers whether one of them equals a value; NULL if that is not known. */
    long has(@Nullable Object value, Frame frame) {
        boolean found = value != null && Arrays.binarySearch(values, value, this::compare) >= 0;
        frame.isNull = !found && (hasNull || (value == null && values.length > 0));
        return found ? 1 : 0;
    }

    private int compare(Object left, Object right) {
        return type.kind() == ValueKind.LONG
                ? Long.compare(Values.unboxLong(left), Values.unboxLong(right))
                : ValueOrder.compare(type, left, right);
    }
}
