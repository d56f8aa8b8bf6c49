package org.borealisdb.expr.value;

import java.util.Arrays;
import java.util.Objects;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.ValueKind;
import org.jspecify.annotations.Nullable;

/**
 * A growing column of a {@link Batch}: a primitive or object array and a bitmap of NULLs. Belongs to one task.
 *
 * <p>The array is open to loops that work on whole columns: {@link #longs()}, {@link #doubles()}, {@link #objects()} are valid
 * to the batch's size and until the next append. At a NULL the array holds zero or {@code null}.
 */
public final class Column {
    private static final int INITIAL_CAPACITY = 64;

    private final SqlType type;
    private long[] longs = {};
    private double[] doubles = {};
    private @Nullable Object[] objects = {};
    private long[] nulls = {};
    private int size;
    private boolean hasNulls;

    /** Makes an empty column. */
    public Column(SqlType type) {
        this.type = type;
    }

    /** Returns the type of the values. */
    public SqlType type() {
        return type;
    }

    /** Returns the number of values. */
    public int size() {
        return size;
    }

    /** Forgets all values and keeps the room. */
    public void clear() {
        Arrays.fill(objects, 0, Math.min(size, objects.length), null);
        Arrays.fill(nulls, 0);
        size = 0;
        hasNulls = false;
    }

    /** Returns the values of a column of kind LONG. */
    public long[] longs() {
        return longs;
    }

    /** Returns the values of a column of kind DOUBLE. */
    public double[] doubles() {
        return doubles;
    }

    /** Returns the values of a column of kind OBJECT. */
    public @Nullable Object[] objects() {
        return objects;
    }

    /** Returns whether any value is NULL, so that loops can leave the test out. */
    public boolean hasNulls() {
        return hasNulls;
    }

    /** Returns whether the value of a row is NULL. */
    public boolean isNull(int row) {
        return hasNulls && row >> 6 < nulls.length && (nulls[row >> 6] & (1L << row)) != 0;
    }

    /** Returns the value of a row in a column of kind LONG. */
    public long longAt(int row) {
        return longs[row];
    }

    /** Returns the value of a row in a column of kind DOUBLE. */
    public double doubleAt(int row) {
        return doubles[row];
    }

    /** Returns the value of a row in a column of kind OBJECT, which must not be NULL. */
    public Object objectAt(int row) {
        return Objects.requireNonNull(objects[row], "NULL read as a value");
    }

    /** Returns the boxed value of a row, {@code null} for NULL. */
    public @Nullable Object boxedAt(int row) {
        if (isNull(row)) {
            return null;
        }
        return switch (type.kind()) {
            case LONG -> Values.box(type, longs[row]);
            case DOUBLE -> doubles[row];
            case OBJECT -> objects[row];
        };
    }

    private void grow() {
        int current = switch (type.kind()) {
            case LONG -> longs.length;
            case DOUBLE -> doubles.length;
            case OBJECT -> objects.length;
        };
        if (size == current) {
            int capacity = Math.max(INITIAL_CAPACITY, current * 2);
            switch (type.kind()) {
                case LONG -> longs = Arrays.copyOf(longs, capacity);
                case DOUBLE -> doubles = Arrays.copyOf(doubles, capacity);
                case OBJECT -> objects = Arrays.copyOf(objects, capacity);
            }
        }
    }

    /** Appends a value of kind LONG. */
    public void addLong(long value) {
        grow();
        longs[size++] = value;
    }

    /** Appends a value of kind DOUBLE. */
    public void addDouble(double value) {
        grow();
        doubles[size++] = value;
    }

    /** Appends a value of kind OBJECT. */
    public void addObject(Object value) {
        grow();
        objects[size++] = value;
    }

    /** Appends a NULL. */
    public void addNull() {
        grow();
        if (type.kind() == ValueKind.LONG) {
            longs[size] = 0;
        } else if (type.kind() == ValueKind.DOUBLE) {
            doubles[size] = 0;
        } else {
            objects[size] = null;
        }
        int word = size >> 6;
        if (word >= nulls.length) {
            nulls = Arrays.copyOf(nulls, Math.max(word + 1, nulls.length * 2));
        }
        nulls[word] |= 1L << size;
        hasNulls = true;
        size++;
    }

    /** Appends a boxed value, {@code null} for NULL. */
    public void addBoxed(@Nullable Object value) {
        if (value == null) {
            addNull();
            return;
        }
        switch (type.kind()) {
            case LONG -> addLong(Values.unboxLong(value));
            case DOUBLE -> addDouble((Double) value);
            case OBJECT -> addObject(value);
        }
    }

    /** Appends the value of a row's column. */
    public void addFrom(RowSource row, int column) {
        if (row.isNull(column)) {
            addNull();
            return;
        }
        switch (type.kind()) {
            case LONG -> addLong(row.longAt(column));
            case DOUBLE -> addDouble(row.doubleAt(column));
            case OBJECT -> addObject(row.objectAt(column));
        }
    }
}
