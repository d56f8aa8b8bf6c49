package org.borealisdb.expr.scalar;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Objects;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/** Reads boxed arguments, which a strict function knows not to be NULL, and what numeric needs beyond its own methods. */
final class NumericMath {
    private NumericMath() {}

    static Object value(@Nullable Object[] arguments, int index) {
        return Objects.requireNonNull(arguments[index], "a strict function was called with NULL");
    }

    static Numeric number(@Nullable Object[] arguments, int index) {
        return (Numeric) value(arguments, index);
    }

    static long whole(@Nullable Object[] arguments, int index) {
        return Values.unboxLong(value(arguments, index));
    }

    static int integer(@Nullable Object[] arguments, int index) {
        return (int) whole(arguments, index);
    }

    static Numeric sign(Numeric number) {
        return number.isNaN() ? number : Numeric.of(number.signum());
    }

    /** Returns the root with at least 16 significant digits and no less than the argument's scale (numeric_sqrt). */
    static Numeric squareRoot(Numeric number) {
        if (number.isNaN() || (!number.isFinite() && number.signum() > 0)) {
            return number;
        }
        if (number.signum() < 0) {
            throw new SqlException(
                    ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION, "cannot take square root of a negative number");
        }
        BigDecimal value = number.toBigDecimal();
        int weight = value.signum() == 0 ? 0 : Math.floorDiv(value.precision() - value.scale() - 1, 4);
        int estimate = weight >= 0 ? (weight + 1) * 2 - 1 : 1 + weight * 2;
        int scale = Math.min(1000, Math.max(0, Math.max(number.scale(), 16 - estimate)));
        if (value.signum() == 0) {
            return Numeric.of(0, scale);
        }
        int digits = Math.max(1, value.precision() - value.scale()) + scale + 8;
        return Numeric.of(value.sqrt(new MathContext(digits, RoundingMode.DOWN)).setScale(scale, RoundingMode.HALF_UP));
    }
}
