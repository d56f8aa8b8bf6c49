package org.borealisdb.expr.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;
import java.util.UUID;
import org.borealisdb.expr.bits.BitString;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.jsonpath.JsonPath;
import org.borealisdb.expr.network.HardwareAddress;
import org.borealisdb.expr.network.NetworkAddress;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** Writes values in the binary format of PostgreSQL's send functions: big-endian, without the length word. */
public final class BinaryOutput {
    /** The sign words of a numeric on the wire. */
    static final int NUMERIC_POSITIVE = 0x0000;

    static final int NUMERIC_NEGATIVE = 0x4000;
    static final int NUMERIC_NAN = 0xC000;
    static final int NUMERIC_POSITIVE_INFINITY = 0xD000;
    static final int NUMERIC_NEGATIVE_INFINITY = 0xF000;

    /** The version of the format of jsonb. */
    static final int JSONB_VERSION = 1;

    private static final BigInteger TEN_THOUSAND = BigInteger.valueOf(10_000);

    private BinaryOutput() {}

    /** Appends a column of a row, which must not be NULL. */
    public static void append(ByteSink out, SqlType type, RowSource row, int column) {
        switch (type.kind()) {
            case LONG -> appendLong(out, type, row.longAt(column));
            case DOUBLE -> appendDouble(out, type, row.doubleAt(column));
            case OBJECT -> appendObject(out, type, row.objectAt(column));
        }
    }

    /** Appends a boxed value. */
    public static void append(ByteSink out, SqlType type, Object value) {
        switch (type.kind()) {
            case LONG -> appendLong(out, type, Values.unboxLong(value));
            case DOUBLE -> appendDouble(out, type, (Double) value);
            case OBJECT -> appendObject(out, type, value);
        }
    }

    /** Appends a value of kind LONG in as many bytes as its type has; of an enum its label. */
    public static void appendLong(ByteSink out, SqlType type, long value) {
        if (type instanceof EnumType listed) {
            out.putText(EnumText.format(listed, value));
            return;
        }
        switch (type.length()) {
            case 1 -> out.putByte((int) value);
            case 2 -> out.putShort((int) value);
            case 4 -> out.putInt((int) value);
            case 12 -> out.putLong(ZonedTimes.time(value)).putInt(-ZonedTimes.offset(value));
            default -> out.putLong(TextOutput.base(type).isUnsignedLong() ? UnsignedNumbers.bits(value) : value);
        }
    }

    /** Appends a value of kind DOUBLE. */
    public static void appendDouble(ByteSink out, SqlType type, double value) {
        if (type.is(BuiltInType.FLOAT4)) {
            out.putInt(Float.floatToIntBits((float) value));
        } else {
            out.putLong(Double.doubleToLongBits(value));
        }
    }

    /** Appends a value of kind OBJECT. */
    public static void appendObject(ByteSink out, SqlType type, Object value) {
        switch (value) {
            case String text -> out.putText(text);
            case byte[] bytes -> out.putBytes(bytes);
            case Numeric number -> appendNumeric(out, number);
            case Interval interval ->
                out.putLong(interval.micros()).putInt(interval.days()).putInt(interval.months());
            case UUID uuid -> out.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
            case Jsonb json -> json.appendText(out.putByte(JSONB_VERSION));
            case BitString bits -> bits.appendBinary(out);
            case TupleId id -> id.appendBytes(out);
            case HardwareAddress address -> address.appendBytes(out);
            case NetworkAddress address -> address.appendBinary(out, TextOutput.base(type) == BuiltInType.CIDR);
            case JsonPath path -> out.putByte(JSONB_VERSION).putText(path.exactText());
            case TransactionSnapshot snapshot -> snapshot.appendBinary(out);
            case ArrayValue array -> appendArray(out, array);
            case BoxedRow row -> appendComposite(out, (CompositeType) type, row);
            default -> throw new IllegalArgumentException("no value of " + type + ": " + value.getClass());
        }
    }

    private static void appendComposite(ByteSink out, CompositeType type, BoxedRow row) {
        if (type.isStored()) {
            StoredComposite.append(out, type, row);
            return;
        }
        out.putInt(row.size());
        for (int i = 0; i < row.size(); i++) {
            SqlType field = type.fields().get(i).type();
            out.putInt(type.fields().get(i).declared().oid());
            Object value = Values.read(row, i, field);
            int lengthAt = out.size();
            out.putInt(-1);
            if (value != null) {
                append(out, field, value);
                out.setInt(lengthAt, out.size() - lengthAt - 4);
            }
        }
    }

    private static void appendArray(ByteSink out, ArrayValue array) {
        boolean hasNulls = array.elements().contains(null);
        out.putInt(array.dimensions())
                .putInt(hasNulls ? 1 : 0)
                .putInt(array.elementType().oid());
        for (int i = 0; i < array.dimensions(); i++) {
            out.putInt(array.length(i)).putInt(array.lowerBound(i));
        }
        for (@Nullable Object element : array.elements()) {
            if (element == null) {
                out.putInt(-1);
                continue;
            }
            int lengthAt = out.size();
            out.putInt(0);
            append(out, array.elementType(), element);
            out.setInt(lengthAt, out.size() - lengthAt - 4);
        }
    }

    /** Writes number of groups, weight of the first, sign, display scale, then groups of four decimal digits. */
    private static void appendNumeric(ByteSink out, Numeric number) {
        if (!number.isFinite()) {
            int sign = number.isNaN()
                    ? NUMERIC_NAN
                    : number.signum() > 0 ? NUMERIC_POSITIVE_INFINITY : NUMERIC_NEGATIVE_INFINITY;
            // NaN has scale 0; PostgreSQL sends the infinities with the scale of their special header, 0x20.
            out.putShort(0).putShort(0).putShort(sign).putShort(number.isNaN() ? 0 : 0x20);
            return;
        }
        BigDecimal value = number.toBigDecimal();
        int scale = value.scale();
        int fractionGroups = (scale + 3) / 4;
        BigInteger rest = value.setScale(fractionGroups * 4).unscaledValue().abs();
        int trailing = 0;
        short[] groups = new short[Math.max(1, rest.bitLength() / 13 + 2)];
        int count = 0;
        while (rest.signum() != 0) {
            BigInteger[] parts = rest.divideAndRemainder(TEN_THOUSAND);
            groups[count++] = parts[1].shortValue();
            rest = parts[0];
        }
        while (trailing < count && groups[trailing] == 0) {
            trailing++;
        }
        int digits = count - trailing;
        int weight = digits == 0 ? 0 : count - fractionGroups - 1;
        out.putShort(digits).putShort(weight);
        out.putShort(value.signum() < 0 ? NUMERIC_NEGATIVE : NUMERIC_POSITIVE).putShort(scale);
        for (int i = count - 1; i >= trailing; i--) {
            out.putShort(groups[i]);
        }
    }

    /** Returns a boxed value's binary form. */
    public static byte[] toBytes(SqlType type, Object value) {
        ByteSink out = new ByteSink();
        append(out, type, Objects.requireNonNull(value));
        return out.toBytes();
    }
}
