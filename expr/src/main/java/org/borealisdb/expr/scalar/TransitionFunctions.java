package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.ANY;
import static org.borealisdb.expr.type.BuiltInType.FLOAT4;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT2;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction.LongUnary;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.Numeric;
import org.jspecify.annotations.Nullable;

/** Declares functions that aggregates of users count with. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class TransitionFunctions {
    private static final SqlType LONGS = INT8.array();
    private static final SqlType DOUBLES = FLOAT8.array();

    private final FunctionTable table;

    TransitionFunctions(FunctionTable table) {
        this.table = table;
    }

    /** Makes a result of a state: a count, a sum, and a sum of squared distances from the mean. */
    @FunctionalInterface
    private interface OfMoments {
        @Nullable
        Object of(double count, double sum, double squares);
    }

    void declare() {
        table.immutable(
                1764,
                "numeric_inc",
                NUMERIC,
                boxed((context, arguments) -> NumericMath.number(arguments, 0).plus(Numeric.ONE)),
                NUMERIC);
        table.immutable(766, "int4inc", INT4, new LongUnary(number -> IntegerMath.INT4.plus(number, 1)), INT4);
        table.immutable(1219, "int8inc", INT8, new LongUnary(number -> IntegerMath.INT8.plus(number, 1)), INT8);
        table.immutable(3546, "int8dec", INT8, new LongUnary(number -> IntegerMath.INT8.minus(number, 1)), INT8);
        changed(2804, "int8inc_any", 1, INT8, ANY);
        changed(3547, "int8dec_any", -1, INT8, ANY);
        changed(2805, "int8inc_float8_float8", 1, INT8, FLOAT8, FLOAT8);
        sums();
        means();
        moments();
        regressions();
    }

    private void changed(int oid, String name, int change, BuiltInType... arguments) {
        table.immutable(
                oid,
                name,
                INT8,
                boxed((context, values) -> IntegerMath.INT8.plus((Long) values[0], change)),
                arguments);
    }

    private void sums() {
        for (BuiltInType type : List.of(INT2, INT4)) {
            table.lenient(
                    type == INT2 ? 1840 : 1841,
                    type == INT2 ? "int2_sum" : "int4_sum",
                    INT8,
                    boxed((context, values) -> sum((Long) values[0], (Long) values[1])),
                    INT8,
                    type);
        }
    }

    private static @Nullable Object sum(@Nullable Long sum, @Nullable Long value) {
        if (sum == null || value == null) {
            return sum == null ? value : sum;
        }
        return sum + value;
    }

    private void means() {
        mean(1962, "int2_avg_accum", 1, INT2);
        mean(1963, "int4_avg_accum", 1, INT4);
        mean(3570, "int2_avg_accum_inv", -1, INT2);
        mean(3571, "int4_avg_accum_inv", -1, INT4);
        table.immutableOf(
                3324,
                "int4_avg_combine",
                LONGS,
                boxed((context, values) ->
                        longs(countOf(values[0]) + countOf(values[1]), sumOf(values[0]) + sumOf(values[1]))),
                LONGS,
                LONGS);
        table.immutableOf(
                1964,
                "int8_avg",
                NUMERIC.type(),
                boxed((context, values) -> countOf(values[0]) == 0
                        ? null
                        : Numeric.of(sumOf(values[0])).dividedBy(Numeric.of(countOf(values[0])))),
                LONGS);
        table.immutableOf(
                3572,
                "int2int4_sum",
                INT8.type(),
                boxed((context, values) -> countOf(values[0]) == 0 ? null : (Object) sumOf(values[0])),
                LONGS);
    }

    private void mean(int oid, String name, int sign, BuiltInType type) {
        table.immutableOf(
                oid,
                name,
                LONGS,
                boxed((context, values) ->
                        longs(countOf(values[0]) + sign, sumOf(values[0]) + sign * (Long) values[1])),
                LONGS,
                type.type());
    }

    private static ArrayValue longs(long count, long sum) {
        return ArrayValue.of(INT8.type(), List.of(count, sum));
    }

    private static long countOf(@Nullable Object state) {
        return (Long) elements(state, 2, "expected 2-element int8 array").getFirst();
    }

    private static long sumOf(@Nullable Object state) {
        return (Long) elements(state, 2, "expected 2-element int8 array").getLast();
    }

    static List<@Nullable Object> elements(@Nullable Object state, int count, String otherwise) {
        ArrayValue array = (ArrayValue) state;
        boolean fits = array != null
                && array.dimensions() == 1
                && array.elements().size() == count
                && array.elements().stream().allMatch(Objects::nonNull);
        if (array == null || !fits) {
            throw new SqlException(ErrorCode.INTERNAL_ERROR, otherwise);
        }
        return array.elements();
    }

    private void moments() {
        for (BuiltInType type : List.of(FLOAT8, FLOAT4)) {
            String name = type == FLOAT8 ? "float8_accum" : "float4_accum";
            table.immutableOf(
                    type == FLOAT8 ? 222 : 208,
                    name,
                    DOUBLES,
                    boxed((context, values) -> accumulated(name, values[0], (Double) values[1])),
                    DOUBLES,
                    type.type());
        }
        table.immutableOf(
                276,
                "float8_combine",
                DOUBLES,
                boxed((context, values) -> combined(values[0], values[1])),
                DOUBLES,
                DOUBLES);
        moment(1830, "float8_avg", (count, sum, squares) -> count == 0 ? null : (Object) (sum / count));
        moment(2512, "float8_var_pop", (count, sum, squares) -> count == 0 ? null : (Object) (squares / count));
        moment(1831, "float8_var_samp", (count, sum, squares) -> count <= 1 ? null : (Object) (squares / (count - 1)));
        moment(
                2513,
                "float8_stddev_pop",
                (count, sum, squares) -> count == 0 ? null : (Object) Math.sqrt(squares / count));
        moment(
                1832,
                "float8_stddev_samp",
                (count, sum, squares) -> count <= 1 ? null : (Object) Math.sqrt(squares / (count - 1)));
    }

    private void moment(int oid, String name, OfMoments result) {
        table.immutableOf(
                oid,
                name,
                FLOAT8.type(),
                boxed((context, values) -> {
                    double[] state = doubles(name, values[0]);
                    return result.of(state[0], state[1], state[2]);
                }),
                DOUBLES);
    }

    private static double[] doubles(String name, @Nullable Object state) {
        return elements(state, 3, name + ": expected 3-element float8 array").stream()
                .mapToDouble(Double.class::cast)
                .toArray();
    }

    private static ArrayValue state(double count, double sum, double squares) {
        return ArrayValue.of(FLOAT8.type(), List.of(count, sum, squares));
    }

    /** Youngs and Cramer's updating of a sum of squares. */
    private static ArrayValue accumulated(String name, @Nullable Object before, double value) {
        double[] state = doubles(name, before);
        double count = state[0] + 1;
        double sum = state[1] + value;
        double squares = state[2];
        if (state[0] > 0) {
            double distance = value * count - sum;
            squares += distance * distance / (count * state[0]);
            if (Double.isInfinite(sum) || Double.isInfinite(squares)) {
                if (!Double.isInfinite(state[1]) && !Double.isInfinite(value)) {
                    throw overflow();
                }
                squares = Double.NaN;
            }
        } else if (Double.isNaN(value) || Double.isInfinite(value)) {
            squares = Double.NaN;
        }
        return state(count, sum, squares);
    }

    private static @Nullable Object combined(@Nullable Object one, @Nullable Object other) {
        double[] first = doubles("float8_combine", one);
        double[] second = doubles("float8_combine", other);
        if (first[0] == 0) {
            return other;
        }
        if (second[0] == 0) {
            return one;
        }
        double count = first[0] + second[0];
        double sum = first[1] + second[1];
        if (Double.isInfinite(sum) && !Double.isInfinite(first[1]) && !Double.isInfinite(second[1])) {
            throw overflow();
        }
        double distance = first[1] / first[0] - second[1] / second[0];
        double squares = first[2] + second[2] + first[0] * second[0] * distance * distance / count;
        if (Double.isInfinite(squares) && !Double.isInfinite(first[2]) && !Double.isInfinite(second[2])) {
            throw overflow();
        }
        return state(count, sum, squares);
    }

    /** Functions of two numbers, whose state is a count, two sums, their sums of squares, and that of products, all from the means: N, Sx, Sxx, Sy, Syy, Sxy. */
    private void regressions() {
        table.immutableOf(
                2806,
                "float8_regr_accum",
                DOUBLES,
                boxed((context, values) -> RegressionState.of("float8_regr_accum", values[0])
                        .with((Double) values[2], (Double) values[1])
                        .value()),
                DOUBLES,
                FLOAT8.type(),
                FLOAT8.type());
        table.immutableOf(
                3342,
                "float8_regr_combine",
                DOUBLES,
                boxed((context, values) -> RegressionState.of("float8_regr_combine", values[0])
                        .with(RegressionState.of("float8_regr_combine", values[1]))
                        .value()),
                DOUBLES,
                DOUBLES);
        regression(2807, "float8_regr_sxx", state -> state.isEmpty() ? null : (Object) state.sxx());
        regression(2808, "float8_regr_syy", state -> state.isEmpty() ? null : (Object) state.syy());
        regression(2809, "float8_regr_sxy", state -> state.isEmpty() ? null : (Object) state.sxy());
        regression(2810, "float8_regr_avgx", state -> state.isEmpty() ? null : (Object) (state.sx() / state.count()));
        regression(2811, "float8_regr_avgy", state -> state.isEmpty() ? null : (Object) (state.sy() / state.count()));
        regression(2812, "float8_regr_r2", RegressionState::determination);
        regression(2813, "float8_regr_slope", RegressionState::slope);
        regression(2814, "float8_regr_intercept", RegressionState::intercept);
        regression(2815, "float8_covar_pop", state -> state.isEmpty() ? null : (Object) (state.sxy() / state.count()));
        regression(
                2816,
                "float8_covar_samp",
                state -> state.count() < 2 ? null : (Object) (state.sxy() / (state.count() - 1)));
        regression(2817, "float8_corr", RegressionState::correlation);
    }

    private void regression(int oid, String name, Function<RegressionState, @Nullable Object> result) {
        table.immutableOf(
                oid,
                name,
                FLOAT8.type(),
                boxed((context, values) -> result.apply(RegressionState.of(name, values[0]))),
                DOUBLES);
    }

    static SqlException overflow() {
        return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
    }
}
