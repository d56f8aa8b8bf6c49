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
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongBiFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.TupleId;
import org.borealisdb.expr.value.ValueOrder;

/**
 * Declares the functions that PostgreSQL's hash indexes and joins use, which applications use for keys of advisory locks and to spread rows. Each is there with 32 bits, and with a seed and
 * 64 bits.
 */
final class HashFunctions {
    private final FunctionTable table;

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
        bytes(2233, 2234, "hashtid", "hashtidextended", BuiltInType.TID, id -> ((TupleId) id).words());
        floats(451, 443, "hashfloat4", "hashfloat4extended", FLOAT4);
        floats(452, 444, "hashfloat8", "hashfloat8extended", FLOAT8);
    }

    private void numbers(
            int oid, int extendedOid, String name, String extended, BuiltInType type, Function<Long, Integer> word) {
        pair(
                oid,
                extendedOid,
                name,
                extended,
                type,
                value -> LookupHash.of(word.apply((Long) value)),
                (value, seed) -> LookupHash.of(word.apply((Long) value), seed));
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

    private static int low(long number) {
        return (int) number;
    }

    /** Numbers that fit 32 bits have the hash that they have as such. */
    private static int folded(long number) {
        int high = (int) (number >>> Integer.SIZE);
        return (int) number ^ (number >= 0 ? high : ~high);
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
