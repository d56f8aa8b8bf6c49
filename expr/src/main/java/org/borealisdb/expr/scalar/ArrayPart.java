package org.borealisdb.expr.scalar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/**
 * A slice of an array, or the array with another element or slice (manual 8.15.3 and 8.15.4). The arguments of a call are the array, the new
 * value if there is one, and then the bounds that are given, those of the first dimension first, a lower one before its upper one.
 *
 * @param kind what it does
 * @param bounds which bounds each dimension has; an element has lower ones only
 * @param element the type of the elements
 */
public record ArrayPart(Kind kind, List<Bounds> bounds, SqlType element) implements ScalarFunction.Boxed {
    /** PostgreSQL's MaxArraySize. */
    private static final int MAXIMUM_ELEMENTS = 134_217_727;

    /** What is done with a part. */
    public enum Kind {
        READ_SLICE,
        ASSIGN_ELEMENT,
        ASSIGN_SLICE
    }

    /** Which bounds of a dimension are given. */
    public record Bounds(boolean lower, boolean upper) {}

    /** Copies the bounds. */
    public ArrayPart {
        bounds = List.copyOf(bounds);
    }

    /** Returns a call of it. */
    public Expression.Call call(List<Expression> arguments, SqlType type) {
        ScalarFunction function = new ScalarFunction(
                0,
                "array_part",
                arguments.stream().map(Expression::type).toList(),
                type,
                false,
                ScalarFunction.Volatility.IMMUTABLE,
                false,
                new ScalarFunction.General(this));
        return new Expression.Call(function, arguments, type);
    }

    @Override
    public @Nullable Object call(EvaluationContext context, @Nullable Object[] arguments) {
        int first = kind == Kind.READ_SLICE ? 1 : 2;
        int[] given = new int[arguments.length - first];
        for (int i = 0; i < given.length; i++) {
            Object bound = arguments[first + i];
            if (bound == null && kind == Kind.READ_SLICE) {
                return null;
            }
            if (bound == null) {
                throw new SqlException(
                        ErrorCode.NULL_VALUE_NOT_ALLOWED, "array subscript in assignment must not be null");
            }
            given[i] = (int) Values.unboxLong(bound);
        }
        Object array = arguments[0];
        if (kind == Kind.READ_SLICE) {
            return array == null ? null : slice((ArrayValue) array, given);
        }
        ArrayValue before = array == null ? ArrayValue.of(element, List.of()) : (ArrayValue) array;
        if (kind == Kind.ASSIGN_ELEMENT) {
            return withElement(before, given, arguments[1]);
        }
        return arguments[1] == null ? before : withSlice(before, given, (ArrayValue) arguments[1]);
    }

    /** The lower and the upper index of each dimension of the array, as far as the bounds leave them open from the array itself. */
    @SuppressWarnings("ArrayRecordComponent") // Ranges are never compared.
    private record Range(int[] lower, int[] upper) {
        boolean isEmpty() {
            for (int i = 0; i < lower.length; i++) {
                if (lower[i] > upper[i]) {
                    return true;
                }
            }
            return false;
        }
    }

    private Range range(ArrayValue array, int[] given) {
        int[] lower = new int[array.dimensions()];
        int[] upper = new int[array.dimensions()];
        int next = 0;
        for (int i = 0; i < lower.length; i++) {
            lower[i] = array.lowerBound(i);
            upper[i] = array.lowerBound(i) + array.length(i) - 1;
            if (i < bounds.size()) {
                lower[i] = bounds.get(i).lower() ? given[next++] : lower[i];
                upper[i] = bounds.get(i).upper() ? given[next++] : upper[i];
            }
        }
        return new Range(lower, upper);
    }

    private ArrayValue slice(ArrayValue array, int[] given) {
        ArrayValue none = ArrayValue.of(array.elementType(), List.of());
        if (array.dimensions() < bounds.size()) {
            return none;
        }
        Range range = range(array, given);
        int[] lengths = new int[array.dimensions()];
        for (int i = 0; i < lengths.length; i++) {
            range.lower[i] = Math.max(range.lower[i], array.lowerBound(i));
            range.upper[i] = Math.min(range.upper[i], array.lowerBound(i) + array.length(i) - 1);
            lengths[i] = range.upper[i] - range.lower[i] + 1;
        }
        if (range.isEmpty()) {
            return none;
        }
        List<@Nullable Object> elements = new ArrayList<>();
        int[] at = range.lower.clone();
        do {
            elements.add(array.at(at));
        } while (advance(at, range));
        int[] ones = new int[lengths.length];
        Arrays.fill(ones, 1);
        return ArrayValue.ofDimensions(array.elementType(), lengths, ones, elements);
    }

    /** Moves to the next place of a range in row-major order; false at the end. */
    private static boolean advance(int[] at, Range range) {
        for (int i = at.length - 1; i >= 0; i--) {
            if (at[i] < range.upper[i]) {
                at[i]++;
                return true;
            }
            at[i] = range.lower[i];
        }
        return false;
    }

    private ArrayValue withElement(ArrayValue array, int[] at, @Nullable Object value) {
        if (array.dimensions() == 0) {
            int[] ones = new int[at.length];
            Arrays.fill(ones, 1);
            List<@Nullable Object> only = new ArrayList<>();
            only.add(value);
            return ArrayValue.ofDimensions(element, ones, at, only);
        }
        checkDimensions(array.dimensions() == at.length);
        List<@Nullable Object> only = new ArrayList<>();
        only.add(value);
        return replaced(array, new Range(at, at), only);
    }

    private ArrayValue withSlice(ArrayValue array, int[] given, ArrayValue source) {
        if (array.dimensions() == 0) {
            return newSlice(given, source);
        }
        checkDimensions(array.dimensions() >= bounds.size());
        Range range = range(array, given);
        if (range.isEmpty()) {
            throw new SqlException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, "upper bound cannot be less than lower bound");
        }
        return replaced(array, range, source.elements());
    }

    private ArrayValue newSlice(int[] given, ArrayValue source) {
        int[] lower = new int[bounds.size()];
        int[] lengths = new int[bounds.size()];
        for (int i = 0; i < lower.length; i++) {
            if (!bounds.get(i).lower() || !bounds.get(i).upper()) {
                throw new SqlException(
                                ErrorCode.ARRAY_SUBSCRIPT_ERROR, "array slice subscript must provide both boundaries")
                        .withDetail("When assigning to a slice of an empty array value, slice boundaries must be fully"
                                + " specified.");
            }
            lower[i] = given[2 * i];
            lengths[i] = checkedSize((long) given[2 * i + 1] - given[2 * i] + 1);
        }
        int count = size(lengths);
        checkSource(source.elements(), count);
        return count == 0
                ? ArrayValue.of(element, List.of())
                : ArrayValue.ofDimensions(
                        element, lengths, lower, source.elements().subList(0, count));
    }

    /** The array with other elements in a range; one of a single dimension grows to hold it. */
    private static ArrayValue replaced(ArrayValue array, Range range, List<@Nullable Object> source) {
        int dimensions = array.dimensions();
        int[] bounds = new int[dimensions];
        int[] lengths = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            long end = (long) array.lowerBound(i) + array.length(i) - 1;
            bounds[i] = Math.min(array.lowerBound(i), range.lower[i]);
            lengths[i] = checkedSize(Math.max(end, range.upper[i]) - bounds[i] + 1);
            if (dimensions > 1 && lengths[i] != array.length(i)) {
                throw new SqlException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, "array subscript out of range");
            }
        }
        int count = 1;
        for (int i = 0; i < dimensions; i++) {
            count *= range.upper[i] - range.lower[i] + 1;
        }
        checkSource(source, count);
        @Nullable Object[] elements = new Object[size(lengths)];
        int shift = dimensions == 1 ? array.lowerBound(0) - bounds[0] : 0;
        for (int i = 0; i < array.size(); i++) {
            elements[shift + i] = array.element(i);
        }
        int[] at = range.lower.clone();
        int next = 0;
        do {
            int place = 0;
            for (int i = 0; i < dimensions; i++) {
                place = place * lengths[i] + at[i] - bounds[i];
            }
            elements[place] = source.get(next++);
        } while (advance(at, range));
        return ArrayValue.ofDimensions(array.elementType(), lengths, bounds, Arrays.asList(elements));
    }

    private static void checkDimensions(boolean fit) {
        if (!fit) {
            throw new SqlException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts");
        }
    }

    private static void checkSource(List<@Nullable Object> source, int count) {
        if (source.size() < count) {
            throw new SqlException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, "source array too small");
        }
    }

    private static int size(int[] lengths) {
        long count = 1;
        for (int length : lengths) {
            count = checkedSize(count * length);
        }
        return (int) count;
    }

    private static int checkedSize(long count) {
        if (count < 0 || count > MAXIMUM_ELEMENTS) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "array size exceeds the maximum allowed (" + MAXIMUM_ELEMENTS + ")");
        }
        return (int) count;
    }
}
