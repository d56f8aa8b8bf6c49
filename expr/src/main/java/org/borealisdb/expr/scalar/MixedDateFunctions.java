package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;

import java.time.ZoneId;
import java.util.List;
import java.util.function.IntFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.jspecify.annotations.Nullable;

/**
 * Declares the comparisons of dates and timestamps of different types: both are compared as {@link WidenedDate moments of the wider one}. A table: oids, names and signatures are those of PostgreSQL
 * 15's pg_proc.
 */
final class MixedDateFunctions {
    private final FunctionTable table;

    MixedDateFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declare(2338, "date", DATE, TIMESTAMP);
        declare(2351, "date", DATE, TIMESTAMPTZ);
        declare(2364, "timestamp", TIMESTAMP, DATE);
        declare(2377, "timestamptz", TIMESTAMPTZ, DATE);
        declare(2520, "timestamp", TIMESTAMP, TIMESTAMPTZ);
        declare(2527, "timestamptz", TIMESTAMPTZ, TIMESTAMP);
    }

    /** Declares the seven of two types, whose oids follow each other. */
    private void declare(int first, String leftName, BuiltInType left, BuiltInType right) {
        String start = leftName + "_";
        String end = "_" + right.catalogName();
        declare(first, start + "lt" + end, BOOL, order -> order < 0, left, right);
        declare(first + 1, start + "le" + end, BOOL, order -> order <= 0, left, right);
        declare(first + 2, start + "eq" + end, BOOL, order -> order == 0, left, right);
        declare(first + 3, start + "gt" + end, BOOL, order -> order > 0, left, right);
        declare(first + 4, start + "ge" + end, BOOL, order -> order >= 0, left, right);
        declare(first + 5, start + "ne" + end, BOOL, order -> order != 0, left, right);
        declare(first + 6, start + "cmp" + end, INT4, order -> (long) order, left, right);
    }

    private void declare(
            int oid, String name, BuiltInType result, IntFunction<Object> answer, BuiltInType left, BuiltInType right) {
        boolean zoned = left == TIMESTAMPTZ || right == TIMESTAMPTZ;
        BuiltInType wider = zoned ? TIMESTAMPTZ : TIMESTAMP;
        table.declare(new ScalarFunction(
                oid,
                name,
                List.of(left.type(), right.type()),
                result.type(),
                true,
                zoned ? Volatility.STABLE : Volatility.IMMUTABLE,
                false,
                boxed((context, arguments) -> {
                    ZoneId zone = context.format().zone();
                    return answer.apply(Long.compare(
                            wide(arguments, 0, left, wider, zone), wide(arguments, 1, right, wider, zone)));
                })));
    }

    private static long wide(
            @Nullable Object[] arguments, int index, BuiltInType type, BuiltInType wider, ZoneId zone) {
        long value = NumericMath.whole(arguments, index);
        return type == wider ? value : WidenedDate.wide(value, type, wider, zone);
    }
}
