package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;

import org.borealisdb.expr.scalar.ScalarFunction.LongUnary;
import org.borealisdb.expr.value.Numeric;

/** Declares functions that aggregates of users count with. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class TransitionFunctions {
    private final FunctionTable table;

    TransitionFunctions(FunctionTable table) {
        this.table = table;
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
    }
}
