package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.TID;

import org.borealisdb.expr.value.TupleId;

/** Declares the functions and operators of tid. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc and pg_operator. */
final class TupleIdFunctions {
    private TupleIdFunctions() {}

    static void declare(FunctionTable table) {
        table.immutable(1292, "tideq", BOOL, Comparisons.EQUAL_OBJECT, TID, TID);
        table.immutable(1265, "tidne", BOOL, Comparisons.NOT_EQUAL_OBJECT, TID, TID);
        table.immutable(2791, "tidlt", BOOL, Comparisons.LESS_OBJECT, TID, TID);
        table.immutable(2790, "tidgt", BOOL, Comparisons.GREATER_OBJECT, TID, TID);
        table.immutable(2793, "tidle", BOOL, Comparisons.LESS_OR_EQUAL_OBJECT, TID, TID);
        table.immutable(2792, "tidge", BOOL, Comparisons.GREATER_OR_EQUAL_OBJECT, TID, TID);
        table.immutable(
                2794,
                "bttidcmp",
                INT4,
                FunctionTable.boxed((context, arguments) ->
                        (long) Integer.signum(id(arguments, 0).compareTo(id(arguments, 1)))),
                TID,
                TID);
        table.immutable(
                2795,
                "tidlarger",
                TID,
                FunctionTable.boxed((context, arguments) ->
                        id(arguments, 0).compareTo(id(arguments, 1)) >= 0 ? id(arguments, 0) : id(arguments, 1)),
                TID,
                TID);
        table.immutable(
                2796,
                "tidsmaller",
                TID,
                FunctionTable.boxed((context, arguments) ->
                        id(arguments, 0).compareTo(id(arguments, 1)) <= 0 ? id(arguments, 0) : id(arguments, 1)),
                TID,
                TID);
    }

    static void declareOperators(OperatorTable table) {
        table.add(387, "=", TID, TID, 1292, 387, 402);
        table.add(402, "<>", TID, TID, 1265, 402, 387);
        table.add(2799, "<", TID, TID, 2791, 2800, 2802);
        table.add(2800, ">", TID, TID, 2790, 2799, 2801);
        table.add(2801, "<=", TID, TID, 2793, 2802, 2800);
        table.add(2802, ">=", TID, TID, 2792, 2801, 2799);
    }

    private static TupleId id(Object[] arguments, int index) {
        return (TupleId) NumericMath.value(arguments, index);
    }
}
