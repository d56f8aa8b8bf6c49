package org.borealisdb.expr.aggregate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.Numeric;
import org.jspecify.annotations.Nullable;

/** Variances and standard deviations: exact for whole numbers and numerics, by Youngs and Cramer's steps for floating-point numbers. */
final class StatisticAccumulators {
    /** The identifiers of those of bigint; the other types of {@link #TYPES} follow one by one. */
    private static final Map<String, Integer> FIRST_OIDS = Map.of(
            "variance", 2148,
            "var_samp", 2641,
            "var_pop", 2718,
            "stddev", 2154,
            "stddev_samp", 2712,
            "stddev_pop", 2724);

    private static final List<BuiltInType> TYPES = List.of(
            BuiltInType.INT8,
            BuiltInType.INT4,
            BuiltInType.INT2,
            BuiltInType.FLOAT4,
            BuiltInType.FLOAT8,
            BuiltInType.NUMERIC);

    private StatisticAccumulators() {}

    static boolean isOne(String name) {
        return FIRST_OIDS.containsKey(name);
    }

    /** Returns the aggregate for a type; that of double precision for a literal without one. */
    static Optional<Aggregate> find(String name, SqlType given) {
        SqlType type = given.is(BuiltInType.UNKNOWN) ? BuiltInType.FLOAT8.type() : given;
        Integer first = FIRST_OIDS.get(name);
        if (first == null || !(type instanceof ScalarType scalar) || !TYPES.contains(scalar.base())) {
            return Optional.empty();
        }
        boolean population = name.endsWith("_pop");
        boolean root = name.startsWith("stddev");
        boolean inexact = scalar.base() == BuiltInType.FLOAT4 || scalar.base() == BuiltInType.FLOAT8;
        return Optional.of(new Aggregate(
                first + TYPES.indexOf(scalar.base()),
                name,
                List.of(scalar.base().type()),
                (inexact ? BuiltInType.FLOAT8 : BuiltInType.NUMERIC).type(),
                () -> inexact ? new Inexact(population, root) : new Exact(population, root)));
    }

    /** Sums of values and of their squares. */
    private static final class Exact implements Accumulator {
        private final boolean population;
        private final boolean root;
        private long count;
        private long notFinite;
        private BigDecimal sum = BigDecimal.ZERO;
        private BigDecimal squares = BigDecimal.ZERO;

        Exact(boolean population, boolean root) {
            this.population = population;
            this.root = root;
        }

        private void change(BigDecimal value, int sign) {
            BigDecimal square = value.multiply(value);
            sum = sign > 0 ? sum.add(value) : sum.subtract(value);
            squares = sign > 0 ? squares.add(square) : squares.subtract(square);
            count += sign;
        }

        @Override
        public void add(@Nullable Object... arguments) {
            if (arguments[0] instanceof Long value) {
                change(BigDecimal.valueOf(value), 1);
            } else if (arguments[0] instanceof Numeric value && value.isFinite()) {
                change(value.toBigDecimal(), 1);
            } else if (arguments[0] != null) {
                notFinite++;
                count++;
            }
        }

        @Override
        public boolean remove(@Nullable Object... arguments) {
            if (arguments[0] instanceof Long value) {
                change(BigDecimal.valueOf(value), -1);
            }
            // What a numeric adds to the scale stays when it is subtracted.
            return !(arguments[0] instanceof Numeric);
        }

        @Override
        public @Nullable Object result() {
            if (count == 0 || (count == 1 && !population)) {
                return null;
            }
            if (notFinite > 0) {
                return Numeric.NAN;
            }
            BigDecimal number = BigDecimal.valueOf(count);
            BigDecimal numerator = number.multiply(squares).subtract(sum.multiply(sum));
            if (numerator.signum() <= 0) {
                return Numeric.ZERO;
            }
            BigDecimal divisor = number.multiply(population ? number : number.subtract(BigDecimal.ONE));
            Numeric variance = Numeric.quotient(numerator, divisor);
            return root ? squareRoot(variance) : variance;
        }

        /** Returns the root with the scale of the variance. */
        private static Numeric squareRoot(Numeric variance) {
            BigDecimal value = variance.toBigDecimal();
            int digits = Math.max(1, value.precision() - value.scale()) + value.scale() + 8;
            BigDecimal root = value.sqrt(new MathContext(digits, RoundingMode.DOWN));
            return Numeric.of(root.setScale(value.scale(), RoundingMode.HALF_UP));
        }
    }

    /** The sum and the sum of squared distances from the mean, which each value corrects. */
    private static final class Inexact implements Accumulator {
        private final boolean population;
        private final boolean root;
        private double count;
        private double sum;
        private double distances;

        Inexact(boolean population, boolean root) {
            this.population = population;
            this.root = root;
        }

        @Override
        public void add(@Nullable Object... arguments) {
            if (!(arguments[0] instanceof Double value)) {
                return;
            }
            double before = sum;
            count++;
            sum += value;
            if (count == 1) {
                distances = Double.isFinite(value) ? 0 : Double.NaN;
                return;
            }
            double distance = value * count - sum;
            distances += distance * distance / (count * (count - 1));
            if (Double.isInfinite(sum) || Double.isInfinite(distances)) {
                if (!Double.isInfinite(before) && !Double.isInfinite(value)) {
                    throw overflow();
                }
                distances = Double.NaN;
            }
        }

        @Override
        public @Nullable Object result() {
            if (count == 0 || (count == 1 && !population)) {
                return null;
            }
            double variance = distances / (population ? count : count - 1);
            return root ? Math.sqrt(variance) : variance;
        }
    }

    static SqlException overflow() {
        return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
    }
}
