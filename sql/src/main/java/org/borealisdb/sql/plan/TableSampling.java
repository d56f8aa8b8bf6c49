package org.borealisdb.sql.plan;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.jspecify.annotations.Nullable;

/**
 * Whether a row belongs to a sample of its table. The arguments of a call are the percentage, and either a random number below 1, or the
 * seed of REPEATABLE and the row's primary key as bytes: the same rows have the same keys in every run.
 *
 * @param repeatable whether there is a seed
 */
public record TableSampling(boolean repeatable) implements ScalarFunction.Boxed {
    private static final double HUNDRED = 100;

    /** Returns a call of it. */
    public Expression.Call call(List<Expression> arguments) {
        ScalarFunction function = new ScalarFunction(
                0,
                "sampled",
                arguments.stream().map(Expression::type).toList(),
                BuiltInType.BOOL.type(),
                false,
                ScalarFunction.Volatility.VOLATILE,
                false,
                new ScalarFunction.General(this));
        return new Expression.Call(function, arguments, BuiltInType.BOOL.type());
    }

    @Override
    public Object call(EvaluationContext context, @Nullable Object[] arguments) {
        if (arguments[0] == null) {
            throw new SqlException(ErrorCode.INVALID_TABLESAMPLE_ARGUMENT, "TABLESAMPLE parameter cannot be null");
        }
        double percentage = (Double) arguments[0];
        if (!(percentage >= 0 && percentage <= HUNDRED)) {
            throw new SqlException(
                    ErrorCode.INVALID_TABLESAMPLE_ARGUMENT, "sample percentage must be between 0 and 100");
        }
        Object given = arguments[1];
        if (given == null) {
            throw new SqlException(
                    ErrorCode.INVALID_TABLESAMPLE_REPEAT, "TABLESAMPLE REPEATABLE parameter cannot be null");
        }
        double chance = (Double) given;
        if (repeatable && arguments[2] instanceof byte[] key) {
            chance = chance(key, chance);
        }
        return chance * HUNDRED < percentage;
    }

    /** A number from 0 to 1 that a key and a seed decide: their FNV-1a hash, with its bits mixed as MurmurHash3 does at the end. */
    private static double chance(byte[] key, double seed) {
        long hash = 0xcbf29ce484222325L ^ Double.doubleToLongBits(seed + 0.0);
        for (byte each : key) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return (hash >>> 11) * 0x1.0p-53;
    }
}
