package org.borealisdb.expr.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.borealisdb.expr.bits.BitString;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.json.JsonOrder;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.network.HardwareAddress;
import org.borealisdb.expr.network.NetworkAddress;
import org.borealisdb.expr.network.NetworkAddressKeys;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.TupleId;
import org.borealisdb.expr.value.ValueOrder;
import org.borealisdb.expr.value.Values;

/**
 * Writes values as bytes whose unsigned lexicographic order is the values' order, and equal values as equal bytes. The
 * encoding is described in the package. Stateless.
 */
public final class KeyEncoder {
    static final int NULL_FIRST = 0x01;
    static final int VALUE = 0x02;
    static final int NULL_LAST = 0x03;

    static final int NUMERIC_MINUS_INFINITY = 0x10;
    static final int NUMERIC_NEGATIVE = 0x20;
    static final int NUMERIC_ZERO = 0x30;
    static final int NUMERIC_POSITIVE = 0x40;
    static final int NUMERIC_INFINITY = 0x50;
    static final int NUMERIC_NAN = 0x60;

    private KeyEncoder() {}

    /** Appends NULL. */
    public static void appendNull(ByteSink out, KeyColumn column) {
        out.putByte(column.nullsFirst() ? NULL_FIRST : NULL_LAST);
    }

    /** Appends the value or NULL of a row's column; the primitive kinds allocate nothing. */
    public static void append(ByteSink out, KeyColumn column, RowSource row, int index) {
        if (row.isNull(index)) {
            appendNull(out, column);
            return;
        }
        switch (column.type().kind()) {
            case LONG -> appendLong(out, column, row.longAt(index));
            case DOUBLE -> appendDouble(out, column, row.doubleAt(index));
            case OBJECT -> appendObject(out, column, row.objectAt(index));
        }
    }

    /** Appends a boxed value. */
    public static void append(ByteSink out, KeyColumn column, Object value) {
        switch (column.type().kind()) {
            case LONG -> appendLong(out, column, Values.unboxLong(value));
            case DOUBLE -> appendDouble(out, column, (Double) value);
            case OBJECT -> appendObject(out, column, value);
        }
    }

    /** Appends a value of kind LONG. */
    public static void appendLong(ByteSink out, KeyColumn column, long value) {
        out.putByte(VALUE);
        int start = out.size();
        putLong(out, column.type(), value);
        invert(out, start, column);
    }

    /** Appends a value of kind DOUBLE. */
    public static void appendDouble(ByteSink out, KeyColumn column, double value) {
        out.putByte(VALUE);
        int start = out.size();
        putDouble(out, column.type(), value);
        invert(out, start, column);
    }

    /** Appends a value of kind OBJECT. */
    public static void appendObject(ByteSink out, KeyColumn column, Object value) {
        out.putByte(VALUE);
        int start = out.size();
        putObject(out, column.type(), value);
        invert(out, start, column);
    }

    private static void invert(ByteSink out, int start, KeyColumn column) {
        if (column.descending()) {
            byte[] bytes = out.array();
            for (int i = start; i < out.size(); i++) {
                bytes[i] = (byte) ~bytes[i];
            }
        }
    }

    private static void putLong(ByteSink out, SqlType type, long value) {
        switch (type.carriedLength()) {
            case 1 -> out.putByte((int) value);
            case 2 -> out.putShort((int) value ^ 0x8000);
            case 4 -> out.putInt(isUnsigned(type) ? (int) value : (int) value ^ Integer.MIN_VALUE);
            default -> out.putLong(value ^ Long.MIN_VALUE);
        }
    }

    static boolean isUnsigned(SqlType type) {
        return type instanceof ScalarType scalar && scalar.base().isObjectIdentifier();
    }

    private static void putDouble(ByteSink out, SqlType type, double value) {
        double normal = value == 0 ? 0 : value;
        if (type.is(BuiltInType.FLOAT4)) {
            int bits = Float.floatToIntBits((float) normal);
            out.putInt(bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE);
        } else {
            long bits = Double.doubleToLongBits(normal);
            out.putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
        }
    }

    private static void putObject(ByteSink out, SqlType type, Object value) {
        switch (value) {
            case String text ->
                putText(
                        out,
                        type.collation().collation(),
                        type.is(BuiltInType.BPCHAR) ? ValueOrder.withoutPadding(text) : text);
            case byte[] bytes -> putEscaped(out, bytes);
            case Numeric number -> putNumeric(out, number);
            case Interval interval -> putInterval(out, interval);
            case Jsonb json -> JsonOrder.appendKey(out, json);
            case UUID uuid -> out.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
            case BitString bits -> {
                putEscaped(out, bits.bytes());
                out.putByte(Byte.SIZE - bits.unusedBits());
            }
            case TupleId id -> out.putShort(id.bytes().length).putBytes(id.bytes());
            case HardwareAddress address -> address.appendBytes(out);
            case NetworkAddress address -> NetworkAddressKeys.append(out, address);
            case ArrayValue array -> putArray(out, type, array);
            case BoxedRow row when type instanceof CompositeType composite -> putComposite(out, composite, row);
            default -> throw new IllegalArgumentException("no key of " + type);
        }
    }

    /** What a collation that is not by code points distinguishes stands before the text itself, which is not there if equal texts may differ. */
    private static void putText(ByteSink out, Collation collation, String text) {
        if (!collation.isByCodePoint()) {
            collation.appendKey(out, text);
            out.putShort(0);
            if (!collation.isDeterministic()) {
                return;
            }
        }
        if (text.indexOf('\0') >= 0) {
            putEscaped(out, text.getBytes(StandardCharsets.UTF_8));
        } else {
            out.putText(text).putShort(0);
        }
    }

    private static void putEscaped(ByteSink out, byte[] bytes) {
        for (byte b : bytes) {
            out.putByte(b);
            if (b == 0) {
                out.putByte(0xff);
            }
        }
        out.putShort(0);
    }

    private static void putInterval(ByteSink out, Interval interval) {
        long perDay = 86_400_000_000L;
        long days = interval.months() * 30L + interval.days() + Math.floorDiv(interval.micros(), perDay);
        out.putLong(days ^ Long.MIN_VALUE).putLong(Math.floorMod(interval.micros(), perDay) ^ Long.MIN_VALUE);
    }

    private static void putComposite(ByteSink out, CompositeType type, BoxedRow row) {
        for (int i = 0; i < type.fields().size(); i++) {
            append(out, KeyColumn.ascending(type.fields().get(i).type()), row, i);
        }
    }

    private static void putArray(ByteSink out, SqlType type, ArrayValue array) {
        SqlType elementType = type instanceof ArrayType arrayType ? arrayType.element() : array.elementType();
        KeyColumn element = KeyColumn.ascending(elementType);
        for (int i = 0; i < array.size(); i++) {
            Object value = array.element(i);
            if (value == null) {
                appendNull(out, element);
            } else {
                append(out, element, value);
            }
        }
        out.putByte(NULL_FIRST).putByte(array.dimensions());
        for (int i = 0; i < array.dimensions(); i++) {
            out.putInt(array.length(i) ^ Integer.MIN_VALUE);
        }
        for (int i = 0; i < array.dimensions(); i++) {
            out.putInt(array.lowerBound(i) ^ Integer.MIN_VALUE);
        }
    }

    /**
     * Writes 0.d1d2d3... * 100^exponent with every d a pair of digits, the first not 00, without trailing pairs of 00.
     * Equal numbers of any scale have the same pairs. A larger exponent is a larger magnitude; with equal exponents pairs
     * decide; the end mark 0x00 is below every pair, so that a prefix is smaller.
     */
    private static void putNumeric(ByteSink out, Numeric number) {
        if (!number.isFinite()) {
            out.putByte(number.isNaN() ? NUMERIC_NAN : number.signum() > 0 ? NUMERIC_INFINITY : NUMERIC_MINUS_INFINITY);
            return;
        }
        int sign = number.signum();
        if (sign == 0) {
            out.putByte(NUMERIC_ZERO);
            return;
        }
        out.putByte(sign > 0 ? NUMERIC_POSITIVE : NUMERIC_NEGATIVE);
        int start = out.size();
        BigDecimal value = number.toBigDecimal();
        int evenScale = value.scale() + (value.scale() & 1);
        BigInteger digits = value.setScale(evenScale).unscaledValue().abs();
        byte[] pairs = new byte[digits.bitLength() / 6 + 2];
        int count = 0;
        if (digits.bitLength() < Long.SIZE) {
            for (long rest = digits.longValue(); rest != 0; rest /= 100) {
                pairs[count++] = (byte) (rest % 100);
            }
        } else {
            String text = digits.toString();
            for (int end = text.length(); end > 0; end -= 2) {
                pairs[count++] = (byte) Integer.parseInt(text.substring(Math.max(0, end - 2), end));
            }
        }
        int low = 0;
        while (pairs[low] == 0) {
            low++;
        }
        out.putInt((count - evenScale / 2) ^ Integer.MIN_VALUE);
        for (int i = count - 1; i >= low; i--) {
            out.putByte(pairs[i] + 1);
        }
        out.putByte(0);
        if (sign < 0) {
            byte[] bytes = out.array();
            for (int i = start; i < out.size(); i++) {
                bytes[i] = (byte) ~bytes[i];
            }
        }
    }

    /**
     * Returns the first key after all keys that begin with these bytes: the end of a range scan over a prefix. Nothing if
     * there is no such key, because the prefix is all 0xFF.
     */
    public static Optional<byte[]> successorOfPrefix(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xff) {
            length--;
        }
        if (length == 0) {
            return Optional.empty();
        }
        byte[] successor = Arrays.copyOf(prefix, length);
        successor[length - 1]++;
        return Optional.of(successor);
    }

    /** Returns the next key after this one: the start of a range scan that excludes it. */
    public static byte[] successor(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
