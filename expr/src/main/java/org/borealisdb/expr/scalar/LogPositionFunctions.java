package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.PG_LSN;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction.LongBinary;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.UnsignedNumbers;
import org.jspecify.annotations.Nullable;

/** Declares the functions of pg_lsn: positions in the log, and how many bytes are between them. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class LogPositionFunctions {
    private final FunctionTable table;

    LogPositionFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.immutable(3231, "pg_lsn_lt", BOOL, Comparisons.LESS_LONG, PG_LSN, PG_LSN);
        table.immutable(3232, "pg_lsn_le", BOOL, Comparisons.LESS_OR_EQUAL_LONG, PG_LSN, PG_LSN);
        table.immutable(3233, "pg_lsn_eq", BOOL, Comparisons.EQUAL_LONG, PG_LSN, PG_LSN);
        table.immutable(3234, "pg_lsn_ge", BOOL, Comparisons.GREATER_OR_EQUAL_LONG, PG_LSN, PG_LSN);
        table.immutable(3235, "pg_lsn_gt", BOOL, Comparisons.GREATER_LONG, PG_LSN, PG_LSN);
        table.immutable(3236, "pg_lsn_ne", BOOL, Comparisons.NOT_EQUAL_LONG, PG_LSN, PG_LSN);
        table.immutable(3251, "pg_lsn_cmp", INT4, new LongBinary(Long::compare), PG_LSN, PG_LSN);
        table.immutable(4187, "pg_lsn_larger", PG_LSN, new LongBinary(Math::max), PG_LSN, PG_LSN);
        table.immutable(4188, "pg_lsn_smaller", PG_LSN, new LongBinary(Math::min), PG_LSN, PG_LSN);
        table.immutable(
                3237, "pg_lsn_mi", NUMERIC, boxed((context, arguments) -> difference(arguments)), PG_LSN, PG_LSN);
        table.immutable(
                3165, "pg_wal_lsn_diff", NUMERIC, boxed((context, arguments) -> difference(arguments)), PG_LSN, PG_LSN);
        table.immutable(
                5022,
                "pg_lsn_pli",
                PG_LSN,
                boxed((context, arguments) -> plus(arguments, 0, NumericMath.number(arguments, 1))),
                PG_LSN,
                NUMERIC);
        table.immutable(
                5023,
                "numeric_pl_pg_lsn",
                PG_LSN,
                boxed((context, arguments) -> plus(arguments, 1, NumericMath.number(arguments, 0))),
                NUMERIC,
                PG_LSN);
        table.immutable(5024, "pg_lsn_mii", PG_LSN, boxed((context, arguments) -> minus(arguments)), PG_LSN, NUMERIC);
        table.immutable(
                6103,
                "pg_lsn",
                PG_LSN,
                boxed((context, arguments) -> position(NumericMath.number(arguments, 0))),
                NUMERIC);
    }

    private static BigInteger number(@Nullable Object[] arguments, int index) {
        return UnsignedNumbers.number(UnsignedNumbers.bits(NumericMath.whole(arguments, index)));
    }

    private static Numeric difference(@Nullable Object[] arguments) {
        return Numeric.of(new BigDecimal(number(arguments, 0).subtract(number(arguments, 1))));
    }

    private static Long plus(@Nullable Object[] arguments, int index, Numeric bytes) {
        if (bytes.isNaN()) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "cannot add NaN to pg_lsn");
        }
        return position(Numeric.of(new BigDecimal(number(arguments, index))).plus(bytes));
    }

    private static Long minus(@Nullable Object[] arguments) {
        Numeric bytes = NumericMath.number(arguments, 1);
        if (bytes.isNaN()) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "cannot subtract NaN from pg_lsn");
        }
        return position(Numeric.of(new BigDecimal(number(arguments, 0))).minus(bytes));
    }

    /** Returns the position that a number says, which is rounded. */
    private static Long position(Numeric number) {
        if (!number.isFinite()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "cannot convert " + (number.isNaN() ? "NaN" : "infinity") + " to pg_lsn");
        }
        BigInteger whole =
                number.toBigDecimal().setScale(0, RoundingMode.HALF_UP).unscaledValue();
        if (whole.signum() < 0 || whole.bitLength() > Long.SIZE) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "pg_lsn out of range");
        }
        return UnsignedNumbers.carried(whole.longValue());
    }
}
