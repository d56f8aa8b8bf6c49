package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.CIDR;
import static org.borealisdb.expr.type.BuiltInType.INET;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.borealisdb.expr.network.NetworkAddress;
import org.borealisdb.expr.type.BuiltInType;
import org.jspecify.annotations.Nullable;

/** Declares the functions of addresses and networks. */
final class NetworkFunctions {
    private final FunctionTable table;

    NetworkFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareComparisons();
        declareParts();
        declareTests();
        declareMath();
    }

    private void declareComparisons() {
        table.immutable(920, "network_eq", BOOL, Comparisons.EQUAL_OBJECT, INET, INET);
        table.immutable(925, "network_ne", BOOL, Comparisons.NOT_EQUAL_OBJECT, INET, INET);
        table.immutable(921, "network_lt", BOOL, Comparisons.LESS_OBJECT, INET, INET);
        table.immutable(922, "network_le", BOOL, Comparisons.LESS_OR_EQUAL_OBJECT, INET, INET);
        table.immutable(923, "network_gt", BOOL, Comparisons.GREATER_OBJECT, INET, INET);
        table.immutable(924, "network_ge", BOOL, Comparisons.GREATER_OR_EQUAL_OBJECT, INET, INET);
        ofTwo(926, "network_cmp", INT4, (left, right) -> (long) left.compareTo(right));
        ofTwo(3562, "network_larger", INET, (left, right) -> left.compareTo(right) > 0 ? left : right);
        ofTwo(3563, "network_smaller", INET, (left, right) -> left.compareTo(right) < 0 ? left : right);
    }

    private void declareParts() {
        of(598, "abbrev", TEXT, INET, address -> address.text(false));
        of(599, "abbrev", TEXT, CIDR, NetworkAddress::abbreviatedNetwork);
        of(698, "broadcast", INET, INET, NetworkAddress::broadcast);
        of(711, "family", INT4, INET, address -> (long) address.family());
        of(699, "host", TEXT, INET, NetworkAddress::host);
        of(1362, "hostmask", INET, INET, NetworkAddress::hostMask);
        of(697, "masklen", INT4, INET, address -> (long) address.networkBits());
        of(696, "netmask", INET, INET, NetworkAddress::networkMask);
        of(683, "network", CIDR, INET, NetworkAddress::network);
        of(730, "text", TEXT, INET, address -> address.text(true));
        of(1715, "cidr", CIDR, INET, NetworkAddress::network);
        withBits(605, INET, false);
        withBits(635, CIDR, true);
    }

    private void withBits(int oid, BuiltInType type, boolean cidr) {
        table.immutable(
                oid,
                "set_masklen",
                type,
                boxed((context, arguments) ->
                        address(arguments, 0).withNetworkBits(NumericMath.whole(arguments, 1), cidr)),
                type,
                INT4);
    }

    private void declareTests() {
        test(927, "network_sub", (left, right) -> right.containsStrictly(left));
        test(928, "network_subeq", (left, right) -> right.contains(left));
        test(929, "network_sup", NetworkAddress::containsStrictly);
        test(930, "network_supeq", NetworkAddress::contains);
        test(3551, "network_overlap", (left, right) -> left.contains(right) || right.contains(left));
        test(4071, "inet_same_family", (left, right) -> left.family() == right.family());
    }

    private void declareMath() {
        of(2627, "inetnot", INET, INET, NetworkAddress::inverted);
        ofTwo(2628, "inetand", INET, NetworkAddress::and);
        ofTwo(2629, "inetor", INET, NetworkAddress::or);
        ofTwo(2633, "inetmi", INT8, (left, right) -> left.minus(right));
        ofTwo(4063, "inet_merge", CIDR, NetworkAddress::merged);
        table.immutable(
                2630,
                "inetpl",
                INET,
                boxed((context, arguments) -> address(arguments, 0).plus(NumericMath.whole(arguments, 1))),
                INET,
                INT8);
        table.immutable(
                2631,
                "int8pl_inet",
                INET,
                boxed((context, arguments) -> address(arguments, 1).plus(NumericMath.whole(arguments, 0))),
                INT8,
                INET);
        table.immutable(
                2632,
                "inetmi_int8",
                INET,
                boxed((context, arguments) -> address(arguments, 0).minus(NumericMath.whole(arguments, 1))),
                INET,
                INT8);
    }

    private static NetworkAddress address(@Nullable Object[] arguments, int index) {
        return (NetworkAddress) NumericMath.value(arguments, index);
    }

    private void of(
            int oid, String name, BuiltInType result, BuiltInType argument, Function<NetworkAddress, Object> body) {
        table.immutable(oid, name, result, boxed((context, arguments) -> body.apply(address(arguments, 0))), argument);
    }

    private void ofTwo(
            int oid, String name, BuiltInType result, BiFunction<NetworkAddress, NetworkAddress, Object> body) {
        table.immutable(
                oid,
                name,
                result,
                boxed((context, arguments) -> body.apply(address(arguments, 0), address(arguments, 1))),
                INET,
                INET);
    }

    private void test(int oid, String name, BiPredicate<NetworkAddress, NetworkAddress> body) {
        ofTwo(oid, name, BOOL, body::test);
    }
}
