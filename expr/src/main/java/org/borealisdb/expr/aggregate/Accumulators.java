package org.borealisdb.expr.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.DateTimeMath;
import org.borealisdb.expr.scalar.MoneyMath;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.ValueOrder;
import org.jspecify.annotations.Nullable;

/** The states of the aggregates. */
final class Accumulators {
    private Accumulators() {}

    /** Counts rows, or values that are not NULL. */
    static final class Count implements Accumulator {
        private long count;

        @Override
        public void add(@Nullable Object... arguments) {
            if (arguments.length == 0 || arguments[0] != null) {
                count++;
            }
        }

        @Override
        public boolean remove(@Nullable Object... arguments) {
            if (arguments.length == 0 || arguments[0] != null) {
                count--;
            }
            return true;
        }

        @Override
        public Object result() {
            return count;
        }
    }

    /** Adds whole numbers in 128 bits: a long and what overflowed it. */
    static final class WholeSum implements Accumulator {
        private final boolean average;
        private final boolean asLong;
        private long count;
        private long low;
        private long carry;

        WholeSum(boolean average, boolean asLong) {
            this.average = average;
            this.asLong = asLong;
        }

        @Override
        public void add(@Nullable Object... arguments) {
            if (arguments[0] instanceof Long value) {
                long sum = low + value;
                if (((low ^ sum) & (value ^ sum)) < 0) {
                    carry += value < 0 ? -1 : 1;
                }
                low = sum;
                count++;
            }
        }

        @Override
        public boolean remove(@Nullable Object... arguments) {
            if (arguments[0] instanceof Long value) {
                long difference = low - value;
                if (((low ^ value) & (low ^ difference)) < 0) {
                    carry += value < 0 ? 1 : -1;
                }
                low = difference;
                count--;
            }
            return true;
        }

        @Override
        public @Nullable Object result() {
            if (count == 0) {
                return null;
            }
            if (asLong) {
                if (carry != 0) {
                    throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
                }
                return low;
            }
            BigInteger whole = BigInteger.valueOf(carry).shiftLeft(64).add(BigInteger.valueOf(low));
            Numeric sum = Numeric.of(new BigDecimal(whole));
            return average ? sum.dividedBy(Numeric.of(count)) : sum;
        }
    }

    /** Adds numerics. */
    static final class NumericSum implements Accumulator {
        private final boolean average;
        private long count;
        private Numeric sum = Numeric.ZERO;
        /** How many values have the scale of the sum: once none has, its scale would be too large. */
        private long widest;

        NumericSum(boolean average) {
            this.average = average;
        }

        @Override
        public void add(@Nullable Object... arguments) {
            if (arguments[0] instanceof Numeric value) {
                boolean wider = value.isFinite() && (count == 0 || value.scale() > sum.scale());
                boolean asWide = value.isFinite() && value.scale() == sum.scale();
                widest = wider ? 1 : asWide ? widest + 1 : widest;
                sum = sum.plus(value);
                count++;
            }
        }

        @Override
        public boolean remove(@Nullable Object... arguments) {
            if (arguments[0] instanceof Numeric value) {
                boolean asWide = value.scale() == sum.scale();
                if (!sum.isFinite() || (asWide && widest == 1)) {
                    return false;
                }
                widest -= asWide ? 1 : 0;
                sum = sum.minus(value);
                count--;
            }
            return true;
        }

        @Override
        public @Nullable Object result() {
            if (count == 0) {
                return null;
            }
            return average ? sum.dividedBy(Numeric.of(count)) : sum;
        }
    }

    /** Adds floating-point numbers. */
    static final class DoubleSum implements Accumulator {
        private final boolean average;
        private final boolean single;
        private long count;
        private double sum;

        DoubleSum(boolean average, boolean single) {
            this.average = average;
            this.single = single;
        }

        @Override
        public void add(@Nullable Object... arguments) {
            if (arguments[0] instanceof Double value) {
                double next = single ? (float) (sum + value) : sum + value;
                if (Double.isInfinite(next) && !Double.isInfinite(sum) && !Double.isInfinite(value)) {
                    throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
                }
                sum = next;
                count++;
            }
        }

        @Override
        public @Nullable Object result() {
            return count == 0 ? null : (Object) (average ? sum / count : sum);
        }
    }

    /** Adds intervals. */
    static final class IntervalSum implements Accumulator {
        private final boolean average;
        private long count;
        private @Nullable Interval sum;

        IntervalSum(boolean average) {
            this.average = average;
        }

        @Override
        public void add(@Nullable Object... arguments) {
            if (arguments[0] instanceof Interval value) {
                try {
                    sum = sum == null ? value : sum.plus(value);
                    count++;
                } catch (ArithmeticException overflow) {
                    throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "interval out of range");
                }
            }
        }

        @Override
        public @Nullable Object result() {
            return sum == null || !average ? sum : DateTimeMath.dividedBy(sum, (double) count);
        }
    }

    /** Keeps the largest or smallest value. */
    static final class Extreme implements Accumulator {
        private final SqlType type;
        private final int sign;
        private @Nullable Object best;

        Extreme(SqlType type, boolean greatest) {
            this.type = type;
            this.sign = greatest ? 1 : -1;
        }

        @Override
        public void add(@Nullable Object... arguments) {
            Object value = arguments[0];
            // Of equal values that differ, like 1.0 and 1.00, the last counts.
            if (value != null && (best == null || ValueOrder.compare(type, value, best) * sign >= 0)) {
                best = value;
            }
        }

        @Override
        public @Nullable Object result() {
            return best;
        }
    }

    /** Adds amounts of money. */
    static final class MoneySum implements Accumulator {
        private long count;
        private long sum;

        @Override
        public void add(@Nullable Object... arguments) {
            if (arguments[0] instanceof Long amount) {
                sum = MoneyMath.plus(sum, amount);
                count++;
            }
        }

        @Override
        public boolean remove(@Nullable Object... arguments) {
            if (arguments[0] instanceof Long amount) {
                sum = MoneyMath.minus(sum, amount);
                count--;
            }
            return true;
        }

        @Override
        public @Nullable Object result() {
            return count == 0 ? null : (Long) sum;
        }
    }

    /** And or or of booleans. */
    static final class Junction implements Accumulator {
        private final boolean and;
        private @Nullable Boolean value;

        Junction(boolean and) {
            this.and = and;
        }

        @Override
        public void add(@Nullable Object... arguments) {
            if (arguments[0] instanceof Boolean next && (value == null || next != and)) {
                value = next;
            }
        }

        @Override
        public @Nullable Object result() {
            return value;
        }
    }

    /** Joins texts; each but the first brings the delimiter before it. */
    static final class Joined implements Accumulator {
        private @Nullable StringBuilder text;

        @Override
        public void add(@Nullable Object... arguments) {
            if (arguments[0] instanceof String value) {
                if (text == null) {
                    text = new StringBuilder();
                } else if (arguments[1] instanceof String delimiter) {
                    text.append(delimiter);
                }
                text.append(value);
            }
        }

        @Override
        public @Nullable Object result() {
            return text == null ? null : text.toString();
        }
    }
}
