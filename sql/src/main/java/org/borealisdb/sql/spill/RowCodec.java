package org.borealisdb.sql.spill;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.borealisdb.expr.bits.BitString;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.jsonpath.JsonPath;
import org.borealisdb.expr.network.HardwareAddress;
import org.borealisdb.expr.network.NetworkAddress;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BinaryInput;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.TransactionSnapshot;
import org.borealisdb.expr.value.TupleId;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows into bytes and back. A value tells what it is, so that no types are needed; element types of arrays are numbered as they come, and so only the codec that wrote a row can
 * read it. Belongs to one task.
 */
final class RowCodec {
    private static final int NULL = 0;
    private static final int FALSE = 1;
    private static final int TRUE = 2;
    private static final int LONG = 3;
    private static final int DOUBLE = 4;
    private static final int TEXT = 5;
    private static final int BYTES = 6;
    private static final int NUMERIC = 7;
    private static final int INTERVAL = 8;
    private static final int IDENTIFIER = 9;
    private static final int JSON = 10;
    private static final int ARRAY = 11;
    private static final int ROW = 12;
    private static final int PATH = 13;
    private static final int ADDRESS = 14;
    private static final int BITS = 15;
    private static final int HARDWARE_ADDRESS = 16;
    private static final int SNAPSHOT = 17;
    private static final int TUPLE_ID = 18;

    private static final int SEVEN_BITS = 0x7f;

    private final List<SqlType> types = new ArrayList<>();
    private final Map<SqlType, Integer> numbers = new HashMap<>();
    private final ByteSink part = new ByteSink();

    /** Appends a row. */
    void encode(BoxedRow row, ByteSink out) {
        putCount(out, row.size());
        for (int i = 0; i < row.size(); i++) {
            encode(row.isNull(i) ? null : row.objectAt(i), out);
        }
    }

    private void encode(@Nullable Object value, ByteSink out) {
        switch (value) {
            case null -> out.putByte(NULL);
            case Boolean flag -> out.putByte(flag ? TRUE : FALSE);
            case Long number -> putNumber(out.putByte(LONG), number << 1 ^ number >> 63);
            case Double number -> out.putByte(DOUBLE).putLong(Double.doubleToRawLongBits(number));
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                putCount(out.putByte(TEXT), bytes.length);
                out.putBytes(bytes);
            }
            case byte[] bytes -> {
                putCount(out.putByte(BYTES), bytes.length);
                out.putBytes(bytes);
            }
            case Numeric number -> {
                part.clear();
                BinaryOutput.appendObject(part, BuiltInType.NUMERIC.type(), number);
                putPart(out.putByte(NUMERIC));
            }
            case Interval interval ->
                out.putByte(INTERVAL)
                        .putLong(interval.micros())
                        .putInt(interval.days())
                        .putInt(interval.months());
            case UUID uuid ->
                out.putByte(IDENTIFIER).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
            case Jsonb json -> {
                part.clear();
                json.appendStored(part);
                putPart(out.putByte(JSON));
            }
            case BitString bits -> {
                part.clear();
                bits.appendBinary(part);
                putPart(out.putByte(BITS));
            }
            case TupleId id -> {
                part.clear();
                id.appendBytes(part);
                putPart(out.putByte(TUPLE_ID));
            }
            case HardwareAddress address -> {
                part.clear();
                address.appendBytes(part);
                putPart(out.putByte(HARDWARE_ADDRESS));
            }
            case NetworkAddress address -> {
                part.clear();
                BinaryOutput.appendObject(part, BuiltInType.INET.type(), address);
                putPart(out.putByte(ADDRESS));
            }
            case JsonPath path -> {
                part.clear();
                BinaryOutput.appendObject(part, BuiltInType.JSONPATH.type(), path);
                putPart(out.putByte(PATH));
            }
            case TransactionSnapshot snapshot -> {
                part.clear();
                BinaryOutput.appendObject(part, BuiltInType.PG_SNAPSHOT.type(), snapshot);
                putPart(out.putByte(SNAPSHOT));
            }
            case ArrayValue array -> encodeArray(array, out);
            case BoxedRow row -> encode(row, out.putByte(ROW));
            default -> throw new IllegalArgumentException("no value to be kept: " + value.getClass());
        }
    }

    private void encodeArray(ArrayValue array, ByteSink out) {
        putCount(out.putByte(ARRAY), numberOf(array.elementType()));
        putCount(out, array.dimensions());
        for (int i = 0; i < array.dimensions(); i++) {
            out.putInt(array.length(i)).putInt(array.lowerBound(i));
        }
        for (Object element : array.elements()) {
            encode(element, out);
        }
    }

    private int numberOf(SqlType type) {
        return numbers.computeIfAbsent(type, unknown -> {
            types.add(unknown);
            return types.size() - 1;
        });
    }

    private void putPart(ByteSink out) {
        putCount(out, part.size());
        out.putBytes(part.array(), 0, part.size());
    }

    private static void putCount(ByteSink out, int count) {
        putNumber(out, count);
    }

    private static void putNumber(ByteSink out, long number) {
        long rest = number;
        while ((rest & ~(long) SEVEN_BITS) != 0) {
            out.putByte((int) (rest & SEVEN_BITS) | 0x80);
            rest >>>= 7;
        }
        out.putByte((int) rest);
    }

    /** Returns the row that begins an array. */
    BoxedRow decode(byte[] bytes) {
        return new Decoding(bytes).row();
    }

    /** The bytes of a row that is read. */
    private final class Decoding {
        private final byte[] bytes;
        private int at;

        Decoding(byte[] bytes) {
            this.bytes = bytes;
        }

        private BoxedRow row() {
            @Nullable Object[] values = new Object[count()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value();
            }
            return BoxedRow.of(values);
        }

        private @Nullable Object value() {
            int tag = bytes[at++];
            return switch (tag) {
                case NULL -> null;
                case FALSE -> false;
                case TRUE -> true;
                case LONG -> {
                    long number = number();
                    yield number >>> 1 ^ -(number & 1);
                }
                case DOUBLE -> Double.longBitsToDouble(fixed(Long.BYTES));
                case TEXT -> {
                    int length = count();
                    at += length;
                    yield new String(bytes, at - length, length, StandardCharsets.UTF_8);
                }
                case BYTES -> part();
                case NUMERIC -> BinaryInput.parse(BuiltInType.NUMERIC.type(), part());
                case INTERVAL -> {
                    long micros = fixed(Long.BYTES);
                    int days = (int) fixed(Integer.BYTES);
                    yield new Interval((int) fixed(Integer.BYTES), days, micros);
                }
                case IDENTIFIER -> new UUID(fixed(Long.BYTES), fixed(Long.BYTES));
                case JSON -> Jsonb.ofStored(part());
                case BITS -> BinaryInput.parse(BuiltInType.VARBIT.type(), part());
                case TUPLE_ID -> TupleId.ofBytes(part());
                case HARDWARE_ADDRESS -> hardwareAddress(part());
                case ADDRESS -> BinaryInput.parse(BuiltInType.INET.type(), part());
                case PATH -> BinaryInput.parse(BuiltInType.JSONPATH.type(), part());
                case SNAPSHOT -> BinaryInput.parse(BuiltInType.PG_SNAPSHOT.type(), part());
                case ARRAY -> array();
                case ROW -> row();
                default -> throw new IllegalStateException("a kept row has a value of kind " + tag);
            };
        }

        private static Object hardwareAddress(byte[] bytes) {
            boolean small = bytes.length == HardwareAddress.SHORT_BYTES;
            return BinaryInput.parse((small ? BuiltInType.MACADDR : BuiltInType.MACADDR8).type(), bytes);
        }

        private ArrayValue array() {
            SqlType type = types.get(count());
            int[] lengths = new int[count()];
            int[] bounds = new int[lengths.length];
            int size = lengths.length == 0 ? 0 : 1;
            for (int i = 0; i < lengths.length; i++) {
                lengths[i] = (int) fixed(Integer.BYTES);
                bounds[i] = (int) fixed(Integer.BYTES);
                size *= lengths[i];
            }
            List<@Nullable Object> elements = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                elements.add(value());
            }
            return ArrayValue.ofDimensions(type, lengths, bounds, elements);
        }

        private byte[] part() {
            int length = count();
            at += length;
            return Arrays.copyOfRange(bytes, at - length, at);
        }

        private int count() {
            return (int) number();
        }

        private long number() {
            long number = 0;
            int shift = 0;
            while (true) {
                int next = bytes[at++];
                number |= (long) (next & SEVEN_BITS) << shift;
                if (next >= 0) {
                    return number;
                }
                shift += 7;
            }
        }

        private long fixed(int length) {
            long value = 0;
            for (int i = 0; i < length; i++) {
                value = value << Byte.SIZE | (bytes[at++] & 0xff);
            }
            return value;
        }
    }
}
