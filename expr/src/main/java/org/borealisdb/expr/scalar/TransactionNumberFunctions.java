package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.CID;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.XID;

/**
 * Declares the comparisons of the numbers of transactions and of their commands, as rows have them in xmin and cmin. They are equal or not, but have no order, since numbers of 32 bits begin
 * anew. A number that is compared with an integer is one of 32 bits as well, so that -1 is the last.
 */
final class TransactionNumberFunctions {
    private final FunctionTable table;

    TransactionNumberFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.immutable(68, "xideq", BOOL, Comparisons.EQUAL_LONG, XID, XID);
        table.immutable(3308, "xidneq", BOOL, Comparisons.NOT_EQUAL_LONG, XID, XID);
        table.immutable(69, "cideq", BOOL, Comparisons.EQUAL_LONG, CID, CID);
        table.immutable(
                1319, "xideqint4", BOOL, FunctionTable.boxed((context, arguments) -> isSame(arguments)), XID, INT4);
        table.immutable(
                3309, "xidneqint4", BOOL, FunctionTable.boxed((context, arguments) -> !isSame(arguments)), XID, INT4);
    }

    private static boolean isSame(Object[] arguments) {
        return (int) NumericMath.whole(arguments, 0) == (int) NumericMath.whole(arguments, 1);
    }
}
