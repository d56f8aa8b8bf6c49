package org.borealisdb.expr.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.borealisdb.expr.bits.BitString;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.json.RandomJson;
import org.borealisdb.expr.network.HardwareAddress;
import org.borealisdb.expr.network.NetworkAddress;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** Random values of any type, with the corners of each more often than chance would have it. */
public final class RandomValues {
    /** The types that tables can have. */
    public static final List<SqlType> TYPES = List.of(
            BuiltInType.BOOL.type(),
            BuiltInType.CHAR.type(),
            BuiltInType.INT2.type(),
            BuiltInType.INT4.type(),
            BuiltInType.INT8.type(),
            BuiltInType.OID.type(),
            BuiltInType.FLOAT4.type(),
            BuiltInType.FLOAT8.type(),
            BuiltInType.NUMERIC.type(),
            BuiltInType.TEXT.type(),
            BuiltInType.VARCHAR.type(),
            BuiltInType.BPCHAR.type(),
            BuiltInType.BYTEA.type(),
            BuiltInType.DATE.type(),
            BuiltInType.TIME.type(),
            BuiltInType.TIMETZ.type(),
            BuiltInType.TIMESTAMP.type(),
            BuiltInType.TIMESTAMPTZ.type(),
            BuiltInType.INTERVAL.type(),
            BuiltInType.UUID.type(),
            BuiltInType.BIT.type(),
            BuiltInType.VARBIT.type(),
            BuiltInType.VARBIT.array(),
            BuiltInType.TID.type(),
            BuiltInType.MACADDR.type(),
            BuiltInType.MACADDR8.type(),
            BuiltInType.MACADDR.array(),
            BuiltInType.INET.type(),
            BuiltInType.CIDR.type(),
            BuiltInType.INET.array(),
            BuiltInType.UUID.array(),
            BuiltInType.MONEY.type(),
            BuiltInType.PG_LSN.type(),
            BuiltInType.PG_LSN.array(),
            BuiltInType.XID8.type(),
            BuiltInType.JSONB.type(),
            BuiltInType.JSONB.array(),
            BuiltInType.TEXT.array(),
            BuiltInType.INT4.array());

    private final Random random;

    /** Makes a source of values from a seeded generator. */
    public RandomValues(Random random) {
        this.random = random;
    }

    /** Returns a value or, now and then, NULL. */
    public @Nullable Object nullable(SqlType type) {
        return random.nextInt(8) == 0 ? null : value(type);
    }

    /** Returns a boxed value of a type. */
    public Object value(SqlType type) {
        if (type instanceof ArrayType array) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                elements.add(nullable(array.element()));
            }
            return ArrayValue.of(array.element(), elements);
        }
        return switch (type.builtIn().orElseThrow()) {
            case BOOL -> random.nextBoolean();
            case CHAR -> (long) random.nextInt(256);
            case INT2 -> (long) (short) whole();
            case INT4 -> (long) (int) whole();
            case INT8, MONEY, PG_LSN, XID8 -> whole();
            case OID -> whole() & 0xffff_ffffL;
            case FLOAT4 -> (double) (float) floating();
            case FLOAT8 -> floating();
            case NUMERIC -> numeric();
            case BYTEA -> bytes();
            case DATE -> (long) random.nextInt(-200_000, 200_000);
            case TIME -> random.nextLong(CivilCalendar.MICROS_PER_DAY);
            case TIMETZ ->
                ZonedTimes.of(random.nextLong(CivilCalendar.MICROS_PER_DAY), random.nextInt(57_599 * 2) - 57_599);
            case TIMESTAMP, TIMESTAMPTZ -> random.nextLong(-60_000_000_000_000_000L, 60_000_000_000_000_000L);
            case INTERVAL ->
                new Interval(
                        random.nextInt(-40, 40), random.nextInt(-90, 90), random.nextLong(-9999999999L, 9999999999L));
            case JSONB -> Jsonb.parse(new RandomJson(random).text(3));
            case BIT, VARBIT -> BitString.ofNumber(whole(), random.nextInt(80)).resized(random.nextInt(70));
            case TID ->
                random.nextBoolean()
                        ? TupleId.of(whole() >>> Short.SIZE)
                        : TupleId.parse("(" + (whole() >>> 1) + "," + random.nextInt(1 << Short.SIZE) + ")");
            case MACADDR -> new HardwareAddress(whole() >>> Short.SIZE, HardwareAddress.SHORT_BYTES);
            case MACADDR8 -> new HardwareAddress(whole(), HardwareAddress.LONG_BYTES);
            case INET ->
                NetworkAddress.parse(
                        random.nextInt(4) + "." + random.nextInt(256) + ".0." + random.nextInt(4) + "/"
                                + random.nextInt(33),
                        false);
            case CIDR ->
                NetworkAddress.parse(random.nextInt(3) + "::" + random.nextInt(9) + "/" + random.nextInt(129), false)
                        .network();
            case UUID -> new UUID(whole(), whole());
            default -> text();
        };
    }

    private long whole() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(-3, 4);
            case 1 -> random.nextBoolean() ? Long.MIN_VALUE + random.nextInt(2) : Long.MAX_VALUE - random.nextInt(2);
            default -> random.nextLong() >> random.nextInt(64);
        };
    }

    private double floating() {
        double[] corners = {0.0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-30};
        return random.nextBoolean() ? corners[random.nextInt(corners.length)] : random.nextGaussian() * 1e6;
    }

    private Numeric numeric() {
        return switch (random.nextInt(8)) {
            case 0 -> Numeric.NAN;
            case 1 -> random.nextBoolean() ? Numeric.POSITIVE_INFINITY : Numeric.NEGATIVE_INFINITY;
            case 2 -> Numeric.of(random.nextInt(-2, 3), random.nextInt(4));
            case 3 -> Numeric.of(new BigDecimal(new BigInteger(200, random), random.nextInt(60)).negate());
            default -> Numeric.of(random.nextLong() >> random.nextInt(64), random.nextInt(12));
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(6)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextBoolean() ? random.nextInt(2) * 255 : random.nextInt());
        }
        return bytes;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int[] points = {'a', 'b', ' ', '\u0001', 0xe9, 0xffee, 0x1f600, '"', ',', '{', '\\'};
        for (int i = random.nextInt(5); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
