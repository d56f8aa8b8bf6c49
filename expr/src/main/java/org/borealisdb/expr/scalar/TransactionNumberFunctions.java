package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.CID;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.XID;
import static org.borealisdb.expr.type.BuiltInType.XID8;

import org.borealisdb.expr.scalar.ScalarFunction.LongBinary;
import org.borealisdb.expr.scalar.ScalarFunction.LongUnary;

/**
 * Declares the comparisons of the numbers of transactions and of their commands, as rows have them in xmin and cmin. They are equal or not, but have no order, since numbers of 32 bits begin
 * anew. A number that is compared with an integer is one of 32 bits as well, so that -1 is the last. Numbers of 64 bits, xid8, never begin anew, and have an order.
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
        table.immutable(5084, "xid8eq", BOOL, Comparisons.EQUAL_LONG, XID8, XID8);
        table.immutable(5085, "xid8ne", BOOL, Comparisons.NOT_EQUAL_LONG, XID8, XID8);
        table.immutable(5034, "xid8lt", BOOL, Comparisons.LESS_LONG, XID8, XID8);
        table.immutable(5035, "xid8gt", BOOL, Comparisons.GREATER_LONG, XID8, XID8);
        table.immutable(5036, "xid8le", BOOL, Comparisons.LESS_OR_EQUAL_LONG, XID8, XID8);
        table.immutable(5037, "xid8ge", BOOL, Comparisons.GREATER_OR_EQUAL_LONG, XID8, XID8);
        table.immutable(5096, "xid8cmp", INT4, new LongBinary(Long::compare), XID8, XID8);
        table.immutable(5097, "xid8_larger", XID8, new LongBinary(Math::max), XID8, XID8);
        table.immutable(5098, "xid8_smaller", XID8, new LongBinary(Math::min), XID8, XID8);
        table.immutable(5071, "xid", XID, new LongUnary(id -> id & 0xffff_ffffL), XID8);
    }

    private static boolean isSame(Object[] arguments) {
        return (int) NumericMath.whole(arguments, 0) == (int) NumericMath.whole(arguments, 1);
    }
}
