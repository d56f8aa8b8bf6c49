package org.borealisdb.expr.value;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.borealisdb.expr.bits.BitString;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.jsonpath.JsonPath;
import org.borealisdb.expr.network.HardwareAddress;
import org.borealisdb.expr.network.NetworkAddress;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.ValueKind;
import org.jspecify.annotations.Nullable;

/** Writes values as text, byte for byte as PostgreSQL's output functions do. */
public final class TextOutput {
    private static final byte[] HEXADECIMAL = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private TextOutput() {}

    /** Returns a boxed value as text. */
    public static String format(SqlType type, Object value, SessionFormat format) {
        if (value instanceof String text) {
            return text;
        }
        ByteSink out = new ByteSink();
        append(out, type, value, format);
        return out.toText();
    }

    /** Appends a column of a row, which must not be NULL; the primitive kinds allocate nothing. */
    public static void append(ByteSink out, SqlType type, RowSource row, int column, SessionFormat format) {
        switch (type.kind()) {
            case LONG -> appendLong(out, type, row.longAt(column), format);
            case DOUBLE -> appendDouble(out, type, row.doubleAt(column), format);
            case OBJECT -> appendObject(out, type, row.objectAt(column), format);
        }
    }

    /** Appends a boxed value. */
    public static void append(ByteSink out, SqlType type, Object value, SessionFormat format) {
        switch (type.kind()) {
            case LONG -> appendLong(out, type, Values.unboxLong(value), format);
            case DOUBLE -> appendDouble(out, type, (Double) value, format);
            case OBJECT -> appendObject(out, type, value, format);
        }
    }

    /** Appends a value of kind LONG. */
    public static void appendLong(ByteSink out, SqlType type, long value, SessionFormat format) {
        if (type instanceof EnumType listed) {
            out.putText(EnumText.format(listed, value));
            return;
        }
        switch (base(type)) {
            case BOOL -> out.putByte(value != 0 ? 't' : 'f');
            case DATE -> DateTimeText.appendDate(out, value, format);
            case TIME -> DateTimeText.appendTime(out, value);
            case TIMETZ -> DateTimeText.appendZonedTime(out, value);
            case TIMESTAMP -> DateTimeText.appendTimestamp(out, value, format);
            case TIMESTAMPTZ -> DateTimeText.appendTimestampWithZone(out, value, format);
            case CHAR -> appendCharacterByte(out, (int) value & 0xff);
            case REGPROC, REGPROCEDURE, REGCLASS, REGTYPE, REGCOLLATION, REGNAMESPACE, REGROLE ->
                appendRegistered(out, base(type), value & 0xffff_ffffL, "-", format);
            case REGOPER, REGOPERATOR -> appendRegistered(out, base(type), value & 0xffff_ffffL, "0", format);
            case MONEY -> out.putText(MoneyText.format(value));
            case PG_LSN -> out.putText(LogPositionText.format(UnsignedNumbers.bits(value)));
            case XID8 -> out.putText(Long.toUnsignedString(UnsignedNumbers.bits(value)));
            case OID, XID, CID -> out.putDecimal(value & 0xffff_ffffL);
            default -> out.putDecimal(value);
        }
    }

    private static void appendRegistered(ByteSink out, BuiltInType type, long oid, String none, SessionFormat format) {
        Optional<String> name = oid == 0 ? Optional.of(none) : format.names().nameOf(type, oid);
        if (name.isPresent()) {
            out.putText(name.get());
        } else {
            out.putDecimal(oid);
        }
    }

    /** Returns the text of a value of {@code "char"}. */
    public static String characterByte(int value) {
        ByteSink text = new ByteSink(4);
        appendCharacterByte(text, value & 0xff);
        return text.toText();
    }

    /** Writes one byte: bytes above 127 as a backslash and three octal digits, the zero byte as nothing. */
    private static void appendCharacterByte(ByteSink out, int value) {
        if (value >= 0x80) {
            out.putByte('\\')
                    .putByte('0' + (value >> 6))
                    .putByte('0' + ((value >> 3) & 7))
                    .putByte('0' + (value & 7));
        } else if (value != 0) {
            out.putByte(value);
        }
    }

    /** Appends a value of kind DOUBLE. */
    public static void appendDouble(ByteSink out, SqlType type, double value, SessionFormat format) {
        if (type.is(BuiltInType.FLOAT4)) {
            FloatText.appendFloat(out, value, format.extraFloatDigits());
        } else {
            FloatText.appendDouble(out, value, format.extraFloatDigits());
        }
    }

    /** Appends a value of kind OBJECT. */
    public static void appendObject(ByteSink out, SqlType type, Object value, SessionFormat format) {
        switch (value) {
            case String text -> out.putText(text);
            case Numeric number -> out.putText(number.toString());
            case byte[] bytes -> appendBytes(out, bytes, format);
            case Interval interval -> IntervalText.append(out, interval, format.intervalStyle());
            case Jsonb json -> json.appendText(out);
            case BitString bits -> bits.appendText(out);
            case TupleId id -> out.putText(id.toString());
            case HardwareAddress address -> out.putText(address.toString());
            case NetworkAddress address -> out.putText(address.text(base(type) == BuiltInType.CIDR));
            case JsonPath path -> out.putText(path.toString());
            case UUID uuid -> out.putText(uuid.toString());
            case TransactionSnapshot snapshot -> out.putText(snapshot.toString());
            case ArrayValue array -> {
                if (type.is(BuiltInType.INT2VECTOR) || type.is(BuiltInType.OIDVECTOR)) {
                    appendVector(out, array);
                } else {
                    appendArray(out, array, format);
                }
            }
            case BoxedRow row -> appendComposite(out, (CompositeType) type, row, format);
            default -> throw new IllegalArgumentException("no value of " + type + ": " + value.getClass());
        }
    }

    private static void appendComposite(ByteSink out, CompositeType type, BoxedRow row, SessionFormat format) {
        out.putByte('(');
        for (int i = 0; i < row.size(); i++) {
            if (i > 0) {
                out.putByte(',');
            }
            SqlType field = type.fields().get(i).type();
            Object value = Values.read(row, i, field);
            if (value != null) {
                String text = format(field, value, format);
                out.putText(compositeNeedsQuotes(text) ? quotedField(text) : text);
            }
        }
        out.putByte(')');
    }

    private static boolean compositeNeedsQuotes(String text) {
        return text.isEmpty()
                || text.chars()
                        .anyMatch(c -> c == '"'
                                || c == '\\'
                                || c == '('
                                || c == ')'
                                || c == ','
                                || c == ' '
                                || (c >= '\t' && c <= '\r'));
    }

    private static String quotedField(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\"\"") + '"';
    }

    private static void appendBytes(ByteSink out, byte[] bytes, SessionFormat format) {
        if (format.byteaEscape()) {
            for (byte b : bytes) {
                int unsigned = b & 0xff;
                if (unsigned == '\\') {
                    out.putText("\\\\");
                } else if (unsigned < 0x20 || unsigned > 0x7e) {
                    out.putByte('\\').putByte('0' + (unsigned >> 6));
                    out.putByte('0' + ((unsigned >> 3) & 7)).putByte('0' + (unsigned & 7));
                } else {
                    out.putByte(unsigned);
                }
            }
            return;
        }
        out.putByte('\\').putByte('x');
        for (byte b : bytes) {
            out.putByte(HEXADECIMAL[(b >> 4) & 15]).putByte(HEXADECIMAL[b & 15]);
        }
    }

    private static void appendVector(ByteSink out, ArrayValue vector) {
        for (int i = 0; i < vector.size(); i++) {
            if (i > 0) {
                out.putByte(' ');
            }
            out.putDecimal((Long) Objects.requireNonNull(vector.element(i)));
        }
    }

    private static void appendArray(ByteSink out, ArrayValue array, SessionFormat format) {
        if (array.dimensions() == 0) {
            out.putText("{}");
            return;
        }
        boolean plainBounds = true;
        for (int i = 0; i < array.dimensions(); i++) {
            plainBounds &= array.lowerBound(i) == 1;
        }
        if (!plainBounds) {
            for (int i = 0; i < array.dimensions(); i++) {
                out.putByte('[').putDecimal(array.lowerBound(i)).putByte(':');
                out.putDecimal((long) array.lowerBound(i) + array.length(i) - 1).putByte(']');
            }
            out.putByte('=');
        }
        appendDimension(out, array, 0, 0, array.size(), format);
    }

    private static void appendDimension(
            ByteSink out, ArrayValue array, int dimension, int from, int count, SessionFormat format) {
        int length = array.length(dimension);
        int step = count / length;
        out.putByte('{');
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                out.putByte(',');
            }
            if (dimension + 1 < array.dimensions()) {
                appendDimension(out, array, dimension + 1, from + i * step, step, format);
            } else {
                appendElement(out, array.elementType(), array.element(from + i), format);
            }
        }
        out.putByte('}');
    }

    private static void appendElement(ByteSink out, SqlType type, @Nullable Object value, SessionFormat format) {
        if (value == null) {
            out.putText("NULL");
            return;
        }
        if (type.kind() == ValueKind.DOUBLE || value instanceof Numeric) {
            append(out, type, value, format);
            return;
        }
        String text = format(type, value, format);
        if (!needsQuotes(text)) {
            out.putText(text);
            return;
        }
        StringBuilder quoted = new StringBuilder(text.length() + 8).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        out.putText(quoted.append('"'));
    }

    private static boolean needsQuotes(String text) {
        if (text.isEmpty() || text.equalsIgnoreCase("null")) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '"', '\\', '{', '}', ',', ' ', '\t', '\n', '\r', '\u000b', '\f' -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    static BuiltInType base(SqlType type) {
        return switch (type) {
            case ScalarType scalar -> scalar.base();
            case ArrayType _ -> BuiltInType.ANYARRAY;
            case CompositeType _ -> BuiltInType.RECORD;
            case EnumType _ -> BuiltInType.ANYENUM;
            case DomainType domain -> base(domain.base());
        };
    }
}
