package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.ANY;
import static org.borealisdb.expr.type.BuiltInType.ANYELEMENT;
import static org.borealisdb.expr.type.BuiltInType.ANYNONARRAY;
import static org.borealisdb.expr.type.BuiltInType.BYTEA;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.REGTYPE;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import java.math.BigDecimal;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.network.NetworkAddress;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.TextOutput;
import org.jspecify.annotations.Nullable;

/** Declares functions that make text of values of any types, and some more of text. */
final class StringFunctions {
    private final FunctionTable table;

    StringFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareConcatenation();
        declareQuoting();
        declareLetters();
        declareBytes();
        declareSizes();
        variadic(438, "num_nulls", INT4, List.of(ANY.type()), (types, context, arguments) -> nulls(arguments));
        variadic(
                440,
                "num_nonnulls",
                INT4,
                List.of(ANY.type()),
                (types, context, arguments) -> arguments.length - nulls(arguments));
        variadic(1619, "pg_typeof", REGTYPE, List.of(ANY.type()), (types, context, arguments) ->
                (long) types.getFirst().declared().oid());
    }

    private static long nulls(@Nullable Object[] arguments) {
        long count = 0;
        for (@Nullable Object argument : arguments) {
            count += argument == null ? 1 : 0;
        }
        return count;
    }

    private void variadic(
            int oid, String name, BuiltInType result, List<SqlType> arguments, ScalarFunction.Typed function) {
        table.declare(new ScalarFunction(
                oid,
                name,
                arguments,
                result.type(),
                false,
                ScalarFunction.Volatility.STABLE,
                !name.equals("pg_typeof"),
                new ScalarFunction.GeneralTyped(function)));
    }

    private static @Nullable String text(
            List<SqlType> types, EvaluationContext context, @Nullable Object[] arguments, int index) {
        Object value = arguments[index];
        return value == null ? null : TextOutput.format(types.get(index), value, context.format());
    }

    /** Returns a value as a cast to text makes it, which writes out what the form for clients leaves out. */
    private static @Nullable String castText(
            List<SqlType> types, EvaluationContext context, @Nullable Object[] arguments, int index) {
        return switch (arguments[index]) {
            case Boolean truth -> truth.toString();
            case NetworkAddress address -> address.text(true);
            case null, default -> text(types, context, arguments, index);
        };
    }

    private void declareConcatenation() {
        variadic(3058, "concat", TEXT, List.of(ANY.type()), (types, context, arguments) -> {
            StringBuilder joined = new StringBuilder();
            for (int i = 0; i < arguments.length; i++) {
                String part = text(types, context, arguments, i);
                joined.append(part == null ? "" : part);
            }
            return joined.toString();
        });
        variadic(3059, "concat_ws", TEXT, List.of(TEXT.type(), ANY.type()), (types, context, arguments) -> {
            String separator = (String) arguments[0];
            if (separator == null) {
                return null;
            }
            StringBuilder joined = new StringBuilder();
            boolean first = true;
            for (int i = 1; i < arguments.length; i++) {
                String part = text(types, context, arguments, i);
                if (part != null) {
                    joined.append(first ? "" : separator).append(part);
                    first = false;
                }
            }
            return joined.toString();
        });
        typed(
                2003,
                "textanycat",
                TEXT,
                (types, context, arguments) -> arguments[0] + castText(types, context, arguments, 1),
                TEXT,
                ANYNONARRAY);
        typed(
                2004,
                "anytextcat",
                TEXT,
                (types, context, arguments) -> castText(types, context, arguments, 0) + arguments[1],
                ANYNONARRAY,
                TEXT);
        variadic(3539, "format", TEXT, List.of(TEXT.type(), ANY.type()), StringFunctions::formatted);
        table.declare(new ScalarFunction(
                3540,
                "format",
                List.of(TEXT.type()),
                TEXT.type(),
                false,
                ScalarFunction.Volatility.STABLE,
                false,
                new ScalarFunction.GeneralTyped(StringFunctions::formatted)));
    }

    private void typed(
            int oid, String name, BuiltInType result, ScalarFunction.Typed function, BuiltInType... arguments) {
        table.stable(oid, name, result, new ScalarFunction.GeneralTyped(function), arguments);
    }

    private static @Nullable Object formatted(
            List<SqlType> types, EvaluationContext context, @Nullable Object[] arguments) {
        String pattern = (String) arguments[0];
        if (pattern == null) {
            return null;
        }
        return new FormatPattern(pattern, arguments.length - 1, place -> text(types, context, arguments, place + 1))
                .apply();
    }

    private void declareQuoting() {
        table.declare(new ScalarFunction(
                1289,
                "quote_nullable",
                List.of(TEXT.type()),
                TEXT.type(),
                false,
                ScalarFunction.Volatility.IMMUTABLE,
                false,
                FunctionTable.boxed((context, arguments) ->
                        arguments[0] == null ? "NULL" : Quoting.literal((String) arguments[0]))));
        table.declare(new ScalarFunction(
                1290,
                "quote_nullable",
                List.of(ANYELEMENT.type()),
                TEXT.type(),
                false,
                ScalarFunction.Volatility.STABLE,
                false,
                new ScalarFunction.GeneralTyped((types, context, arguments) -> {
                    String value = text(types, context, arguments, 0);
                    return value == null ? "NULL" : Quoting.literal(value);
                })));
        typed(
                1285,
                "quote_literal",
                TEXT,
                (types, context, arguments) -> Quoting.literal(String.valueOf(text(types, context, arguments, 0))),
                ANYELEMENT);
    }

    private void declareLetters() {
        table.immutable(
                872,
                "initcap",
                TEXT,
                FunctionTable.boxed((context, arguments) -> CaseMapping.capitalized(TextMath.text(arguments, 0))),
                TEXT);
        table.immutable(
                878,
                "translate",
                TEXT,
                FunctionTable.boxed((context, arguments) -> translated(
                        TextMath.text(arguments, 0), TextMath.text(arguments, 1), TextMath.text(arguments, 2))),
                TEXT,
                TEXT,
                TEXT);
        table.immutable(
                1404,
                "overlay",
                TEXT,
                FunctionTable.boxed((context, arguments) -> overlaid(
                        TextMath.text(arguments, 0),
                        TextMath.text(arguments, 1),
                        NumericMath.integer(arguments, 2),
                        NumericMath.integer(arguments, 3))),
                TEXT,
                TEXT,
                INT4,
                INT4);
        table.immutable(
                1405,
                "overlay",
                TEXT,
                FunctionTable.boxed((context, arguments) -> overlaid(
                        TextMath.text(arguments, 0),
                        TextMath.text(arguments, 1),
                        NumericMath.integer(arguments, 2),
                        (int) TextMath.length(TextMath.text(arguments, 1)))),
                TEXT,
                TEXT,
                INT4);
    }

    private static String translated(String text, String from, String to) {
        int[] sources = from.codePoints().toArray();
        int[] targets = to.codePoints().toArray();
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            for (int i = 0; i < sources.length; i++) {
                if (sources[i] == c) {
                    if (i < targets.length) {
                        result.appendCodePoint(targets[i]);
                    }
                    return;
                }
            }
            result.appendCodePoint(c);
        });
        return result.toString();
    }

    private static String overlaid(String text, String replacement, int start, int count) {
        if (start <= 0) {
            throw new SqlException(ErrorCode.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        int after = (int) IntegerMath.INT4.plus(start, count);
        return TextMath.substring(text, 1, start - 1) + replacement + TextMath.substring(text, after);
    }

    private void declareBytes() {
        table.immutable(
                720,
                "octet_length",
                INT4,
                FunctionTable.boxed((context, arguments) -> (long) ((byte[]) NumericMath.value(arguments, 0)).length),
                BYTEA);
        table.immutable(
                2010,
                "length",
                INT4,
                FunctionTable.boxed((context, arguments) -> (long) ((byte[]) NumericMath.value(arguments, 0)).length),
                BYTEA);
    }

    private void declareSizes() {
        table.immutable(
                2288,
                "pg_size_pretty",
                TEXT,
                FunctionTable.boxed(
                        (context, arguments) -> ByteSizes.pretty(BigDecimal.valueOf(NumericMath.whole(arguments, 0)))),
                INT8);
        table.immutable(
                3166,
                "pg_size_pretty",
                TEXT,
                FunctionTable.boxed((context, arguments) -> ByteSizes.pretty(NumericMath.number(arguments, 0))),
                NUMERIC);
        table.immutable(
                3334,
                "pg_size_bytes",
                INT8,
                FunctionTable.boxed((context, arguments) -> ByteSizes.parse((String) NumericMath.value(arguments, 0))),
                TEXT);
        table.immutable(1610, "pi", FLOAT8, FunctionTable.boxed((context, arguments) -> Math.PI));
        table.immutable(
                3281,
                "scale",
                INT4,
                FunctionTable.boxed((context, arguments) -> {
                    Numeric number = NumericMath.number(arguments, 0);
                    return number.isFinite() ? (Long) (long) number.scale() : null;
                }),
                NUMERIC);
        table.immutable(
                5043,
                "trim_scale",
                NUMERIC,
                FunctionTable.boxed(
                        (context, arguments) -> NumericMath.number(arguments, 0).stripped()),
                NUMERIC);
    }
}
