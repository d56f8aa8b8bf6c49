package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.BPCHAR;
import static org.borealisdb.expr.type.BuiltInType.FLOAT4;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT2;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.NAME;
import static org.borealisdb.expr.type.BuiltInType.OID;
import static org.borealisdb.expr.type.BuiltInType.TEXT;
import static org.borealisdb.expr.type.BuiltInType.TIME;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongBiFunction;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.TupleId;
import org.borealisdb.expr.value.UnsignedNumbers;
import org.borealisdb.expr.value.ValueOrder;
import org.borealisdb.expr.value.Values;
import org.borealisdb.expr.value.ZonedTimes;

/**
 * Declares the functions that PostgreSQL's hash indexes and joins use, which applications use for keys of advisory locks and to spread rows. Each is there with 32 bits, and with a seed and
 * 64 bits.
 */
final class HashFunctions {
    /** Of the binary form of an address: family, bits, whether it is a network, how many bytes follow. */
    private static final int ADDRESS_HEADER = 4;
    /** Of these, what is no part of the hash. */
    private static final int ADDRESS_EXTRA = 2;

    private final FunctionTable table;
    private final PartHashFunctions parts = new PartHashFunctions();

    HashFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        numbers(449, 441, "hashint2", "hashint2extended", INT2, HashFunctions::low);
        numbers(450, 425, "hashint4", "hashint4extended", INT4, HashFunctions::low);
        numbers(453, 445, "hashoid", "hashoidextended", OID, HashFunctions::low);
        numbers(949, 442, "hashint8", "hashint8extended", INT8, HashFunctions::folded);
        numbers(2039, 3411, "timestamp_hash", "timestamp_hash_extended", TIMESTAMP, HashFunctions::folded);
        numbers(1688, 3409, "time_hash", "time_hash_extended", TIME, HashFunctions::folded);
        numbers(
                3252,
                3413,
                "pg_lsn_hash",
                "pg_lsn_hash_extended",
                BuiltInType.PG_LSN,
                position -> folded(UnsignedNumbers.bits((Long) position)));
        bytes(400, 448, "hashtext", "hashtextextended", TEXT, HashFunctions::utf8);
        bytes(455, 447, "hashname", "hashnameextended", NAME, HashFunctions::utf8);
        bytes(
                1080,
                972,
                "hashbpchar",
                "hashbpcharextended",
                BPCHAR,
                text -> utf8(ValueOrder.withoutPadding((String) text)));
        bytes(2963, 3412, "uuid_hash", "uuid_hash_extended", BuiltInType.UUID, HashFunctions::ofUuid);
        numbers(454, 446, "hashchar", "hashcharextended", BuiltInType.CHAR, letter -> (byte) (long) (Long) letter);
        numbers(
                1697,
                3418,
                "interval_hash",
                "interval_hash_extended",
                BuiltInType.INTERVAL,
                interval -> folded(micros((Interval) interval)));
        bytes(422, 779, "hashinet", "hashinetextended", BuiltInType.INET, HashFunctions::ofAddress);
        bytes(399, 778, "hashmacaddr", "hashmacaddrextended", BuiltInType.MACADDR, HashFunctions::ofDevice);
        bytes(328, 781, "hashmacaddr8", "hashmacaddr8extended", BuiltInType.MACADDR8, HashFunctions::ofDevice);
        bytes(457, 776, "hashoidvector", "hashoidvectorextended", BuiltInType.OIDVECTOR, HashFunctions::ofVector);
        pair(
                432,
                780,
                "hash_numeric",
                "hash_numeric_extended",
                BuiltInType.NUMERIC,
                number -> CompoundHash.of((Numeric) number),
                (number, seed) -> CompoundHash.of((Numeric) number, seed));
        pair(
                4045,
                3416,
                "jsonb_hash",
                "jsonb_hash_extended",
                BuiltInType.JSONB,
                json -> CompoundHash.of((Jsonb) json),
                (json, seed) -> CompoundHash.of((Jsonb) json, seed));
        pair(
                1696,
                3410,
                "timetz_hash",
                "timetz_hash_extended",
                BuiltInType.TIMETZ,
                time -> LookupHash.of(folded(ZonedTimes.time((Long) time))) ^ LookupHash.of(west((Long) time)),
                (time, seed) -> LookupHash.of(folded(ZonedTimes.time((Long) time)), seed)
                        ^ LookupHash.of(west((Long) time), seed));
        bytes(2233, 2234, "hashtid", "hashtidextended", BuiltInType.TID, id -> ((TupleId) id).words());
        floats(451, 443, "hashfloat4", "hashfloat4extended", FLOAT4);
        floats(452, 444, "hashfloat8", "hashfloat8extended", FLOAT8);
        parts.declare(table);
    }

    private void numbers(
            int oid, int extendedOid, String name, String extended, BuiltInType type, ToIntFunction<Object> word) {
        pair(
                oid,
                extendedOid,
                name,
                extended,
                type,
                value -> LookupHash.of(word.applyAsInt(value)),
                (value, seed) -> LookupHash.of(word.applyAsInt(value), seed));
    }

    private void bytes(
            int oid, int extendedOid, String name, String extended, BuiltInType type, Function<Object, byte[]> bytes) {
        pair(
                oid,
                extendedOid,
                name,
                extended,
                type,
                value -> LookupHash.of(bytes.apply(value)),
                (value, seed) -> LookupHash.of(bytes.apply(value), seed));
    }

    /** Zeroes of both signs have no bytes. */
    private void floats(int oid, int extendedOid, String name, String extended, BuiltInType type) {
        pair(
                oid,
                extendedOid,
                name,
                extended,
                type,
                value -> (Double) value == 0 ? 0 : LookupHash.of(ofDouble((Double) value)),
                (value, seed) -> (Double) value == 0 ? seed : LookupHash.of(ofDouble((Double) value), seed));
    }

    private void pair(
            int oid,
            int extendedOid,
            String name,
            String extended,
            BuiltInType type,
            ToIntFunction<Object> hash,
            ToLongBiFunction<Object, Long> seeded) {
        parts.note(type, hash, seeded);
        table.immutable(
                oid,
                name,
                INT4,
                FunctionTable.boxed((context, arguments) -> (long) hash.applyAsInt(NumericMath.value(arguments, 0))),
                type);
        table.immutable(
                extendedOid,
                extended,
                INT8,
                FunctionTable.boxed((context, arguments) ->
                        seeded.applyAsLong(NumericMath.value(arguments, 0), NumericMath.whole(arguments, 1))),
                type,
                INT8);
    }

    private static int low(Object number) {
        return (int) (long) (Long) number;
    }

    private static int folded(Object number) {
        return folded((long) (Long) number);
    }

    /** Numbers that fit 32 bits have the hash that they have as such. */
    private static int folded(long number) {
        int high = (int) (number >>> Integer.SIZE);
        return (int) number ^ (number >= 0 ? high : ~high);
    }

    private static int west(long time) {
        return -ZonedTimes.offset(time);
    }

    /** A month counts 30 days, a day 24 hours. */
    private static long micros(Interval interval) {
        return interval.micros() + (interval.months() * 30L + interval.days()) * CivilCalendar.MICROS_PER_DAY;
    }

    /** The family, how many bits the network has, the address. */
    private static byte[] ofAddress(Object address) {
        byte[] sent = BinaryOutput.toBytes(BuiltInType.INET.type(), address);
        byte[] bytes = new byte[sent.length - ADDRESS_EXTRA];
        bytes[0] = sent[0];
        bytes[1] = sent[1];
        System.arraycopy(sent, ADDRESS_HEADER, bytes, 2, bytes.length - 2);
        return bytes;
    }

    private static byte[] ofDevice(Object address) {
        return BinaryOutput.toBytes(BuiltInType.MACADDR.type(), address);
    }

    private static byte[] ofVector(Object vector) {
        ArrayValue numbers = (ArrayValue) vector;
        ByteBuffer bytes = ByteBuffer.allocate(numbers.size() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        numbers.elements().forEach(number -> bytes.putInt((int) Values.unboxLong(Objects.requireNonNull(number))));
        return bytes.array();
    }

    private static byte[] utf8(Object text) {
        return ((String) text).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ofUuid(Object value) {
        UUID uuid = (UUID) value;
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static byte[] ofDouble(double value) {
        return ByteBuffer.allocate(Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(Double.doubleToLongBits(value))
                .array();
    }
}
