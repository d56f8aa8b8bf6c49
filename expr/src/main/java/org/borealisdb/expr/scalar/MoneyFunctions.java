package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.FLOAT4;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT2;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.MONEY;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import org.borealisdb.expr.scalar.ScalarFunction.Body;
import org.borealisdb.expr.scalar.ScalarFunction.LongBinary;
import org.borealisdb.expr.scalar.ScalarFunction.LongUnary;
import org.borealisdb.expr.type.BuiltInType;
import org.jspecify.annotations.Nullable;

/** Declares the functions of money. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class MoneyFunctions {
    private final FunctionTable table;

    MoneyFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.immutable(888, "cash_eq", BOOL, Comparisons.EQUAL_LONG, MONEY, MONEY);
        table.immutable(889, "cash_ne", BOOL, Comparisons.NOT_EQUAL_LONG, MONEY, MONEY);
        table.immutable(890, "cash_lt", BOOL, Comparisons.LESS_LONG, MONEY, MONEY);
        table.immutable(891, "cash_le", BOOL, Comparisons.LESS_OR_EQUAL_LONG, MONEY, MONEY);
        table.immutable(892, "cash_gt", BOOL, Comparisons.GREATER_LONG, MONEY, MONEY);
        table.immutable(893, "cash_ge", BOOL, Comparisons.GREATER_OR_EQUAL_LONG, MONEY, MONEY);
        table.immutable(377, "cash_cmp", INT4, new LongBinary(Long::compare), MONEY, MONEY);
        table.immutable(898, "cashlarger", MONEY, new LongBinary(Math::max), MONEY, MONEY);
        table.immutable(899, "cashsmaller", MONEY, new LongBinary(Math::min), MONEY, MONEY);
        table.immutable(894, "cash_pl", MONEY, new LongBinary(MoneyMath::plus), MONEY, MONEY);
        table.immutable(895, "cash_mi", MONEY, new LongBinary(MoneyMath::minus), MONEY, MONEY);
        declareWhole(INT8, 3344, "cash_mul_int8", 3399, "int8_mul_cash", 3345, "cash_div_int8");
        declareWhole(INT4, 864, "cash_mul_int4", 862, "int4_mul_cash", 865, "cash_div_int4");
        declareWhole(INT2, 866, "cash_mul_int2", 863, "int2_mul_cash", 867, "cash_div_int2");
        declareFloat(FLOAT8, 896, "cash_mul_flt8", 919, "flt8_mul_cash", 897, "cash_div_flt8");
        declareFloat(FLOAT4, 846, "cash_mul_flt4", 848, "flt4_mul_cash", 847, "cash_div_flt4");
        Body ratio = boxed((context, arguments) -> MoneyMath.ratio(amount(arguments, 0), amount(arguments, 1)));
        table.immutable(3822, "cash_div_cash", FLOAT8, ratio, MONEY, MONEY);
        Body words = boxed((context, arguments) -> MoneyMath.words(amount(arguments, 0)));
        table.immutable(935, "cash_words", TEXT, words, MONEY);
        Body number = boxed((context, arguments) -> MoneyMath.toNumeric(amount(arguments, 0)));
        table.stable(3823, "numeric", NUMERIC, number, MONEY);
        Body ofNumber = boxed((context, arguments) -> MoneyMath.ofNumeric(NumericMath.number(arguments, 0)));
        table.stable(3824, "money", MONEY, ofNumber, NUMERIC);
        table.stable(3811, "money", MONEY, new LongUnary(MoneyMath::ofWhole), INT4);
        table.stable(3812, "money", MONEY, new LongUnary(MoneyMath::ofWhole), INT8);
    }

    private void declareWhole(
            BuiltInType type, int times, String timesName, int into, String intoName, int by, String byName) {
        table.immutable(times, timesName, MONEY, new LongBinary(MoneyMath::times), MONEY, type);
        table.immutable(into, intoName, MONEY, new LongBinary(MoneyMath::times), type, MONEY);
        table.immutable(by, byName, MONEY, new LongBinary(MoneyMath::dividedBy), MONEY, type);
    }

    private void declareFloat(
            BuiltInType type, int times, String timesName, int into, String intoName, int by, String byName) {
        Body product = boxed((context, arguments) -> MoneyMath.times(amount(arguments, 0), real(arguments, 1)));
        table.immutable(times, timesName, MONEY, product, MONEY, type);
        Body reversed = boxed((context, arguments) -> MoneyMath.times(amount(arguments, 1), real(arguments, 0)));
        table.immutable(into, intoName, MONEY, reversed, type, MONEY);
        Body quotient = boxed((context, arguments) -> MoneyMath.dividedBy(amount(arguments, 0), real(arguments, 1)));
        table.immutable(by, byName, MONEY, quotient, MONEY, type);
    }

    private static long amount(@Nullable Object[] arguments, int index) {
        return NumericMath.whole(arguments, index);
    }

    private static double real(@Nullable Object[] arguments, int index) {
        return (Double) NumericMath.value(arguments, index);
    }
}
