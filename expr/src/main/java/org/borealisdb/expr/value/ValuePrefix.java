package org.borealisdb.expr.value;

import java.util.UUID;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.ValueKind;

/**
 * What a value begins with, as a number: of two values whose numbers differ, that with the smaller one comes first in {@link ValueOrder}; of those
 * whose numbers are the same, nothing is known. So most comparisons of a sort need not look at the values.
 */
public final class ValuePrefix {
    /** Of a character that ASCII does not have: above all that it has, whichever it is. */
    private static final long BEYOND_ASCII = 0x80;

    private ValuePrefix() {}

    /** Returns whether the values of a type have such numbers, apart from one that says nothing. */
    public static boolean isKnown(SqlType type) {
        return type.kind() != ValueKind.OBJECT
                || isText(type)
                || type.is(BuiltInType.NUMERIC)
                || type.is(BuiltInType.UUID)
                || type.is(BuiltInType.BYTEA);
    }

    /** Returns whether values of a type with the same number are equal. */
    public static boolean isExact(SqlType type) {
        return type.kind() != ValueKind.OBJECT;
    }

    private static boolean isText(SqlType type) {
        return TextOutput.base(type).isTextual() && type.collation().collation().isByCodePoint();
    }

    /** Returns the number of a row's value, which is not NULL, of a type that {@link #isKnown}. */
    public static long of(SqlType type, RowSource row, int column) {
        return switch (type.kind()) {
            case LONG -> row.longAt(column);
            case DOUBLE -> of(row.doubleAt(column));
            case OBJECT ->
                switch (row.objectAt(column)) {
                    case String text -> of(text, TextOutput.base(type) == BuiltInType.BPCHAR);
                    case byte[] bytes -> of(bytes);
                    // Rounding to the nearest keeps the order.
                    case Numeric number -> of(number.toDouble());
                    case UUID uuid -> unsigned(uuid.getMostSignificantBits());
                    default -> 0;
                };
        };
    }

    /** As IEEE 754's total order, but with one zero and one NaN, which is above all. */
    private static long of(double value) {
        long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
        return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    }

    private static long of(String text, boolean padded) {
        int length = text.length();
        if (padded) {
            while (length > 0 && text.charAt(length - 1) == ' ') {
                length--;
            }
        }
        long prefix = 0;
        for (int i = 0; i < Math.min(length, Long.BYTES); i++) {
            int shift = Long.SIZE - Byte.SIZE * (i + 1);
            char c = text.charAt(i);
            if (c >= BEYOND_ASCII) {
                return unsigned(prefix | BEYOND_ASCII << shift);
            }
            prefix |= (long) c << shift;
        }
        return unsigned(prefix);
    }

    private static long of(byte[] bytes) {
        long prefix = 0;
        for (int i = 0; i < Math.min(bytes.length, Long.BYTES); i++) {
            prefix |= (bytes[i] & 0xffL) << (Long.SIZE - Byte.SIZE * (i + 1));
        }
        return unsigned(prefix);
    }

    /** Unsigned numbers in the order of signed ones. */
    private static long unsigned(long bits) {
        return bits ^ Long.MIN_VALUE;
    }
}
