package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.ANYARRAY;
import static org.borealisdb.expr.type.BuiltInType.ANYCOMPATIBLE;
import static org.borealisdb.expr.type.BuiltInType.ANYCOMPATIBLEARRAY;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.expr.value.ValueOrder;
import org.jspecify.annotations.Nullable;

/** Declares the functions and operators of arrays. */
final class ArrayFunctions {
    private final FunctionTable table;

    ArrayFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareShapes();
        declareChanges();
        declareText();
        declareComparisons();
    }

    private static ArrayValue array(@Nullable Object[] arguments, int index) {
        return (ArrayValue) NumericMath.value(arguments, index);
    }

    private void declareShapes() {
        table.immutable(
                748,
                "array_ndims",
                INT4,
                FunctionTable.boxed(
                        (context, arguments) -> nullIfZero(array(arguments, 0).dimensions())),
                ANYARRAY);
        table.immutable(
                3179,
                "cardinality",
                INT4,
                FunctionTable.boxed(
                        (context, arguments) -> (long) array(arguments, 0).size()),
                ANYARRAY);
        table.immutable(
                2176,
                "array_length",
                INT4,
                FunctionTable.boxed((context, arguments) -> {
                    int dimension = NumericMath.integer(arguments, 1) - 1;
                    ArrayValue of = array(arguments, 0);
                    return hasDimension(of, dimension) ? (Long) (long) of.length(dimension) : null;
                }),
                ANYARRAY,
                INT4);
        table.immutable(
                2091,
                "array_lower",
                INT4,
                FunctionTable.boxed((context, arguments) -> {
                    int dimension = NumericMath.integer(arguments, 1) - 1;
                    ArrayValue of = array(arguments, 0);
                    return hasDimension(of, dimension) ? (Long) (long) of.lowerBound(dimension) : null;
                }),
                ANYARRAY,
                INT4);
        table.immutable(
                2092,
                "array_upper",
                INT4,
                FunctionTable.boxed((context, arguments) -> {
                    int dimension = NumericMath.integer(arguments, 1) - 1;
                    ArrayValue of = array(arguments, 0);
                    return hasDimension(of, dimension)
                            ? (Long) ((long) of.lowerBound(dimension) + of.length(dimension) - 1)
                            : null;
                }),
                ANYARRAY,
                INT4);
        table.immutable(
                747,
                "array_dims",
                TEXT,
                FunctionTable.boxed((context, arguments) -> {
                    ArrayValue of = array(arguments, 0);
                    StringBuilder dimensions = new StringBuilder();
                    for (int i = 0; i < of.dimensions(); i++) {
                        long last = (long) of.lowerBound(i) + of.length(i) - 1;
                        dimensions
                                .append('[')
                                .append(of.lowerBound(i))
                                .append(':')
                                .append(last)
                                .append(']');
                    }
                    return dimensions.isEmpty() ? null : dimensions.toString();
                }),
                ANYARRAY);
    }

    private static @Nullable Long nullIfZero(int number) {
        return number == 0 ? null : (Long) (long) number;
    }

    private static boolean hasDimension(ArrayValue array, int dimension) {
        return dimension >= 0 && dimension < array.dimensions();
    }

    private void declareChanges() {
        typed(
                378,
                "array_append",
                (types, context, arguments) -> append(types.get(0), (ArrayValue) arguments[0], arguments[1]),
                ANYCOMPATIBLEARRAY,
                ANYCOMPATIBLE);
        typed(
                379,
                "array_prepend",
                (types, context, arguments) -> prepend(arguments[0], types.get(1), (ArrayValue) arguments[1]),
                ANYCOMPATIBLE,
                ANYCOMPATIBLEARRAY);
        lenient(
                383,
                "array_cat",
                ANYCOMPATIBLEARRAY,
                (context, arguments) -> concatenated((ArrayValue) arguments[0], (ArrayValue) arguments[1]),
                ANYCOMPATIBLEARRAY,
                ANYCOMPATIBLEARRAY);
        searching(
                3167,
                "array_remove",
                ANYCOMPATIBLEARRAY.type(),
                (type, array, arguments) -> without(type, array, arguments[1]),
                ANYCOMPATIBLEARRAY,
                ANYCOMPATIBLE);
        searching(
                3168,
                "array_replace",
                ANYCOMPATIBLEARRAY.type(),
                (type, array, arguments) -> replaced(type, array, arguments[1], arguments[2]),
                ANYCOMPATIBLEARRAY,
                ANYCOMPATIBLE,
                ANYCOMPATIBLE);
        searching(
                3277,
                "array_position",
                INT4.type(),
                (type, array, arguments) -> positions(type, array, arguments[1]).stream()
                        .findFirst()
                        .orElse(null),
                ANYCOMPATIBLEARRAY,
                ANYCOMPATIBLE);
        searching(
                3279,
                "array_positions",
                new ArrayType(INT4.type()),
                (type, array, arguments) -> ArrayValue.of(INT4.type(), positions(type, array, arguments[1])),
                ANYCOMPATIBLEARRAY,
                ANYCOMPATIBLE);
    }

    /** What looks for values in an array. */
    @FunctionalInterface
    private interface Search {
        /**
         * Returns the boxed result, {@code null} for NULL.
         *
         * @param type the type by which elements are equal
         */
        @Nullable
        Object in(SqlType type, ArrayValue array, @Nullable Object[] arguments);
    }

    private void searching(int oid, String name, SqlType result, Search search, BuiltInType... arguments) {
        table.declare(new ScalarFunction(
                oid,
                name,
                Stream.of(arguments).<SqlType>map(BuiltInType::type).toList(),
                result,
                false,
                ScalarFunction.Volatility.IMMUTABLE,
                false,
                new ScalarFunction.GeneralTyped((types, context, values) -> values[0] instanceof ArrayValue array
                        ? search.in(elementType(types.getFirst(), array), array, values)
                        : null)));
    }

    /** Returns the type by which elements are equal: the collation is that of the argument, which its value does not have. */
    static SqlType elementType(SqlType argument, ArrayValue array) {
        return argument instanceof ArrayType of && of.isCollatable() ? of.element() : array.elementType();
    }

    private void lenient(
            int oid, String name, BuiltInType result, ScalarFunction.Boxed body, BuiltInType... arguments) {
        List<SqlType> types = new ArrayList<>();
        for (BuiltInType argument : arguments) {
            types.add(argument.type());
        }
        table.declare(new ScalarFunction(
                oid,
                name,
                types,
                result.type(),
                false,
                ScalarFunction.Volatility.IMMUTABLE,
                false,
                FunctionTable.boxed(body)));
    }

    /** Declares a function that makes an array of what it is given, and that must know its type where that is NULL. */
    private void typed(int oid, String name, ScalarFunction.Typed body, BuiltInType first, BuiltInType second) {
        table.declare(new ScalarFunction(
                oid,
                name,
                List.of(first.type(), second.type()),
                ANYCOMPATIBLEARRAY.type(),
                false,
                ScalarFunction.Volatility.IMMUTABLE,
                false,
                new ScalarFunction.GeneralTyped(body)));
    }

    private static void checkExtensible(ArrayValue array) {
        if (array.dimensions() > 1) {
            throw new SqlException(ErrorCode.DATA_EXCEPTION, "argument must be empty or one-dimensional array");
        }
    }

    private static void checkOneDimension(ArrayValue array, String what) {
        if (array.dimensions() > 1) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, what);
        }
    }

    /** NULL is the empty array here. */
    private static ArrayValue known(SqlType type, @Nullable ArrayValue array) {
        SqlType element = type instanceof ArrayType of ? of.element() : type;
        return array == null ? ArrayValue.of(element, List.of()) : array;
    }

    private static Object append(SqlType type, @Nullable ArrayValue given, @Nullable Object element) {
        ArrayValue to = known(type, given);
        checkExtensible(to);
        List<@Nullable Object> elements = new ArrayList<>(to.elements());
        elements.add(element);
        return ArrayValue.ofBounds(to.elementType(), to.dimensions() == 0 ? 1 : to.lowerBound(0), elements);
    }

    private static Object prepend(@Nullable Object element, SqlType type, @Nullable ArrayValue given) {
        ArrayValue to = known(type, given);
        checkExtensible(to);
        List<@Nullable Object> elements = new ArrayList<>();
        elements.add(element);
        elements.addAll(to.elements());
        return ArrayValue.ofBounds(to.elementType(), to.dimensions() == 0 ? 1 : to.lowerBound(0), elements);
    }

    private static @Nullable Object concatenated(@Nullable ArrayValue left, @Nullable ArrayValue right) {
        if (left == null || right == null || right.size() == 0) {
            return left == null ? right : left;
        }
        if (left.size() == 0) {
            return right;
        }
        int most = Math.max(left.dimensions(), right.dimensions());
        if (Math.abs(left.dimensions() - right.dimensions()) > 1) {
            throw incompatible("Arrays of " + left.dimensions() + " and " + right.dimensions()
                    + " dimensions are not compatible for concatenation.");
        }
        ArrayValue larger = left.dimensions() < most ? right : left;
        int[] lengths = new int[most];
        int[] bounds = new int[most];
        lengths[0] =
                (left.dimensions() < most ? 1 : left.length(0)) + (right.dimensions() < most ? 1 : right.length(0));
        bounds[0] = larger.lowerBound(0);
        for (int i = 1; i < most; i++) {
            if (inner(left, most, i) != inner(right, most, i)
                    || innerBound(left, most, i) != innerBound(right, most, i)) {
                throw incompatible(
                        left.dimensions() == right.dimensions()
                                ? "Arrays with differing element dimensions are not compatible for concatenation."
                                : "Arrays with differing dimensions are not compatible for concatenation.");
            }
            lengths[i] = larger.length(i);
            bounds[i] = larger.lowerBound(i);
        }
        List<@Nullable Object> elements = new ArrayList<>(left.elements());
        elements.addAll(right.elements());
        return ArrayValue.ofDimensions(left.elementType(), lengths, bounds, elements);
    }

    private static SqlException incompatible(String detail) {
        return new SqlException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, "cannot concatenate incompatible arrays")
                .withDetail(detail);
    }

    /** Returns the length of a dimension of the result that an array of perhaps one dimension less has. */
    private static int inner(ArrayValue array, int most, int dimension) {
        return array.length(array.dimensions() < most ? dimension - 1 : dimension);
    }

    /** Returns where a dimension of the result begins in an array of perhaps one dimension less. */
    private static int innerBound(ArrayValue array, int most, int dimension) {
        return array.lowerBound(array.dimensions() < most ? dimension - 1 : dimension);
    }

    private static boolean same(SqlType type, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == null && right == null;
        }
        return ValueOrder.compare(type, left, right) == 0;
    }

    private static ArrayValue without(SqlType type, ArrayValue array, @Nullable Object removed) {
        checkOneDimension(array, "removing elements from multidimensional arrays is not supported");
        List<@Nullable Object> left = new ArrayList<>();
        for (@Nullable Object element : array.elements()) {
            if (!same(type, element, removed)) {
                left.add(element);
            }
        }
        return left.isEmpty() ? ArrayValue.of(array.elementType(), left) : sameStart(array, left);
    }

    private static ArrayValue sameStart(ArrayValue array, List<@Nullable Object> elements) {
        return ArrayValue.ofBounds(array.elementType(), array.lowerBound(0), elements);
    }

    private static ArrayValue replaced(SqlType type, ArrayValue array, @Nullable Object from, @Nullable Object to) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (@Nullable Object element : array.elements()) {
            elements.add(same(type, element, from) ? to : element);
        }
        return array.withElements(array.elementType(), elements);
    }

    private static List<Long> positions(SqlType type, ArrayValue array, @Nullable Object wanted) {
        checkOneDimension(array, "searching for elements in multidimensional arrays is not supported");
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (same(type, array.element(i), wanted)) {
                positions.add((long) array.lowerBound(0) + i);
            }
        }
        return positions;
    }

    private void declareText() {
        table.stable(
                395,
                "array_to_string",
                TEXT,
                FunctionTable.boxed((context, arguments) ->
                        joined(array(arguments, 0), TextMath.text(arguments, 1), null, context.format())),
                ANYARRAY,
                TEXT);
        table.declare(new ScalarFunction(
                384,
                "array_to_string",
                List.of(ANYARRAY.type(), TEXT.type(), TEXT.type()),
                TEXT.type(),
                false,
                ScalarFunction.Volatility.STABLE,
                false,
                FunctionTable.boxed((context, arguments) -> arguments[0] == null || arguments[1] == null
                        ? null
                        : joined(
                                (ArrayValue) arguments[0],
                                (String) arguments[1],
                                (String) arguments[2],
                                context.format()))));
        ArrayType texts = new ArrayType(TEXT.type());
        table.declare(new ScalarFunction(
                394,
                "string_to_array",
                List.of(TEXT.type(), TEXT.type()),
                texts,
                false,
                ScalarFunction.Volatility.IMMUTABLE,
                false,
                FunctionTable.boxed(
                        (context, arguments) -> split((String) arguments[0], (String) arguments[1], null))));
        table.declare(new ScalarFunction(
                376,
                "string_to_array",
                List.of(TEXT.type(), TEXT.type(), TEXT.type()),
                texts,
                false,
                ScalarFunction.Volatility.IMMUTABLE,
                false,
                FunctionTable.boxed((context, arguments) ->
                        split((String) arguments[0], (String) arguments[1], (String) arguments[2]))));
    }

    private static String joined(ArrayValue array, String separator, @Nullable String forNull, SessionFormat format) {
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (@Nullable Object element : array.elements()) {
            String part = element == null ? forNull : TextOutput.format(array.elementType(), element, format);
            if (part != null) {
                text.append(first ? "" : separator).append(part);
                first = false;
            }
        }
        return text.toString();
    }

    private static @Nullable Object split(@Nullable String text, @Nullable String separator, @Nullable String asNull) {
        if (text == null) {
            return null;
        }
        List<@Nullable Object> parts = new ArrayList<>();
        if (separator == null) {
            text.codePoints().forEach(c -> parts.add(Character.toString(c)));
        } else if (!text.isEmpty()) {
            int from = 0;
            for (int at = separator.isEmpty() ? -1 : text.indexOf(separator);
                    at >= 0;
                    at = text.indexOf(separator, from)) {
                parts.add(text.substring(from, at));
                from = at + separator.length();
            }
            parts.add(text.substring(from));
        }
        parts.replaceAll(part -> Objects.equals(part, asNull) ? null : part);
        return ArrayValue.of(TEXT.type(), parts);
    }

    private void declareComparisons() {
        table.immutable(
                391, "array_lt", BOOL, new ScalarFunction.ObjectComparison(order -> order < 0), ANYARRAY, ANYARRAY);
        table.immutable(
                392, "array_gt", BOOL, new ScalarFunction.ObjectComparison(order -> order > 0), ANYARRAY, ANYARRAY);
        table.immutable(
                393, "array_le", BOOL, new ScalarFunction.ObjectComparison(order -> order <= 0), ANYARRAY, ANYARRAY);
        table.immutable(
                396, "array_ge", BOOL, new ScalarFunction.ObjectComparison(order -> order >= 0), ANYARRAY, ANYARRAY);
        sets(2748, "arraycontains", ArrayFunctions::containsAll);
        sets(2749, "arraycontained", (type, left, right) -> containsAll(type, right, left));
        sets(2747, "arrayoverlap", ArrayFunctions::overlap);
    }

    /** What compares the elements of two arrays, which are equal by a type. */
    @FunctionalInterface
    private interface SetTest {
        boolean test(SqlType type, ArrayValue left, ArrayValue right);
    }

    private void sets(int oid, String name, SetTest test) {
        table.immutable(
                oid,
                name,
                BOOL,
                new ScalarFunction.GeneralTyped((types, context, arguments) -> {
                    ArrayValue left = array(arguments, 0);
                    return test.test(elementType(types.getFirst(), left), left, array(arguments, 1));
                }),
                ANYARRAY,
                ANYARRAY);
    }

    private static boolean contains(SqlType type, ArrayValue array, Object wanted) {
        for (Object element : array.elements()) {
            if (element != null && same(type, element, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean containsAll(SqlType type, ArrayValue array, ArrayValue wanted) {
        for (Object element : wanted.elements()) {
            if (element == null || !contains(type, array, element)) {
                return false;
            }
        }
        return true;
    }

    private static boolean overlap(SqlType type, ArrayValue left, ArrayValue right) {
        for (Object element : right.elements()) {
            if (element != null && contains(type, left, element)) {
                return true;
            }
        }
        return false;
    }
}
