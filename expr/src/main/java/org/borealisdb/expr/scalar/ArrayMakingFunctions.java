package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.ANYARRAY;
import static org.borealisdb.expr.type.BuiltInType.ANYCOMPATIBLE;
import static org.borealisdb.expr.type.BuiltInType.ANYCOMPATIBLEARRAY;
import static org.borealisdb.expr.type.BuiltInType.ANYELEMENT;
import static org.borealisdb.expr.type.BuiltInType.INT4;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.ValueOrder;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/** Declares the functions that make arrays, shorten them, or search them from a place on. */
final class ArrayMakingFunctions {
    /** As many elements as PostgreSQL lets an array have. */
    private static final long MAXIMUM_ELEMENTS = 134_217_727;

    private final FunctionTable table;

    ArrayMakingFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        SqlType numbers = INT4.array();
        filling(1193, List.of(ANYELEMENT.type(), numbers));
        filling(1286, List.of(ANYELEMENT.type(), numbers, numbers));
        table.immutable(
                6172,
                "trim_array",
                ANYARRAY,
                boxed((context, arguments) ->
                        trimmed((ArrayValue) NumericMath.value(arguments, 0), NumericMath.integer(arguments, 1))),
                ANYARRAY,
                INT4);
        table.lenient(
                3278,
                "array_position",
                INT4,
                new ScalarFunction.GeneralTyped((types, context, arguments) -> position(types.getFirst(), arguments)),
                ANYCOMPATIBLEARRAY,
                ANYCOMPATIBLE,
                INT4);
    }

    private void filling(int oid, List<SqlType> arguments) {
        table.declare(new ScalarFunction(
                oid,
                "array_fill",
                arguments,
                ANYARRAY.type(),
                false,
                ScalarFunction.Volatility.IMMUTABLE,
                false,
                new ScalarFunction.GeneralTyped((types, context, values) -> filled(types.getFirst(), values))));
    }

    private static SqlException nullNotAllowed(String message) {
        return new SqlException(ErrorCode.NULL_VALUE_NOT_ALLOWED, message);
    }

    private static int[] numbers(ArrayValue array) {
        if (array.dimensions() > 1) {
            throw new SqlException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts")
                    .withDetail("Dimension array must be one dimensional.");
        }
        int[] numbers = new int[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            Object element = array.element(i);
            if (element == null) {
                throw nullNotAllowed("dimension values cannot be null");
            }
            numbers[i] = (int) Values.unboxLong(element);
        }
        return numbers;
    }

    private static ArrayValue filled(SqlType type, @Nullable Object[] values) {
        if (values[1] == null || values[values.length - 1] == null) {
            throw nullNotAllowed("dimension array or low bound array cannot be null");
        }
        int[] lengths = numbers((ArrayValue) NumericMath.value(values, 1));
        int[] bounds = values.length > 2 ? numbers((ArrayValue) NumericMath.value(values, 2)) : new int[lengths.length];
        if (values.length < 3) {
            Arrays.fill(bounds, 1);
        } else if (bounds.length != lengths.length) {
            throw new SqlException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts")
                    .withDetail("Low bound array has different size than dimensions array.");
        }
        if (lengths.length > ArrayValue.MAXIMUM_DIMENSIONS) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "number of array dimensions (" + lengths.length + ") exceeds the maximum allowed ("
                            + ArrayValue.MAXIMUM_DIMENSIONS + ")");
        }
        long count = lengths.length == 0 ? 0 : 1;
        for (int length : lengths) {
            count = length < 0 ? MAXIMUM_ELEMENTS + 1 : Math.min(count * length, MAXIMUM_ELEMENTS + 1);
        }
        if (count > MAXIMUM_ELEMENTS) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "array size exceeds the maximum allowed (" + MAXIMUM_ELEMENTS + ")");
        }
        SqlType element = type.withModifier(SqlType.NO_MODIFIER);
        if (count == 0) {
            return ArrayValue.of(element, List.of());
        }
        return ArrayValue.ofDimensions(element, lengths, bounds, Collections.nCopies((int) count, values[0]));
    }

    /** Leaves out the last elements along the first dimension. */
    private static ArrayValue trimmed(ArrayValue array, int count) {
        int length = array.dimensions() == 0 ? 0 : array.length(0);
        if (count < 0 || count > length) {
            throw new SqlException(
                    ErrorCode.ARRAY_SUBSCRIPT_ERROR, "number of elements to trim must be between 0 and " + length);
        }
        if (count == length) {
            return ArrayValue.of(array.elementType(), List.of());
        }
        int[] lengths = new int[array.dimensions()];
        int[] bounds = new int[array.dimensions()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = array.length(i) - (i == 0 ? count : 0);
            bounds[i] = 1;
        }
        int kept = array.size() / length * lengths[0];
        return ArrayValue.ofDimensions(
                array.elementType(), lengths, bounds, array.elements().subList(0, kept));
    }

    private static @Nullable Object position(SqlType type, @Nullable Object[] arguments) {
        ArrayValue array = (ArrayValue) arguments[0];
        if (array == null) {
            return null;
        }
        if (array.dimensions() > 1) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "searching for elements in multidimensional arrays is not supported");
        }
        if (arguments[2] == null) {
            throw nullNotAllowed("initial position must not be null");
        }
        long from = Values.unboxLong(arguments[2]);
        Object wanted = arguments[1];
        SqlType elements = ArrayFunctions.elementType(type, array);
        for (int i = 0; i < array.size(); i++) {
            long place = (long) array.lowerBound(0) + i;
            Object element = array.element(i);
            boolean bothNull = element == null && wanted == null;
            boolean same = bothNull
                    || (element != null && wanted != null && ValueOrder.compare(elements, element, wanted) == 0);
            if (place >= from && same) {
                return place;
            }
        }
        return null;
    }
}
