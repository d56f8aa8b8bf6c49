package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.BPCHAR;
import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.INTERVAL;
import static org.borealisdb.expr.type.BuiltInType.NAME;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.TEXT;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.borealisdb.expr.scalar.ScalarFunction.General;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.ValueOrder;

/** Functions of text, patterns, dates and times. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class TextAndTimeFunctions {
    private final FunctionTable table;

    TextAndTimeFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.add(
                1258,
                "textcat",
                List.of(TEXT.type(), TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.text(arguments, 0) + TextMath.text(arguments, 1)));
        table.add(
                1317,
                "length",
                List.of(TEXT.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> (long) TextMath.text(arguments, 0)
                        .codePointCount(0, TextMath.text(arguments, 0).length())));
        table.add(
                1381,
                "char_length",
                List.of(TEXT.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> (long) TextMath.text(arguments, 0)
                        .codePointCount(0, TextMath.text(arguments, 0).length())));
        table.add(
                1369,
                "character_length",
                List.of(TEXT.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> (long) TextMath.text(arguments, 0)
                        .codePointCount(0, TextMath.text(arguments, 0).length())));
        table.add(
                1318,
                "length",
                List.of(BPCHAR.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        TextMath.length(ValueOrder.withoutPadding(TextMath.text(arguments, 0)))));
        table.add(
                1374,
                "octet_length",
                List.of(TEXT.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        (long) TextMath.text(arguments, 0).getBytes(StandardCharsets.UTF_8).length));
        table.add(
                870,
                "lower",
                List.of(TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.text(arguments, 0).toLowerCase(Locale.ROOT)));
        table.add(
                871,
                "upper",
                List.of(TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.text(arguments, 0).toUpperCase(Locale.ROOT)));
        table.add(
                937,
                "substring",
                List.of(TEXT.type(), INT4.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        TextMath.substring(TextMath.text(arguments, 0), NumericMath.integer(arguments, 1))));
        table.add(
                936,
                "substring",
                List.of(TEXT.type(), INT4.type(), INT4.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.substring(
                        TextMath.text(arguments, 0),
                        NumericMath.integer(arguments, 1),
                        NumericMath.integer(arguments, 2))));
        table.add(
                883,
                "substr",
                List.of(TEXT.type(), INT4.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        TextMath.substring(TextMath.text(arguments, 0), NumericMath.integer(arguments, 1))));
        table.add(
                877,
                "substr",
                List.of(TEXT.type(), INT4.type(), INT4.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.substring(
                        TextMath.text(arguments, 0),
                        NumericMath.integer(arguments, 1),
                        NumericMath.integer(arguments, 2))));
        table.add(
                849,
                "position",
                List.of(TEXT.type(), TEXT.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        TextMath.position(TextMath.text(arguments, 0), TextMath.text(arguments, 1))));
        table.add(
                868,
                "strpos",
                List.of(TEXT.type(), TEXT.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        TextMath.position(TextMath.text(arguments, 0), TextMath.text(arguments, 1))));
        table.add(
                885,
                "btrim",
                List.of(TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.trimmed(TextMath.text(arguments, 0), " ", true, true)));
        table.add(
                884,
                "btrim",
                List.of(TEXT.type(), TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        TextMath.trimmed(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true, true)));
        table.add(
                881,
                "ltrim",
                List.of(TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.trimmed(TextMath.text(arguments, 0), " ", true, false)));
        table.add(
                875,
                "ltrim",
                List.of(TEXT.type(), TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        TextMath.trimmed(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true, false)));
        table.add(
                882,
                "rtrim",
                List.of(TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.trimmed(TextMath.text(arguments, 0), " ", false, true)));
        table.add(
                876,
                "rtrim",
                List.of(TEXT.type(), TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        TextMath.trimmed(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false, true)));
        table.add(
                2087,
                "replace",
                List.of(TEXT.type(), TEXT.type(), TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.replaced(
                        TextMath.text(arguments, 0), TextMath.text(arguments, 1), TextMath.text(arguments, 2))));
        table.add(
                3060,
                "left",
                List.of(TEXT.type(), INT4.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        TextMath.left(TextMath.text(arguments, 0), NumericMath.integer(arguments, 1))));
        table.add(
                3061,
                "right",
                List.of(TEXT.type(), INT4.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        TextMath.right(TextMath.text(arguments, 0), NumericMath.integer(arguments, 1))));
        table.add(
                1622,
                "repeat",
                List.of(TEXT.type(), INT4.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        TextMath.repeated(TextMath.text(arguments, 0), NumericMath.integer(arguments, 1))));
        table.add(
                2088,
                "split_part",
                List.of(TEXT.type(), TEXT.type(), INT4.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.part(
                        TextMath.text(arguments, 0), TextMath.text(arguments, 1), NumericMath.integer(arguments, 2))));
        table.add(
                879,
                "lpad",
                List.of(TEXT.type(), INT4.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        TextMath.padded(TextMath.text(arguments, 0), NumericMath.integer(arguments, 1), " ", true)));
        table.add(
                873,
                "lpad",
                List.of(TEXT.type(), INT4.type(), TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.padded(
                        TextMath.text(arguments, 0),
                        NumericMath.integer(arguments, 1),
                        TextMath.text(arguments, 2),
                        true)));
        table.add(
                880,
                "rpad",
                List.of(TEXT.type(), INT4.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        TextMath.padded(TextMath.text(arguments, 0), NumericMath.integer(arguments, 1), " ", false)));
        table.add(
                874,
                "rpad",
                List.of(TEXT.type(), INT4.type(), TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.padded(
                        TextMath.text(arguments, 0),
                        NumericMath.integer(arguments, 1),
                        TextMath.text(arguments, 2),
                        false)));
        table.add(
                3062,
                "reverse",
                List.of(TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        new StringBuilder(TextMath.text(arguments, 0)).reverse().toString()));
        table.add(
                1621,
                "chr",
                List.of(INT4.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.character(NumericMath.integer(arguments, 0))));
        table.add(
                1620,
                "ascii",
                List.of(TEXT.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> TextMath.text(arguments, 0).isEmpty()
                        ? 0L
                        : (long) TextMath.text(arguments, 0).codePointAt(0)));
        table.add(
                2089,
                "to_hex",
                List.of(INT4.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> Integer.toHexString(NumericMath.integer(arguments, 0))));
        table.add(
                2090,
                "to_hex",
                List.of(INT8.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> Long.toHexString(NumericMath.whole(arguments, 0))));
        table.add(
                1282,
                "quote_ident",
                List.of(TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> Quoting.identifier(TextMath.text(arguments, 0))));
        table.add(
                1283,
                "quote_literal",
                List.of(TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> Quoting.literal(TextMath.text(arguments, 0))));
        table.add(
                2311,
                "md5",
                List.of(TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        TextMath.digest(TextMath.text(arguments, 0).getBytes(StandardCharsets.UTF_8))));
        table.add(
                3696,
                "starts_with",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General(
                        (context, arguments) -> TextMath.text(arguments, 0).startsWith(TextMath.text(arguments, 1))));
        table.add(
                850,
                "textlike",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)));
        table.add(
                851,
                "textnlike",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        !LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)));
        table.add(
                1633,
                "texticlike",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)));
        table.add(
                1634,
                "texticnlike",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        !LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)));
        table.add(
                1254,
                "textregexeq",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        RegularExpression.found(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)));
        table.add(
                1256,
                "textregexne",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        !RegularExpression.found(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)));
        table.add(
                1238,
                "texticregexeq",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        RegularExpression.found(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)));
        table.add(
                1239,
                "texticregexne",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        !RegularExpression.found(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)));
        table.add(
                1631,
                "bpcharlike",
                List.of(BPCHAR.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)));
        table.add(
                1632,
                "bpcharnlike",
                List.of(BPCHAR.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        !LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)));
        table.add(
                1660,
                "bpchariclike",
                List.of(BPCHAR.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)));
        table.add(
                1661,
                "bpcharicnlike",
                List.of(BPCHAR.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        !LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)));
        table.add(
                1658,
                "bpcharregexeq",
                List.of(BPCHAR.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        RegularExpression.found(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)));
        table.add(
                1659,
                "bpcharregexne",
                List.of(BPCHAR.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        !RegularExpression.found(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)));
        table.add(
                1656,
                "bpcharicregexeq",
                List.of(BPCHAR.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        RegularExpression.found(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)));
        table.add(
                1657,
                "bpcharicregexne",
                List.of(BPCHAR.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        !RegularExpression.found(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)));
        table.add(
                858,
                "namelike",
                List.of(NAME.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)));
        table.add(
                859,
                "namenlike",
                List.of(NAME.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        !LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)));
        table.add(
                1635,
                "nameiclike",
                List.of(NAME.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)));
        table.add(
                1636,
                "nameicnlike",
                List.of(NAME.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        !LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)));
        table.add(
                79,
                "nameregexeq",
                List.of(NAME.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        RegularExpression.found(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)));
        table.add(
                1252,
                "nameregexne",
                List.of(NAME.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        !RegularExpression.found(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)));
        table.add(
                1240,
                "nameicregexeq",
                List.of(NAME.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        RegularExpression.found(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)));
        table.add(
                1241,
                "nameicregexne",
                List.of(NAME.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        !RegularExpression.found(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)));
        table.add(
                1637,
                "like_escape",
                List.of(TEXT.type(), TEXT.type()),
                TEXT.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        LikePattern.withEscape(TextMath.text(arguments, 0), TextMath.text(arguments, 1))));
        table.add(
                1299,
                "now",
                List.of(),
                TIMESTAMPTZ.type(),
                true,
                Volatility.STABLE,
                false,
                new General((context, arguments) -> context.transactionTimestamp()));
        table.add(
                2647,
                "transaction_timestamp",
                List.of(),
                TIMESTAMPTZ.type(),
                true,
                Volatility.STABLE,
                false,
                new General((context, arguments) -> context.transactionTimestamp()));
        table.add(
                2648,
                "statement_timestamp",
                List.of(),
                TIMESTAMPTZ.type(),
                true,
                Volatility.STABLE,
                false,
                new General((context, arguments) -> context.statementTimestamp()));
        table.add(
                2649,
                "clock_timestamp",
                List.of(),
                TIMESTAMPTZ.type(),
                true,
                Volatility.VOLATILE,
                false,
                new General((context, arguments) -> context.clock().getAsLong()));
        table.add(
                1141,
                "date_pli",
                List.of(DATE.type(), INT4.type()),
                DATE.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        DateTimeMath.datePlus(NumericMath.whole(arguments, 0), NumericMath.whole(arguments, 1))));
        table.add(
                1142,
                "date_mii",
                List.of(DATE.type(), INT4.type()),
                DATE.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        DateTimeMath.datePlus(NumericMath.whole(arguments, 0), -NumericMath.whole(arguments, 1))));
        table.add(
                1140,
                "date_mi",
                List.of(DATE.type(), DATE.type()),
                INT4.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> NumericMath.whole(arguments, 0) - NumericMath.whole(arguments, 1)));
        table.add(
                2031,
                "timestamp_mi",
                List.of(TIMESTAMP.type(), TIMESTAMP.type()),
                INTERVAL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        DateTimeMath.difference(NumericMath.whole(arguments, 0), NumericMath.whole(arguments, 1))));
        table.add(
                1188,
                "timestamptz_mi",
                List.of(TIMESTAMPTZ.type(), TIMESTAMPTZ.type()),
                INTERVAL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        DateTimeMath.difference(NumericMath.whole(arguments, 0), NumericMath.whole(arguments, 1))));
        table.add(
                2032,
                "timestamp_pl_interval",
                List.of(TIMESTAMP.type(), INTERVAL.type()),
                TIMESTAMP.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> DateTimeMath.plus(
                        NumericMath.whole(arguments, 0), (Interval) NumericMath.value(arguments, 1), ZoneOffset.UTC)));
        table.add(
                2033,
                "timestamp_mi_interval",
                List.of(TIMESTAMP.type(), INTERVAL.type()),
                TIMESTAMP.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> DateTimeMath.plus(
                        NumericMath.whole(arguments, 0),
                        ((Interval) NumericMath.value(arguments, 1)).negated(),
                        ZoneOffset.UTC)));
        table.add(
                1189,
                "timestamptz_pl_interval",
                List.of(TIMESTAMPTZ.type(), INTERVAL.type()),
                TIMESTAMPTZ.type(),
                true,
                Volatility.STABLE,
                false,
                new General((context, arguments) -> DateTimeMath.plus(
                        NumericMath.whole(arguments, 0),
                        (Interval) NumericMath.value(arguments, 1),
                        context.format().zone())));
        table.add(
                1190,
                "timestamptz_mi_interval",
                List.of(TIMESTAMPTZ.type(), INTERVAL.type()),
                TIMESTAMPTZ.type(),
                true,
                Volatility.STABLE,
                false,
                new General((context, arguments) -> DateTimeMath.plus(
                        NumericMath.whole(arguments, 0),
                        ((Interval) NumericMath.value(arguments, 1)).negated(),
                        context.format().zone())));
        table.add(
                1169,
                "interval_pl",
                List.of(INTERVAL.type(), INTERVAL.type()),
                INTERVAL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        ((Interval) NumericMath.value(arguments, 0)).plus((Interval) NumericMath.value(arguments, 1))));
        table.add(
                1170,
                "interval_mi",
                List.of(INTERVAL.type(), INTERVAL.type()),
                INTERVAL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> ((Interval) NumericMath.value(arguments, 0))
                        .plus(((Interval) NumericMath.value(arguments, 1)).negated())));
        table.add(
                1168,
                "interval_um",
                List.of(INTERVAL.type()),
                INTERVAL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> ((Interval) NumericMath.value(arguments, 0)).negated()));
        table.add(
                2020,
                "date_trunc",
                List.of(TEXT.type(), TIMESTAMP.type()),
                TIMESTAMP.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        DateTimeMath.truncated(TextMath.text(arguments, 0), NumericMath.whole(arguments, 1))));
        table.add(
                1217,
                "date_trunc",
                List.of(TEXT.type(), TIMESTAMPTZ.type()),
                TIMESTAMPTZ.type(),
                true,
                Volatility.STABLE,
                false,
                new General((context, arguments) -> CivilCalendar.toInstant(
                        DateTimeMath.truncated(
                                TextMath.text(arguments, 0),
                                CivilCalendar.toLocal(
                                        NumericMath.whole(arguments, 1),
                                        context.format().zone())),
                        context.format().zone())));
        table.add(
                2021,
                "date_part",
                List.of(TEXT.type(), TIMESTAMP.type()),
                FLOAT8.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> DateTimeMath.part(
                                TextMath.text(arguments, 0), NumericMath.whole(arguments, 1))
                        .toDouble()));
        table.add(
                6202,
                "extract",
                List.of(TEXT.type(), TIMESTAMP.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) ->
                        DateTimeMath.part(TextMath.text(arguments, 0), NumericMath.whole(arguments, 1))));
        table.add(
                6199,
                "extract",
                List.of(TEXT.type(), DATE.type()),
                NUMERIC.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new General((context, arguments) -> DateTimeMath.part(
                        TextMath.text(arguments, 0), DateTimeMath.startOfDay(NumericMath.whole(arguments, 1)))));
    }
}
