package org.borealisdb.expr.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * An array: elements in row-major order, with a length and a lower bound for each dimension. Immutable.
 *
 * <p>An empty array has no dimensions, as in PostgreSQL.
 */
public final class ArrayValue {
    /** PostgreSQL's MAXDIM. */
    public static final int MAXIMUM_DIMENSIONS = 6;

    private final SqlType elementType;
    private final int[] lengths;
    private final int[] lowerBounds;
    private final @Nullable Object[] elements;

    private ArrayValue(SqlType elementType, int[] lengths, int[] lowerBounds, @Nullable Object[] elements) {
        this.elementType = elementType;
        this.lengths = lengths;
        this.lowerBounds = lowerBounds;
        this.elements = elements;
    }

    /** Returns an array of one dimension that begins at 1, or the empty array. */
    public static ArrayValue of(SqlType elementType, List<? extends @Nullable Object> elements) {
        return ofBounds(elementType, 1, elements);
    }

    /** Returns an array of one dimension that begins at a given index: int2vector and oidvector begin at 0. */
    public static ArrayValue ofBounds(SqlType elementType, int lowerBound, List<? extends @Nullable Object> elements) {
        int[] lengths = elements.isEmpty() ? new int[0] : new int[] {elements.size()};
        int[] bounds = elements.isEmpty() ? new int[0] : new int[] {lowerBound};
        checkBounds(lengths, bounds);
        return new ArrayValue(elementType, lengths, bounds, elements.toArray());
    }

    private static void checkBounds(int[] lengths, int[] lowerBounds) {
        for (int i = 0; i < lengths.length; i++) {
            if ((long) lowerBounds[i] + lengths[i] > Integer.MAX_VALUE) {
                throw new SqlException(
                        ErrorCode.PROGRAM_LIMIT_EXCEEDED, "array lower bound is too large: " + lowerBounds[i]);
            }
        }
    }

    /** Returns an array of any number of dimensions. */
    public static ArrayValue ofDimensions(
            SqlType elementType, int[] lengths, int[] lowerBounds, List<? extends @Nullable Object> elements) {
        if (lengths.length != lowerBounds.length || lengths.length > MAXIMUM_DIMENSIONS) {
            throw new IllegalArgumentException("dimensions " + lengths.length + ", bounds " + lowerBounds.length);
        }
        checkBounds(lengths, lowerBounds);
        long count = lengths.length == 0 ? 0 : 1;
        for (int length : lengths) {
            count *= length;
        }
        if (count != elements.size()) {
            throw new IllegalArgumentException(elements.size() + " elements for " + Arrays.toString(lengths));
        }
        return new ArrayValue(elementType, lengths.clone(), lowerBounds.clone(), elements.toArray());
    }

    /** Returns the error for an array of more dimensions than there can be. */
    static SqlException tooManyDimensions(int dimensions) {
        return new SqlException(
                ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                "number of array dimensions (" + dimensions + ") exceeds the maximum allowed (" + MAXIMUM_DIMENSIONS
                        + ")");
    }

    /** Returns an array of one dimension more, whose elements along the first are these arrays; all of them have the same shape. */
    public static ArrayValue stacked(SqlType elementType, List<? extends @Nullable Object> arrays) {
        List<@Nullable Object> all = new ArrayList<>();
        @Nullable ArrayValue first = null;
        for (@Nullable Object each : arrays) {
            if (!(each instanceof ArrayValue array) || (first != null && !first.sameShapeAs(array))) {
                throw new SqlException(
                        ErrorCode.ARRAY_SUBSCRIPT_ERROR,
                        "multidimensional arrays must have array expressions with matching dimensions");
            }
            first = array;
            all.addAll(array.elements());
        }
        if (first == null || first.dimensions() == 0) {
            return of(elementType, List.of());
        }
        if (first.dimensions() == MAXIMUM_DIMENSIONS) {
            throw tooManyDimensions(MAXIMUM_DIMENSIONS + 1);
        }
        int[] lengths = new int[first.dimensions() + 1];
        int[] bounds = new int[first.dimensions() + 1];
        lengths[0] = arrays.size();
        bounds[0] = 1;
        System.arraycopy(first.lengths, 0, lengths, 1, first.dimensions());
        System.arraycopy(first.lowerBounds, 0, bounds, 1, first.dimensions());
        return new ArrayValue(elementType, lengths, bounds, all.toArray());
    }

    /** Returns the type of the elements. */
    public SqlType elementType() {
        return elementType;
    }

    /** Returns the number of dimensions, 0 if it is empty. */
    public int dimensions() {
        return lengths.length;
    }

    /** Returns the length of a dimension, counted from 0. */
    public int length(int dimension) {
        return lengths[dimension];
    }

    /** Returns the first index of a dimension, counted from 0. */
    public int lowerBound(int dimension) {
        return lowerBounds[dimension];
    }

    /** Returns the number of elements in all. */
    public int size() {
        return elements.length;
    }

    /** Returns an element by its row-major place, counted from 0; {@code null} is NULL. */
    public @Nullable Object element(int place) {
        return elements[place];
    }

    /** Returns all elements in row-major order. */
    public List<@Nullable Object> elements() {
        return Collections.unmodifiableList(Arrays.asList(elements));
    }

    /** Returns the element at these subscripts, {@code null} if it is NULL or outside the array. */
    public @Nullable Object at(int... subscripts) {
        if (subscripts.length != lengths.length) {
            return null;
        }
        int place = 0;
        for (int i = 0; i < subscripts.length; i++) {
            long index = (long) subscripts[i] - lowerBounds[i];
            if (index < 0 || index >= lengths[i]) {
                return null;
            }
            place = place * lengths[i] + (int) index;
        }
        return elements[place];
    }

    /** Returns the same elements and dimensions under another element type. */
    public ArrayValue withElements(SqlType type, List<? extends @Nullable Object> newElements) {
        return ofDimensions(type, lengths, lowerBounds, newElements);
    }

    /** Returns the same array under another element type that carries values the same way. */
    public ArrayValue of(SqlType type) {
        return type.equals(elementType) ? this : new ArrayValue(type, lengths, lowerBounds, elements);
    }

    /** Returns whether dimensions and bounds are the same. */
    public boolean sameShapeAs(ArrayValue other) {
        return Arrays.equals(lengths, other.lengths) && Arrays.equals(lowerBounds, other.lowerBounds);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArrayValue that
                && elementType.oid() == that.elementType.oid()
                && sameShapeAs(that)
                && Arrays.deepEquals(elements, that.elements);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(lengths), Arrays.deepHashCode(elements));
    }

    @Override
    public String toString() {
        return TextOutput.format(elementType, this, SessionFormat.DEFAULT);
    }
}
