package org.borealisdb.expr.value;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
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

/**
 * Reads values from text as PostgreSQL's input functions do, with their errors: 22P02 for what is no value of the type, 22003,
 * 22007 and 22008 for what is out of range.
 *
 * <p>The type's modifier is not applied here: {@link TypeModifiers} does that, as a cast by the length coercion function.
 *
 * @param format the session's settings
 * @param now the transaction's timestamp, for the words {@code now}, {@code today} and the like
 */
public record TextInput(SessionFormat format, long now) {
    private static final Pattern NAN = Pattern.compile("[+-]?nan(\\([0-9a-z_]*\\))?", Pattern.CASE_INSENSITIVE);
    private static final int MAXIMUM_NAME_BYTES = 63;
    private static final int MAXIMUM_NUMBER_LENGTH = 200_000;

    /** Returns the boxed value that the text stands for. */
    public Object parse(SqlType type, String text) {
        return switch (type.kind()) {
            case LONG -> Values.box(type, parseLong(type, text));
            case DOUBLE -> parseDouble(type, text);
            case OBJECT -> parseObject(type, text);
        };
    }

    /** Returns the value of kind LONG that the text stands for. */
    public long parseLong(SqlType type, String text) {
        if (type instanceof EnumType listed) {
            return EnumText.parse(listed, text);
        }
        BuiltInType base = TextOutput.base(type);
        return switch (base) {
            case BOOL -> parseBoolean(text) ? 1 : 0;
            case INT2 -> whole(text, type, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT4 -> whole(text, type, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT8 -> whole(text, type, Long.MIN_VALUE, Long.MAX_VALUE);
            case OID -> objectIdentifier(text, type);
            case XID, CID -> TransactionNumberText.parse(text);
            case REGPROC, REGPROCEDURE, REGCLASS, REGTYPE, REGCOLLATION, REGNAMESPACE, REGROLE ->
                registered(base, text, type, "-");
            case REGOPER, REGOPERATOR -> registered(base, text, type, "0");
            case MONEY -> MoneyText.parse(text);
            case PG_LSN -> UnsignedNumbers.carried(LogPositionText.parse(text));
            case XID8 -> UnsignedNumbers.carried(TransactionNumberText.parseLong(text));
            case CHAR -> characterByte(text);
            case DATE -> dateTime(type, text).date();
            case TIME -> dateTime(type, text).time();
            case TIMETZ -> dateTime(type, text).timeWithZone();
            case TIMESTAMP -> dateTime(type, text).timestamp();
            case TIMESTAMPTZ -> dateTime(type, text).timestampWithZone();
            default -> throw new IllegalArgumentException("not of kind LONG: " + type);
        };
    }

    private long registered(BuiltInType base, String text, SqlType type, String none) {
        if (text.equals(none)) {
            return 0;
        }
        boolean number = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        OptionalLong known = number ? OptionalLong.empty() : format.names().find(base, text);
        return known.isPresent() ? known.getAsLong() : objectIdentifier(text, number ? BuiltInType.OID.type() : type);
    }

    private DateTimeParser dateTime(SqlType type, String text) {
        String name = type.is(BuiltInType.TIME)
                ? "time"
                : type.is(BuiltInType.TIMESTAMP) ? "timestamp" : type.nameWithoutModifier();
        return new DateTimeParser(name, text, format, now);
    }

    private static int modifier(SqlType type) {
        return type instanceof ScalarType scalar ? scalar.modifier() : -1;
    }

    private Object parseObject(SqlType type, String text) {
        if (type instanceof ArrayType array) {
            return new ArrayParser(text, array.element(), this).parse();
        }
        if (type instanceof CompositeType composite) {
            return new CompositeParser(text, composite, this).parse();
        }
        return switch (TextOutput.base(type)) {
            case TEXT, VARCHAR, BPCHAR, UNKNOWN, CSTRING, NODE_TREE, ACLITEM -> text;
            case NAME -> truncateName(text);
            case NUMERIC -> parseNumeric(text);
            case BYTEA -> parseBytes(text);
            case INTERVAL -> new IntervalParser(text, format.intervalStyle(), modifier(type)).parse();
            case UUID -> parseUuid(text);
            case JSON -> {
                JsonText.check(text);
                yield text;
            }
            case JSONB -> Jsonb.parse(text);
            case JSONPATH -> JsonPath.parse(text);
            case BIT, VARBIT -> BitString.parse(text);
            case TID -> TupleId.parse(text);
            case MACADDR -> HardwareAddress.parseShort(text);
            case MACADDR8 -> HardwareAddress.parseLong(text);
            case INET -> NetworkAddress.parse(text, false);
            case CIDR -> NetworkAddress.parse(text, true);
            case PG_SNAPSHOT, TXID_SNAPSHOT -> TransactionSnapshot.parse(text);
            case INT2VECTOR -> parseVector(BuiltInType.INT2, text);
            case OIDVECTOR -> parseVector(BuiltInType.OID, text);
            case VOID -> "";
            case RECORD ->
                throw new SqlException(
                        ErrorCode.FEATURE_NOT_SUPPORTED, "input of anonymous composite types is not implemented");
            default ->
                throw new SqlException(
                        ErrorCode.FEATURE_NOT_SUPPORTED, "cannot accept a value of type " + type.displayName());
        };
    }

    /** Returns an identifier cut to the 63 bytes that a name can hold, never inside a character. */
    public static String truncateName(String text) {
        return truncate(text, MAXIMUM_NAME_BYTES);
    }

    /**
     * Returns a name with a suffix, of which the name is cut so that both fit into the 63 bytes of a name.
     *
     * @param suffix ASCII, of fewer than 63 characters
     */
    public static String truncateBefore(String text, String suffix) {
        return truncate(text, MAXIMUM_NAME_BYTES - suffix.length()) + suffix;
    }

    private static String truncate(String text, int maximumBytes) {
        if (text.length() * 3 <= maximumBytes) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= maximumBytes) {
            return text;
        }
        int end = maximumBytes;
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private ArrayValue parseVector(BuiltInType element, String text) {
        List<Object> values = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && text.charAt(end) > ' ') {
                end++;
            }
            if (end > at) {
                values.add(parseLong(element.type(), text.substring(at, end)));
            }
            at = end + 1;
        }
        return ArrayValue.ofBounds(element.type(), 0, values);
    }

    static SqlException syntax(String typeName, String text) {
        return new SqlException(
                ErrorCode.INVALID_TEXT_REPRESENTATION,
                "invalid input syntax for type " + typeName + ": \"" + text + "\"");
    }

    private static boolean parseBoolean(String text) {
        String word = strip(text).toLowerCase(Locale.ROOT);
        if (!word.isEmpty()) {
            if ("true".startsWith(word) || "yes".startsWith(word) || word.equals("on") || word.equals("1")) {
                return true;
            }
            boolean off = word.equals("of") || word.equals("off");
            if ("false".startsWith(word) || "no".startsWith(word) || off || word.equals("0")) {
                return false;
            }
        }
        throw syntax("boolean", text);
    }

    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static long whole(String text, SqlType type, long minimum, long maximum) {
        int at = 0;
        int end = text.length();
        while (at < end && isSpace(text.charAt(at))) {
            at++;
        }
        while (end > at && isSpace(text.charAt(end - 1))) {
            end--;
        }
        boolean negative = at < end && text.charAt(at) == '-';
        if (negative || (at < end && text.charAt(at) == '+')) {
            at++;
        }
        if (at == end) {
            throw syntax(type.nameWithoutModifier(), text);
        }
        long value = 0;
        boolean overflow = false;
        for (; at < end; at++) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                throw syntax(type.nameWithoutModifier(), text);
            }
            // Counts downwards, because the smallest long has no positive counterpart.
            if (value < (Long.MIN_VALUE + digit) / 10) {
                overflow = true;
            } else {
                value = value * 10 - digit;
            }
        }
        if (!negative) {
            overflow |= value == Long.MIN_VALUE;
            value = -value;
        }
        if (overflow || value < minimum || value > maximum) {
            throw outOfRange(text, type.nameWithoutModifier());
        }
        return value;
    }

    private static SqlException outOfRange(String text, String typeName) {
        return new SqlException(
                ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value \"" + text + "\" is out of range for type " + typeName);
    }

    private static long objectIdentifier(String text, SqlType type) {
        long value;
        try {
            value = whole(text, BuiltInType.INT8.type(), Long.MIN_VALUE, Long.MAX_VALUE);
        } catch (SqlException error) {
            if (error.code() == ErrorCode.INVALID_TEXT_REPRESENTATION) {
                throw syntax(type.nameWithoutModifier(), text);
            }
            throw outOfRange(text, type.nameWithoutModifier());
        }
        if (value < Integer.MIN_VALUE || value > 0xffff_ffffL) {
            throw outOfRange(text, type.nameWithoutModifier());
        }
        return value & 0xffff_ffffL;
    }

    /** Returns the value of {@code "char"} of a text: its first byte, or the one that three octal digits behind a backslash stand for; 0 for none. */
    public static long characterByte(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        if (text.length() == 4 && text.charAt(0) == '\\' && isOctal(text, 1) && isOctal(text, 2) && isOctal(text, 3)) {
            return Integer.parseInt(text.substring(1), 8) & 0xff;
        }
        return text.getBytes(StandardCharsets.UTF_8)[0] & 0xff;
    }

    private static boolean isOctal(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '7';
    }

    /** Returns the value of kind DOUBLE that the text stands for. */
    public double parseDouble(SqlType type, String text) {
        boolean single = type.is(BuiltInType.FLOAT4);
        String word = strip(text);
        double special = specialFloat(word);
        if (!Double.isNaN(special) || NAN.matcher(word).matches()) {
            return special;
        }
        boolean hexadecimal = HexadecimalFloat.matches(word);
        if (!hexadecimal && !isDecimal(word)) {
            throw syntax(type.nameWithoutModifier(), text);
        }
        String number = hexadecimal ? HexadecimalFloat.withExponent(word) : word;
        double value = single ? Float.parseFloat(number) : Double.parseDouble(number);
        boolean underflow = value == 0 && (hexadecimal ? HexadecimalFloat.isNotZero(word) : hasNonZeroDigit(word));
        if (Double.isInfinite(value) || underflow) {
            throw new SqlException(
                    ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
                    "\"" + word + "\" is out of range for type " + type.nameWithoutModifier());
        }
        return value;
    }

    private static double specialFloat(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "infinity", "+infinity", "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.NaN;
        };
    }

    private static boolean hasNonZeroDigit(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == 'e' || c == 'E') {
                return false;
            }
            if (c >= '1' && c <= '9') {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Returns whether the text is digits with an optional point, sign and exponent, and nothing that only Java accepts. */
    private static boolean isDecimal(String word) {
        int at = 0;
        int end = word.length();
        if (at < end && (word.charAt(at) == '+' || word.charAt(at) == '-')) {
            at++;
        }
        int digits = 0;
        boolean point = false;
        while (at < end && (isDigit(word.charAt(at)) || (word.charAt(at) == '.' && !point))) {
            if (word.charAt(at) == '.') {
                point = true;
            } else {
                digits++;
            }
            at++;
        }
        if (digits == 0) {
            return false;
        }
        if (at < end && (word.charAt(at) == 'e' || word.charAt(at) == 'E')) {
            at++;
            if (at < end && (word.charAt(at) == '+' || word.charAt(at) == '-')) {
                at++;
            }
            int start = at;
            while (at < end && word.charAt(at) >= '0' && word.charAt(at) <= '9') {
                at++;
            }
            if (at == start) {
                return false;
            }
        }
        return at == end;
    }

    /** Returns the numeric that the text stands for. */
    public static Numeric parseNumeric(String text) {
        String word = strip(text);
        if (word.equalsIgnoreCase("nan")) {
            return Numeric.NAN;
        }
        double special = specialFloat(word);
        if (!Double.isNaN(special)) {
            return special > 0 ? Numeric.POSITIVE_INFINITY : Numeric.NEGATIVE_INFINITY;
        }
        if (!isDecimal(word)) {
            throw syntax("numeric", text);
        }
        OptionalInt exponent = exponent(word);
        if (word.length() > MAXIMUM_NUMBER_LENGTH || exponent.isEmpty()) {
            throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
        }
        BigDecimal number = exponent.getAsInt() < -MAXIMUM_NUMBER_LENGTH ? null : new BigDecimal(word);
        if (number == null || number.scale() > Numeric.MAXIMUM_SCALE) {
            throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
        }
        return Numeric.of(number);
    }

    /** Returns the number after the e, 0 if there is none, nothing if it is too large for any numeric. */
    private static OptionalInt exponent(String word) {
        int at = Math.max(word.indexOf('e'), word.indexOf('E'));
        if (at < 0) {
            return OptionalInt.of(0);
        }
        boolean negative = word.charAt(at + 1) == '-';
        int start = negative || word.charAt(at + 1) == '+' ? at + 2 : at + 1;
        int value = 0;
        for (int i = start; i < word.length(); i++) {
            value = Math.min(1_000_000, value * 10 + (word.charAt(i) - '0'));
        }
        if (!negative && value > MAXIMUM_NUMBER_LENGTH) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(negative ? -value : value);
    }

    /** Reads 32 hexadecimal digits in either case, with hyphens after any groups of four, perhaps in braces. */
    private static UUID parseUuid(String text) {
        boolean braces = text.startsWith("{");
        int at = braces ? 1 : 0;
        long high = 0;
        long low = 0;
        for (int digits = 0; digits < 32; digits++) {
            if (digits > 0 && digits % 4 == 0 && at < text.length() && text.charAt(at) == '-') {
                at++;
            }
            char c = at < text.length() ? text.charAt(at++) : ' ';
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw syntax("uuid", text);
            }
            high = (high << 4) | (low >>> 60);
            low = (low << 4) | digit;
        }
        if (braces && (at == text.length() || text.charAt(at++) != '}')) {
            throw syntax("uuid", text);
        }
        if (at != text.length()) {
            throw syntax("uuid", text);
        }
        return new UUID(high, low);
    }

    private static byte[] parseBytes(String text) {
        if (!text.startsWith("\\x")) {
            return parseEscapedBytes(text);
        }
        ByteSink out = new ByteSink(text.length() / 2);
        int high = -1;
        for (int i = 2; i < text.length(); i++) {
            char c = text.charAt(i);
            if (high < 0 && isSpace(c)) {
                continue;
            }
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new SqlException(
                        ErrorCode.INVALID_PARAMETER_VALUE,
                        "invalid hexadecimal digit: \"" + text.substring(i, text.offsetByCodePoints(i, 1)) + "\"");
            }
            if (high < 0) {
                high = digit;
            } else {
                out.putByte(high << 4 | digit);
                high = -1;
            }
        }
        if (high >= 0) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "invalid hexadecimal data: odd number of digits");
        }
        return out.toBytes();
    }

    private static byte[] parseEscapedBytes(String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteSink out = new ByteSink(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '\\') {
                out.putByte(raw[i]);
            } else if (i + 1 < raw.length && raw[i + 1] == '\\') {
                out.putByte('\\');
                i++;
            } else if (i + 3 < raw.length
                    && raw[i + 1] >= '0'
                    && raw[i + 1] <= '3'
                    && raw[i + 2] >= '0'
                    && raw[i + 2] <= '7'
                    && raw[i + 3] >= '0'
                    && raw[i + 3] <= '7') {
                out.putByte((raw[i + 1] - '0') << 6 | (raw[i + 2] - '0') << 3 | (raw[i + 3] - '0'));
                i += 3;
            } else {
                throw new SqlException(ErrorCode.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type bytea");
            }
        }
        return out.toBytes();
    }
}
