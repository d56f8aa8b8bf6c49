package org.borealisdb.expr.value;

import java.util.Arrays;
import java.util.UUID;
import org.borealisdb.expr.bits.BitString;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.json.JsonOrder;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.network.HardwareAddress;
import org.borealisdb.expr.network.NetworkAddress;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;

/**
 * The order of values: what indexes, ORDER BY and the comparison operators agree on. NULL is not a value here.
 *
 * <p>Floating-point: NaN equals itself and is above everything, -0 equals 0. Text: by its type's collation, which by default is the order of the
 * UTF-8 bytes, which is that of code points. bpchar: without trailing spaces.
 */
public final class ValueOrder {
    private ValueOrder() {}

    /** Compares two values of kind DOUBLE. */
    public static int compareDoubles(double left, double right) {
        if (left < right) {
            return -1;
        }
        if (left > right) {
            return 1;
        }
        return left == right ? 0 : Boolean.compare(Double.isNaN(left), Double.isNaN(right));
    }

    /** Compares two texts by code points. */
    public static int compareText(String left, String right) {
        return compareText(left, left.length(), right, right.length());
    }

    private static int compareText(String left, int leftLength, String right, int rightLength) {
        int length = Math.min(leftLength, rightLength);
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                // Surrogates stand for code points above all others, yet sort below U+E000 to U+FFFF as char values.
                boolean aHigh = Character.isSurrogate(a);
                return aHigh == Character.isSurrogate(b) ? Character.compare(a, b) : aHigh ? 1 : -1;
            }
        }
        return Integer.compare(leftLength, rightLength);
    }

    /** Compares two bpchar values: trailing spaces don't count. */
    public static int comparePadded(String left, String right) {
        return compareText(left, unpaddedLength(left), right, unpaddedLength(right));
    }

    /** Returns a text without its trailing spaces. */
    public static String withoutPadding(String text) {
        return text.substring(0, unpaddedLength(text));
    }

    private static int unpaddedLength(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return end;
    }

    /** Compares two boxed values of a type. */
    public static int compare(SqlType type, Object left, Object right) {
        return switch (type.kind()) {
            case LONG -> Long.compare(Values.unboxLong(left), Values.unboxLong(right));
            case DOUBLE -> compareDoubles((Double) left, (Double) right);
            case OBJECT -> compareObjects(type, left, right);
        };
    }

    private static int compareObjects(SqlType type, Object left, Object right) {
        return switch (left) {
            case String text -> compareTexts(type, text, (String) right);
            case Numeric number -> number.compareTo((Numeric) right);
            case byte[] bytes -> Arrays.compareUnsigned(bytes, (byte[]) right);
            case Interval interval -> interval.compareTo((Interval) right);
            case Jsonb json -> JsonOrder.compare(json, (Jsonb) right);
            case UUID uuid -> compareUuids(uuid, (UUID) right);
            case BitString bits -> bits.compareTo((BitString) right);
            case TupleId id -> id.compareTo((TupleId) right);
            case HardwareAddress address -> address.compareTo((HardwareAddress) right);
            case NetworkAddress address -> address.compareTo((NetworkAddress) right);
            case ArrayValue array -> compareArrays(elementOf(type, array), array, (ArrayValue) right);
            case BoxedRow row
            when type instanceof CompositeType composite -> compareRows(composite, row, (BoxedRow) right);
            default -> throw new IllegalArgumentException("no order of " + type);
        };
    }

    private static int compareTexts(SqlType type, String left, String right) {
        boolean padded = TextOutput.base(type) == BuiltInType.BPCHAR;
        Collation collation = type.collation().collation();
        if (collation.isByCodePoint()) {
            return padded ? comparePadded(left, right) : compareText(left, right);
        }
        return padded ? collation.compare(withoutPadding(left), withoutPadding(right)) : collation.compare(left, right);
    }

    private static SqlType elementOf(SqlType type, ArrayValue array) {
        return type instanceof ArrayType of && of.isCollatable() ? of.element() : array.elementType();
    }

    /** Compares by the bytes, unlike the JDK, which takes the halves for signed numbers. */
    static int compareUuids(UUID left, UUID right) {
        int order = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
        return order != 0
                ? order
                : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    }

    /** Compares field by field; NULL is above every value. */
    private static int compareRows(CompositeType type, BoxedRow left, BoxedRow right) {
        for (int i = 0; i < type.fields().size(); i++) {
            SqlType field = type.fields().get(i).type();
            Object a = Values.read(left, i, field);
            Object b = Values.read(right, i, field);
            int order = a == null || b == null ? Boolean.compare(a == null, b == null) : compare(field, a, b);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Compares element by element, then by size, dimensions and bounds, as PostgreSQL's array_cmp does. */
    private static int compareArrays(SqlType element, ArrayValue left, ArrayValue right) {
        int common = Math.min(left.size(), right.size());
        for (int i = 0; i < common; i++) {
            Object a = left.element(i);
            Object b = right.element(i);
            int order;
            if (a == null || b == null) {
                order = Boolean.compare(a == null, b == null);
            } else {
                order = compare(element, a, b);
            }
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(left.size(), right.size());
        if (order == 0) {
            order = Integer.compare(left.dimensions(), right.dimensions());
        }
        for (int i = 0; order == 0 && i < left.dimensions(); i++) {
            order = Integer.compare(left.length(i), right.length(i));
        }
        for (int i = 0; order == 0 && i < left.dimensions(); i++) {
            order = Integer.compare(left.lowerBound(i), right.lowerBound(i));
        }
        return order;
    }
}
