package org.borealisdb.expr.value;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of boxed values, as constants, parameters and tests have them. Immutable. */
public final class BoxedRow implements RowSource {
    private static final BoxedRow EMPTY = new BoxedRow();

    private final @Nullable Object[] values;

    private BoxedRow(@Nullable Object... values) {
        this.values = values;
    }

    /** Returns a row of these boxed values, where {@code null} is NULL. */
    public static BoxedRow of(@Nullable Object... values) {
        return new BoxedRow(values.clone());
    }

    /** Returns a row of these boxed values, where {@code null} is NULL. */
    public static BoxedRow of(List<? extends @Nullable Object> values) {
        return new BoxedRow(values.toArray());
    }

    /** Returns a row of boxed values in an array that nobody changes any more. */
    public static BoxedRow over(@Nullable Object[] values) {
        return new BoxedRow(values);
    }

    /** Returns the row without columns. */
    public static BoxedRow empty() {
        return EMPTY;
    }

    /** Returns the number of columns. */
    public int size() {
        return values.length;
    }

    @Override
    public boolean isNull(int column) {
        return values[column] == null;
    }

    @Override
    public long longAt(int column) {
        return Values.unboxLong(objectAt(column));
    }

    @Override
    public double doubleAt(int column) {
        return (Double) objectAt(column);
    }

    @Override
    public Object objectAt(int column) {
        return Objects.requireNonNull(values[column], "NULL read as a value");
    }

    /** Whether all values are the same, as Java has them: those of one type are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BoxedRow that && Arrays.deepEquals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
