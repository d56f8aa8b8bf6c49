package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.ANYARRAY;
import static org.borealisdb.expr.type.BuiltInType.ANYENUM;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.RECORD;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.function.ToLongBiFunction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction.GeneralTyped;
import org.borealisdb.expr.scalar.ScalarFunction.Typed;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.EnumLabel;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/**
 * Declares the hashes of arrays, rows and enums: those of arrays and rows are put together from what the types of their parts hash to, as PostgreSQL does it (hash_array, hash_record). The shape of
 * an array is no part of its hash.
 */
final class PartHashFunctions {
    /** Each part counts this many times what comes after it. */
    private static final int FACTOR = 31;

    private final Map<BuiltInType, Hash> known = new EnumMap<>(BuiltInType.class);

    /** The hash of the values of a type, and the one with a seed. */
    private record Hash(ToIntFunction<Object> plain, ToLongBiFunction<Object, Long> seeded) {}

    /** Hashes one value that is not NULL. */
    @FunctionalInterface
    private interface Part {
        long of(SqlType type, Object value);
    }

    /** Notes how values of a type are hashed. */
    void note(BuiltInType type, ToIntFunction<Object> plain, ToLongBiFunction<Object, Long> seeded) {
        known.put(type, new Hash(plain, seeded));
    }

    /** Declares the functions; called when the hashes of all types are noted. */
    void declare(FunctionTable table) {
        note(
                BuiltInType.BYTEA,
                bytes -> LookupHash.of((byte[]) bytes),
                (bytes, seed) -> LookupHash.of((byte[]) bytes, seed));
        note(
                BuiltInType.BOOL,
                truth -> LookupHash.of((int) Values.unboxLong(truth)),
                (truth, seed) -> LookupHash.of((int) Values.unboxLong(truth), seed));
        pair(table, 626, 782, "hash_array", "hash_array_extended", ANYARRAY);
        pair(table, 6192, 6193, "hash_record", "hash_record_extended", RECORD);
        pair(table, 3515, 3414, "hashenum", "hashenumextended", ANYENUM);
    }

    private void pair(FunctionTable table, int oid, int extendedOid, String name, String extended, BuiltInType type) {
        Typed plain = (types, context, arguments) -> (long) plain(types.getFirst(), NumericMath.value(arguments, 0));
        Typed seeded = (types, context, arguments) ->
                seeded(types.getFirst(), NumericMath.value(arguments, 0), NumericMath.whole(arguments, 1));
        table.immutableOf(oid, name, INT4.type(), new GeneralTyped(plain), type.type());
        table.immutableOf(extendedOid, extended, INT8.type(), new GeneralTyped(seeded), type.type(), INT8.type());
    }

    private int plain(SqlType type, Object value) {
        return switch (type) {
            case DomainType domain -> plain(domain.base(), value);
            case EnumType labels -> LookupHash.of(number(labels, value));
            case ScalarType scalar -> hash(scalar, "hash").plain().applyAsInt(value);
            case ArrayType _, CompositeType _ -> (int) ofParts(type, value, "hash", this::plain);
        };
    }

    private long seeded(SqlType type, Object value, long seed) {
        return switch (type) {
            case DomainType domain -> seeded(domain.base(), value, seed);
            case EnumType labels -> LookupHash.of(number(labels, value), seed);
            case ScalarType scalar -> hash(scalar, "extended hash").seeded().applyAsLong(value, seed);
            case ArrayType _, CompositeType _ ->
                ofParts(type, value, "extended hash", (each, part) -> seeded(each, part, seed));
        };
    }

    /** The lower half of the sum is what it would be of 32 bits. */
    private long ofParts(SqlType type, Object value, String kind, Part part) {
        if (value instanceof ArrayValue array) {
            check(array.elementType(), kind);
            long sum = 1;
            for (Object element : array.elements()) {
                sum = FACTOR * sum + part(array.elementType(), element, part);
            }
            return sum;
        }
        BoxedRow row = (BoxedRow) value;
        List<CompositeType.Field> fields = ((CompositeType) type).fields();
        long sum = 0;
        for (int place = 0; place < fields.size(); place++) {
            SqlType field = fields.get(place).type();
            check(field, kind);
            sum = FACTOR * sum + part(field, Values.read(row, place, field), part);
        }
        return sum;
    }

    private static long part(SqlType type, @Nullable Object value, Part part) {
        return value == null ? 0 : part.of(type, value);
    }

    /** Types are checked before there is a value, so that NULLs and empty arrays do not hide them. */
    private void check(SqlType type, String kind) {
        if (!isHashable(type)) {
            throw noHash(type, kind);
        }
    }

    /** Of a row without a type of its own it is not known before its fields are looked at. */
    private boolean isHashable(SqlType type) {
        return switch (type) {
            case DomainType domain -> isHashable(domain.base());
            case EnumType _ -> true;
            case ScalarType scalar -> same(scalar).filter(known::containsKey).isPresent();
            case ArrayType array -> isHashable(array.element());
            case CompositeType row ->
                !row.isNamed() || row.fields().stream().allMatch(field -> isHashable(field.type()));
        };
    }

    private Hash hash(ScalarType type, String kind) {
        return same(type).map(known::get).orElseThrow(() -> noHash(type, kind));
    }

    private static SqlException noHash(SqlType type, String kind) {
        return new SqlException(
                ErrorCode.UNDEFINED_FUNCTION,
                "could not identify " + (kind.startsWith("e") ? "an " : "a ") + kind + " function for type "
                        + type.nameWithoutModifier());
    }

    /** The type whose function hashes the values of another. */
    private static Optional<BuiltInType> same(ScalarType type) {
        return type.builtIn().map(built -> switch (built) {
            case VARCHAR -> BuiltInType.TEXT;
            case DATE -> BuiltInType.INT4;
            case TIMESTAMPTZ -> BuiltInType.TIMESTAMP;
            case CIDR -> BuiltInType.INET;
            case XID8 -> BuiltInType.PG_LSN;
            case XID, CID -> BuiltInType.INT4;
            default -> built.isRegistered() ? BuiltInType.OID : built;
        });
    }

    /** What PostgreSQL keeps as the value of an enum. */
    private static int number(EnumType type, Object code) {
        return (int)
                type.withCode((Long) code).map(EnumLabel::oid).orElseThrow().longValue();
    }
}
