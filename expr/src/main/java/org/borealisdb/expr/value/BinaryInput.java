package org.borealisdb.expr.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.borealisdb.expr.bits.BitString;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.json.JsonText;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.jsonpath.JsonPath;
import org.borealisdb.expr.network.HardwareAddress;
import org.borealisdb.expr.network.NetworkAddress;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * Reads values in the binary format of PostgreSQL's receive functions. Whatever the bytes, only {@link SqlException} comes out:
 * 22P03 for a malformed value, 08P01 for a length that does not fit, 22021 for text that is not UTF-8.
 */
public final class BinaryInput {

    private BinaryInput() {}

    /** Returns the boxed value that the bytes stand for. */
    public static Object parse(SqlType type, byte[] bytes) {
        return parse(type, ByteBuffer.wrap(bytes));
    }

    /** Returns the boxed value that the buffer's remaining bytes stand for, and consumes them. */
    public static Object parse(SqlType type, ByteBuffer in) {
        if (type instanceof EnumType listed) {
            return EnumText.parse(listed, text(in));
        }
        boolean shortAddress = type.is(BuiltInType.MACADDR8) && in.remaining() == HardwareAddress.SHORT_BYTES;
        boolean longId = type.is(BuiltInType.TID) && in.remaining() > TupleId.SHORT_BYTES;
        boolean fixed = type.length() > 0 && !type.is(BuiltInType.NAME) && !shortAddress && !longId;
        if (fixed && in.remaining() != type.length()) {
            throw in.remaining() < type.length()
                    ? new SqlException(ErrorCode.PROTOCOL_VIOLATION, "insufficient data left in message")
                    : malformed(type);
        }
        Object value = switch (type.kind()) {
            case LONG -> Values.box(type, parseLong(type, in));
            case DOUBLE -> type.is(BuiltInType.FLOAT4) ? (double) in.getFloat() : in.getDouble();
            case OBJECT -> parseObject(type, in);
        };
        if (in.hasRemaining()) {
            throw malformed(type);
        }
        return value;
    }

    private static SqlException malformed(SqlType type) {
        return new SqlException(
                ErrorCode.INVALID_BINARY_REPRESENTATION,
                "incorrect binary data format for type " + type.nameWithoutModifier());
    }

    private static long parseLong(SqlType type, ByteBuffer in) {
        BuiltInType base = TextOutput.base(type);
        return switch (base) {
            case BOOL -> in.get() != 0 ? 1 : 0;
            case CHAR -> in.get() & 0xff;
            case INT2 -> in.getShort();
            case INT4 -> in.getInt();
            case DATE -> checkDate(in.getInt());
            case TIME -> checkTime(in.getLong());
            case TIMETZ -> zonedTime(in);
            case TIMESTAMP, TIMESTAMPTZ -> checkTimestamp(in.getLong());
            case INT8, MONEY -> in.getLong();
            case PG_LSN, XID8 -> UnsignedNumbers.carried(in.getLong());
            default -> in.getInt() & 0xffff_ffffL;
        };
    }

    private static long zonedTime(ByteBuffer in) {
        long time = checkTime(in.getLong());
        int west = in.getInt();
        if (Math.abs((long) west) >= ZonedTimes.END_OF_OFFSETS) {
            throw new SqlException(
                    ErrorCode.INVALID_TIME_ZONE_DISPLACEMENT_VALUE, "time zone displacement out of range");
        }
        return ZonedTimes.of(time, -west);
    }

    private static long checkDate(long day) {
        boolean infinite = day == CivilCalendar.DATE_INFINITY || day == CivilCalendar.DATE_MINUS_INFINITY;
        if (!infinite && !CivilCalendar.isDate(day)) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "date out of range");
        }
        return day;
    }

    private static long checkTime(long micros) {
        if (micros < 0 || micros > CivilCalendar.MICROS_PER_DAY) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "time out of range");
        }
        return micros;
    }

    private static long checkTimestamp(long micros) {
        return CivilCalendar.isInfinite(micros) ? micros : CivilCalendar.checkTimestamp(micros);
    }

    private static Object parseObject(SqlType type, ByteBuffer in) {
        if (type instanceof ArrayType array) {
            return parseArray(array.element(), in, 1);
        }
        if (type instanceof CompositeType composite) {
            return composite.isStored() ? StoredComposite.parse(composite, in) : parseComposite(composite, in);
        }
        BuiltInType base = ((ScalarType) type).base();
        return switch (base) {
            case BYTEA -> remaining(in);
            case NUMERIC -> parseNumeric(in);
            case UUID -> new UUID(in.getLong(), in.getLong());
            case INTERVAL -> {
                long micros = in.getLong();
                int days = in.getInt();
                yield new Interval(in.getInt(), days, micros);
            }
            case INT2VECTOR -> parseArray(BuiltInType.INT2.type(), in, 0);
            case OIDVECTOR -> parseArray(BuiltInType.OID.type(), in, 0);
            case NAME -> TextInput.truncateName(text(in));
            case JSON -> {
                String json = text(in);
                JsonText.check(json);
                yield json;
            }
            case JSONB -> Jsonb.parse(versionedText(in, "jsonb"));
            case JSONPATH -> JsonPath.parse(versionedText(in, "jsonpath"));
            case BIT, VARBIT -> BitString.ofBinary(in);
            case TID -> TupleId.ofBytes(remaining(in));
            case MACADDR, MACADDR8 -> hardwareAddress(in, type);
            case PG_SNAPSHOT, TXID_SNAPSHOT -> TransactionSnapshot.ofBinary(in);
            case INET -> NetworkAddress.ofBinary(remaining(in), false);
            case CIDR -> NetworkAddress.ofBinary(remaining(in), true);
            default -> {
                if (!base.isTextual()) {
                    throw new SqlException(
                            ErrorCode.FEATURE_NOT_SUPPORTED, "cannot accept a value of type " + type.displayName());
                }
                yield text(in);
            }
        };
    }

    /** A macaddr8 may come as a short address. */
    private static HardwareAddress hardwareAddress(ByteBuffer in, SqlType type) {
        int bytes = in.remaining();
        long number = 0;
        while (in.hasRemaining()) {
            number = number << Byte.SIZE | (in.get() & 0xff);
        }
        HardwareAddress address = new HardwareAddress(number, bytes);
        return type.is(BuiltInType.MACADDR8) ? address.lengthened() : address;
    }

    /** Reads the version of the format, which is always the same, and the text. */
    private static String versionedText(ByteBuffer in, String typeName) {
        need(in, 1);
        int version = in.get() & 0xff;
        if (version != BinaryOutput.JSONB_VERSION) {
            throw new SqlException(ErrorCode.INTERNAL_ERROR, "unsupported " + typeName + " version number " + version);
        }
        return text(in);
    }

    private static byte[] remaining(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    /** Returns the remaining bytes as text; PostgreSQL refuses what is not UTF-8, and the zero byte. */
    private static String text(ByteBuffer in) {
        int start = in.position();
        for (int i = start; i < in.limit(); i++) {
            if (in.get(i) == 0) {
                throw notUtf8("0x00");
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException invalid) {
            throw notUtf8(hexadecimal(in));
        }
    }

    private static String hexadecimal(ByteBuffer in) {
        return in.hasRemaining()
                ? "0x"
                        + Integer.toHexString((in.get(in.position()) & 0xff) | 0x100)
                                .substring(1)
                : "";
    }

    private static SqlException notUtf8(String bytes) {
        return new SqlException(
                ErrorCode.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\": " + bytes);
    }

    private static void need(ByteBuffer in, long bytes) {
        if (in.remaining() < bytes) {
            throw new SqlException(ErrorCode.PROTOCOL_VIOLATION, "insufficient data left in message");
        }
    }

    private static ArrayValue parseArray(SqlType element, ByteBuffer in, int defaultBound) {
        need(in, 12);
        int dimensions = in.getInt();
        in.getInt();
        int elementOid = in.getInt();
        if (dimensions < 0 || dimensions > ArrayValue.MAXIMUM_DIMENSIONS) {
            throw new SqlException(
                    ErrorCode.INVALID_BINARY_REPRESENTATION, "invalid number of dimensions: " + dimensions);
        }
        // Of rows in a copy of a database it is the number that their type has in the other one.
        boolean stored = element instanceof CompositeType rows && rows.isStored();
        if (elementOid != element.oid() && !stored) {
            throw new SqlException(
                    ErrorCode.DATATYPE_MISMATCH,
                    "binary data has array element type " + elementOid + " instead of expected " + element.oid());
        }
        need(in, dimensions * 8L);
        int[] lengths = new int[dimensions];
        int[] bounds = new int[dimensions];
        long count = dimensions == 0 ? 0 : 1;
        for (int i = 0; i < dimensions; i++) {
            lengths[i] = in.getInt();
            bounds[i] = in.getInt();
            if (lengths[i] < 0 || (long) bounds[i] + lengths[i] > Integer.MAX_VALUE) {
                throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "array size exceeds the maximum allowed");
            }
            count *= lengths[i];
            need(in, Math.min(count, Integer.MAX_VALUE) * 4);
        }
        List<@Nullable Object> elements = new ArrayList<>((int) count);
        for (long i = 0; i < count; i++) {
            elements.add(parseElement(element, in));
        }
        if (count == 0) {
            return ArrayValue.ofBounds(element, defaultBound, List.of());
        }
        return ArrayValue.ofDimensions(element, lengths, bounds, elements);
    }

    private static BoxedRow parseComposite(CompositeType type, ByteBuffer in) {
        if (!type.isNamed()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "input of anonymous composite types is not implemented");
        }
        need(in, Integer.BYTES);
        int count = in.getInt();
        if (count != type.fields().size()) {
            throw new SqlException(
                    ErrorCode.DATATYPE_MISMATCH,
                    "wrong number of columns: " + count + ", expected "
                            + type.fields().size());
        }
        List<@Nullable Object> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            CompositeType.Field field = type.fields().get(i);
            need(in, Integer.BYTES);
            int given = in.getInt();
            int wanted = field.declared().oid();
            if (given != wanted) {
                throw new SqlException(
                        ErrorCode.DATATYPE_MISMATCH,
                        "binary data has type " + Integer.toUnsignedString(given) + " instead of expected "
                                + Integer.toUnsignedString(wanted) + " in record column " + (i + 1));
            }
            Object value = parseElement(field.type(), in);
            values.add(value == null ? null : TypeModifiers.fit(field.type(), value, false));
        }
        return BoxedRow.of(values);
    }

    private static @Nullable Object parseElement(SqlType element, ByteBuffer in) {
        need(in, 4);
        int length = in.getInt();
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > in.remaining()) {
            throw new SqlException(ErrorCode.PROTOCOL_VIOLATION, "insufficient data left in message");
        }
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return parse(element, part);
    }

    private static Numeric parseNumeric(ByteBuffer in) {
        need(in, NumericBytes.HEADER_BYTES);
        int groups = in.getShort(in.position()) & 0xffff;
        int length = NumericBytes.HEADER_BYTES + groups * Short.BYTES;
        need(in, length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return NumericBytes.read(bytes, 0, length);
    }
}
