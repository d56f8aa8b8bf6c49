package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The functions of {@code information_schema} that its views are made of in PostgreSQL, and that some tools call
 * (information_schema.sql). What says how long, exact or precise a type is takes its number and its modifier.
 */
final class InformationFunctions {
    /** What the names of all of them begin with. */
    static final String PREFIX = "_pg_";

    private static final SqlType OID = BuiltInType.OID.type();
    private static final SqlType INT2 = BuiltInType.INT2.type();
    private static final SqlType INT4 = BuiltInType.INT4.type();
    private static final SqlType TEXT = BuiltInType.TEXT.type();
    private static final SqlType RECORD = BuiltInType.RECORD.type();

    /** A length, and what stands before the scale of a numeric, is kept with 4 more. */
    private static final int LENGTH_WORD = 4;

    private static final int LONGEST_TEXT = 1 << 30;
    private static final int UTF8_BYTES = 4;
    private static final int LOW_HALF = 0xFFFF;
    private static final int USUAL_PRECISION = 6;
    private static final Pattern INTERVAL = Pattern.compile("interval[()0-9]* (.*)");

    private final Supplier<CatalogSnapshot> catalog;
    private final Consumer<ScalarFunction> target;

    InformationFunctions(Supplier<CatalogSnapshot> catalog, Consumer<ScalarFunction> target) {
        this.catalog = catalog;
        this.target = target;
    }

    /** Says something of a type by its modifier. */
    private interface OfType {
        @Nullable
        Object of(BuiltInType type, int modifier);
    }

    void declare() {
        ofRows(13_210, "_pg_truetypid", OID, "typbasetype", "atttypid");
        ofRows(13_211, "_pg_truetypmod", INT4, "typtypmod", "atttypmod");
        declare(13_212, "_pg_char_max_length", INT4, InformationFunctions::length);
        declare(13_213, "_pg_char_octet_length", INT4, InformationFunctions::octets);
        declare(13_215, "_pg_numeric_precision", INT4, InformationFunctions::precision);
        declare(13_216, "_pg_numeric_precision_radix", INT4, (type, modifier) -> switch (type) {
            case INT2, INT4, INT8, FLOAT4, FLOAT8 -> 2L;
            case NUMERIC -> 10L;
            default -> null;
        });
        declare(13_217, "_pg_numeric_scale", INT4, (type, modifier) -> switch (type) {
            case INT2, INT4, INT8 -> 0L;
            case NUMERIC -> modifier == -1 ? null : (Object) (long) ((modifier - LENGTH_WORD) & LOW_HALF);
            default -> null;
        });
        declare(13_218, "_pg_datetime_precision", INT4, InformationFunctions::ofTime);
        declare(13_219, "_pg_interval_type", TEXT, this::ofInterval);
        add(
                13_209,
                "_pg_index_position",
                List.of(OID, INT2),
                INT4,
                Volatility.STABLE,
                arguments -> position((Long) arguments[0], (Long) arguments[1]));
    }

    /** A function of rows of {@code pg_attribute} and {@code pg_type}: what a domain is over, and what any other column is of. */
    private void ofRows(int oid, String name, SqlType result, String ofDomain, String ofColumn) {
        SystemRelation types = SystemRelations.named("pg_type").orElseThrow();
        SystemRelation columns = SystemRelations.named("pg_attribute").orElseThrow();
        add(oid, name, List.of(RECORD, RECORD), result, Volatility.IMMUTABLE, arguments -> {
            RowSource type = (RowSource) arguments[1];
            Object kind = Values.read(type, types.place("typtype"), BuiltInType.CHAR.type());
            return kind instanceof Long letter && letter == 'd'
                    ? Values.read(type, types.place(ofDomain), result)
                    : Values.read((RowSource) arguments[0], columns.place(ofColumn), result);
        });
    }

    private static @Nullable Object length(BuiltInType type, int modifier) {
        if (modifier == -1) {
            return null;
        }
        return switch (type) {
            case BPCHAR, VARCHAR -> (Object) (long) (modifier - LENGTH_WORD);
            case BIT, VARBIT -> (long) modifier;
            default -> null;
        };
    }

    private static @Nullable Object octets(BuiltInType type, int modifier) {
        return switch (type) {
            case TEXT, BPCHAR, VARCHAR ->
                modifier == -1
                        ? (Object) (long) LONGEST_TEXT
                        : length(type, modifier) instanceof Long characters ? characters * UTF8_BYTES : null;
            default -> null;
        };
    }

    private static @Nullable Object precision(BuiltInType type, int modifier) {
        return switch (type) {
            case INT2 -> 16L;
            case INT4 -> 32L;
            case INT8 -> 64L;
            case FLOAT4 -> 24L;
            case FLOAT8 -> 53L;
            case NUMERIC -> modifier == -1 ? null : (Object) (long) (((modifier - LENGTH_WORD) >> 16) & LOW_HALF);
            default -> null;
        };
    }

    private static @Nullable Object ofTime(BuiltInType type, int modifier) {
        return switch (type) {
            case DATE -> 0L;
            case TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ ->
                modifier < 0 ? (Object) (long) USUAL_PRECISION : (Object) (long) modifier;
            case INTERVAL ->
                modifier < 0 || (modifier & LOW_HALF) == LOW_HALF
                        ? (Object) (long) USUAL_PRECISION
                        : (Object) (long) (modifier & LOW_HALF);
            default -> null;
        };
    }

    private @Nullable Object ofInterval(BuiltInType type, int modifier) {
        if (type != BuiltInType.INTERVAL) {
            return null;
        }
        String shown = type.type().withModifier(modifier).displayName();
        return Optional.of(INTERVAL.matcher(shown))
                .filter(Matcher::matches)
                .map(found -> found.group(1).toUpperCase(Locale.ROOT))
                .orElse(null);
    }

    /** The place of a column among those of an index, from 1. */
    private @Nullable Object position(long index, long column) {
        Optional<IndexDefinition> found = catalog.get().index(index);
        int place = found.map(of -> of.allColumns().indexOf((int) column - 1)).orElse(-1);
        return place < 0 ? null : (Object) (long) (place + 1);
    }

    private void declare(int oid, String name, SqlType result, OfType body) {
        add(
                oid,
                name,
                List.of(OID, INT4),
                result,
                Volatility.IMMUTABLE,
                arguments -> BuiltInType.typeWithOid(Math.toIntExact((Long) arguments[0]))
                        .flatMap(SqlType::builtIn)
                        .map(type -> body.of(type, Math.toIntExact((Long) arguments[1])))
                        .orElse(null));
    }

    private void add(
            int oid,
            String name,
            List<SqlType> types,
            SqlType result,
            Volatility volatility,
            Function<Object[], @Nullable Object> body) {
        target.accept(new ScalarFunction(
                oid,
                name,
                types,
                result,
                true,
                volatility,
                false,
                new ScalarFunction.General((world, arguments) -> body.apply(arguments))));
    }
}
