package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.FLOAT4;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.INTERVAL;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.TEXT;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;

import org.borealisdb.expr.format.Formatting;
import org.borealisdb.expr.value.Interval;

/** Declares to_char and its inverses. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class FormattingFunctions {
    private final FunctionTable table;

    FormattingFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareWriters();
        declareReaders();
    }

    private void declareWriters() {
        table.stable(
                2049,
                "to_char",
                TEXT,
                boxed((context, arguments) -> Formatting.ofLocal(
                                NumericMath.whole(arguments, 0), TextMath.text(arguments, 1))
                        .orElse(null)),
                TIMESTAMP,
                TEXT);
        table.stable(
                1770,
                "to_char",
                TEXT,
                boxed((context, arguments) -> Formatting.ofInstant(
                                NumericMath.whole(arguments, 0), context.format(), TextMath.text(arguments, 1))
                        .orElse(null)),
                TIMESTAMPTZ,
                TEXT);
        table.stable(
                1768,
                "to_char",
                TEXT,
                boxed((context, arguments) -> Formatting.ofInterval(
                                (Interval) NumericMath.value(arguments, 0), TextMath.text(arguments, 1))
                        .orElse(null)),
                INTERVAL,
                TEXT);
        table.stable(
                1772,
                "to_char",
                TEXT,
                boxed((context, arguments) ->
                        Formatting.ofNumeric(NumericMath.number(arguments, 0), TextMath.text(arguments, 1))),
                NUMERIC,
                TEXT);
        table.stable(
                1773,
                "to_char",
                TEXT,
                boxed((context, arguments) ->
                        Formatting.ofWhole(NumericMath.whole(arguments, 0), false, TextMath.text(arguments, 1))),
                INT4,
                TEXT);
        table.stable(
                1774,
                "to_char",
                TEXT,
                boxed((context, arguments) ->
                        Formatting.ofWhole(NumericMath.whole(arguments, 0), true, TextMath.text(arguments, 1))),
                INT8,
                TEXT);
        table.stable(
                1775,
                "to_char",
                TEXT,
                boxed((context, arguments) -> Formatting.ofFloat(
                        (Double) NumericMath.value(arguments, 0), true, TextMath.text(arguments, 1))),
                FLOAT4,
                TEXT);
        table.stable(
                1776,
                "to_char",
                TEXT,
                boxed((context, arguments) -> Formatting.ofFloat(
                        (Double) NumericMath.value(arguments, 0), false, TextMath.text(arguments, 1))),
                FLOAT8,
                TEXT);
    }

    private void declareReaders() {
        table.stable(
                1777,
                "to_number",
                NUMERIC,
                boxed((context, arguments) -> Formatting.toNumber(
                                TextMath.text(arguments, 0), TextMath.text(arguments, 1))
                        .orElse(null)),
                TEXT,
                TEXT);
        table.stable(
                1778,
                "to_timestamp",
                TIMESTAMPTZ,
                boxed((context, arguments) -> Formatting.toTimestamp(
                        TextMath.text(arguments, 0),
                        TextMath.text(arguments, 1),
                        context.format().zone())),
                TEXT,
                TEXT);
        table.stable(
                1780,
                "to_date",
                DATE,
                boxed((context, arguments) ->
                        Formatting.toDate(TextMath.text(arguments, 0), TextMath.text(arguments, 1))),
                TEXT,
                TEXT);
    }
}
