package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.MACADDR;
import static org.borealisdb.expr.type.BuiltInType.MACADDR8;

import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.network.HardwareAddress;
import org.borealisdb.expr.type.BuiltInType;
import org.jspecify.annotations.Nullable;

/** Declares the functions of macaddr and macaddr8. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class HardwareAddressFunctions {
    private final FunctionTable table;

    HardwareAddressFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareComparisons();
        declareMath();
        declareCasts();
    }

    private void declareComparisons() {
        table.immutable(830, "macaddr_eq", BOOL, Comparisons.EQUAL_OBJECT, MACADDR, MACADDR);
        table.immutable(831, "macaddr_lt", BOOL, Comparisons.LESS_OBJECT, MACADDR, MACADDR);
        table.immutable(832, "macaddr_le", BOOL, Comparisons.LESS_OR_EQUAL_OBJECT, MACADDR, MACADDR);
        table.immutable(833, "macaddr_gt", BOOL, Comparisons.GREATER_OBJECT, MACADDR, MACADDR);
        table.immutable(834, "macaddr_ge", BOOL, Comparisons.GREATER_OR_EQUAL_OBJECT, MACADDR, MACADDR);
        table.immutable(835, "macaddr_ne", BOOL, Comparisons.NOT_EQUAL_OBJECT, MACADDR, MACADDR);
        table.immutable(4113, "macaddr8_eq", BOOL, Comparisons.EQUAL_OBJECT, MACADDR8, MACADDR8);
        table.immutable(4114, "macaddr8_lt", BOOL, Comparisons.LESS_OBJECT, MACADDR8, MACADDR8);
        table.immutable(4115, "macaddr8_le", BOOL, Comparisons.LESS_OR_EQUAL_OBJECT, MACADDR8, MACADDR8);
        table.immutable(4116, "macaddr8_gt", BOOL, Comparisons.GREATER_OBJECT, MACADDR8, MACADDR8);
        table.immutable(4117, "macaddr8_ge", BOOL, Comparisons.GREATER_OR_EQUAL_OBJECT, MACADDR8, MACADDR8);
        table.immutable(4118, "macaddr8_ne", BOOL, Comparisons.NOT_EQUAL_OBJECT, MACADDR8, MACADDR8);
        ofTwo(836, "macaddr_cmp", INT4, MACADDR, (left, right) -> (long) left.compareTo(right));
        ofTwo(4119, "macaddr8_cmp", INT4, MACADDR8, (left, right) -> (long) left.compareTo(right));
    }

    private void declareMath() {
        of(3144, "macaddr_not", MACADDR, MACADDR, HardwareAddress::inverted);
        of(4120, "macaddr8_not", MACADDR8, MACADDR8, HardwareAddress::inverted);
        ofTwo(3145, "macaddr_and", MACADDR, MACADDR, HardwareAddress::and);
        ofTwo(3146, "macaddr_or", MACADDR, MACADDR, HardwareAddress::or);
        ofTwo(4121, "macaddr8_and", MACADDR8, MACADDR8, HardwareAddress::and);
        ofTwo(4122, "macaddr8_or", MACADDR8, MACADDR8, HardwareAddress::or);
        of(753, "trunc", MACADDR, MACADDR, HardwareAddress::manufacturer);
        of(4112, "trunc", MACADDR8, MACADDR8, HardwareAddress::manufacturer);
        of(4125, "macaddr8_set7bit", MACADDR8, MACADDR8, HardwareAddress::modified);
    }

    private void declareCasts() {
        of(4123, "macaddr8", MACADDR8, MACADDR, HardwareAddress::lengthened);
        of(4124, "macaddr", MACADDR, MACADDR8, HardwareAddress::shortened);
    }

    private static HardwareAddress address(@Nullable Object[] arguments, int index) {
        return (HardwareAddress) NumericMath.value(arguments, index);
    }

    private void of(
            int oid, String name, BuiltInType result, BuiltInType argument, UnaryOperator<HardwareAddress> body) {
        table.immutable(oid, name, result, boxed((context, arguments) -> body.apply(address(arguments, 0))), argument);
    }

    private void ofTwo(
            int oid,
            String name,
            BuiltInType result,
            BuiltInType type,
            BiFunction<HardwareAddress, HardwareAddress, Object> body) {
        table.immutable(
                oid,
                name,
                result,
                boxed((context, arguments) -> body.apply(address(arguments, 0), address(arguments, 1))),
                type,
                type);
    }
}
