package org.borealisdb.expr.value;

import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** Conversions between the boxed and the carried form of values. */
public final class Values {
    private Values() {}

    /** Returns the boxed form of a carried long. */
    public static Object box(SqlType type, long value) {
        return type.is(BuiltInType.BOOL) ? (Object) (value != 0) : (Object) value;
    }

    /** Returns the carried form of a boxed value of kind LONG. */
    public static long unboxLong(Object value) {
        return switch (value) {
            case Boolean b -> b ? 1 : 0;
            case Long l -> l;
            default -> throw new IllegalArgumentException("not of kind LONG: " + value.getClass());
        };
    }

    /** Returns a column's boxed value, {@code null} if it is NULL. */
    public static @Nullable Object read(RowSource row, int column, SqlType type) {
        if (row.isNull(column)) {
            return null;
        }
        return switch (type.kind()) {
            case LONG -> box(type, row.longAt(column));
            case DOUBLE -> row.doubleAt(column);
            case OBJECT -> row.objectAt(column);
        };
    }
}
