package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.ANYARRAY;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.BPCHAR;
import static org.borealisdb.expr.type.BuiltInType.BYTEA;
import static org.borealisdb.expr.type.BuiltInType.CHAR;
import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.FLOAT4;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT2;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.INTERVAL;
import static org.borealisdb.expr.type.BuiltInType.NAME;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.OID;
import static org.borealisdb.expr.type.BuiltInType.TEXT;
import static org.borealisdb.expr.type.BuiltInType.TIME;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;
import static org.borealisdb.expr.type.BuiltInType.UUID;

import java.util.List;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.expr.value.ValueOrder;
import org.jspecify.annotations.Nullable;

/**
 * Declares what B-tree operator classes and the aggregates max, min, bool_and and bool_or are made of: the order of two values as a
 * number, and the larger and the smaller of them. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc.
 */
final class OrderFunctions {
    private final FunctionTable table;

    OrderFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareOrders();
        declareLarger();
        declareSmaller();
        declareArrays();
        table.immutable(2515, "booland_statefunc", BOOL, new ScalarFunction.LongBinary((a, b) -> a & b), BOOL, BOOL);
        table.immutable(2516, "boolor_statefunc", BOOL, new ScalarFunction.LongBinary((a, b) -> a | b), BOOL, BOOL);
    }

    private void declareOrders() {
        difference(350, "btint2cmp", INT2);
        difference(358, "btcharcmp", CHAR);
        order(246, "btnametextcmp", NAME, TEXT);
        order(253, "bttextnamecmp", TEXT, NAME);
        order(351, "btint4cmp", INT4, INT4);
        order(354, "btfloat4cmp", FLOAT4, FLOAT4);
        order(355, "btfloat8cmp", FLOAT8, FLOAT8);
        order(356, "btoidcmp", OID, OID);
        order(359, "btnamecmp", NAME, NAME);
        order(360, "bttextcmp", TEXT, TEXT);
        order(842, "btint8cmp", INT8, INT8);
        order(1078, "bpcharcmp", BPCHAR, BPCHAR);
        order(1092, "date_cmp", DATE, DATE);
        order(1107, "time_cmp", TIME, TIME);
        order(1314, "timestamptz_cmp", TIMESTAMPTZ, TIMESTAMPTZ);
        order(1315, "interval_cmp", INTERVAL, INTERVAL);
        order(1693, "btboolcmp", BOOL, BOOL);
        order(1769, "numeric_cmp", NUMERIC, NUMERIC);
        order(1954, "byteacmp", BYTEA, BYTEA);
        order(2045, "timestamp_cmp", TIMESTAMP, TIMESTAMP);
        order(2166, "bttext_pattern_cmp", TEXT, TEXT);
        order(2180, "btbpchar_pattern_cmp", BPCHAR, BPCHAR);
        order(2188, "btint48cmp", INT4, INT8);
        order(2189, "btint84cmp", INT8, INT4);
        order(2190, "btint24cmp", INT2, INT4);
        order(2191, "btint42cmp", INT4, INT2);
        order(2192, "btint28cmp", INT2, INT8);
        order(2193, "btint82cmp", INT8, INT2);
        order(2194, "btfloat48cmp", FLOAT4, FLOAT8);
        order(2195, "btfloat84cmp", FLOAT8, FLOAT4);
        order(2960, "uuid_cmp", UUID, UUID);
    }

    private void declareLarger() {
        larger(209, "float4larger", FLOAT4);
        larger(223, "float8larger", FLOAT8);
        larger(458, "text_larger", TEXT);
        larger(768, "int4larger", INT4);
        larger(770, "int2larger", INT2);
        larger(1063, "bpchar_larger", BPCHAR);
        larger(1138, "date_larger", DATE);
        larger(1196, "timestamptz_larger", TIMESTAMPTZ);
        larger(1198, "interval_larger", INTERVAL);
        larger(1236, "int8larger", INT8);
        larger(1377, "time_larger", TIME);
        larger(1767, "numeric_larger", NUMERIC);
        larger(1965, "oidlarger", OID);
        larger(2036, "timestamp_larger", TIMESTAMP);
    }

    private void declareSmaller() {
        smaller(211, "float4smaller", FLOAT4);
        smaller(224, "float8smaller", FLOAT8);
        smaller(459, "text_smaller", TEXT);
        smaller(769, "int4smaller", INT4);
        smaller(771, "int2smaller", INT2);
        smaller(1064, "bpchar_smaller", BPCHAR);
        smaller(1139, "date_smaller", DATE);
        smaller(1195, "timestamptz_smaller", TIMESTAMPTZ);
        smaller(1197, "interval_smaller", INTERVAL);
        smaller(1237, "int8smaller", INT8);
        smaller(1378, "time_smaller", TIME);
        smaller(1766, "numeric_smaller", NUMERIC);
        smaller(1966, "oidsmaller", OID);
        smaller(2035, "timestamp_smaller", TIMESTAMP);
    }

    private void declareArrays() {
        SqlType array = ANYARRAY.type();
        table.immutableOf(
                382,
                "btarraycmp",
                INT4.type(),
                new ScalarFunction.GeneralTyped(
                        (types, context, arguments) -> (long) Integer.signum(arrayOrder(types, arguments))),
                array,
                array);
        table.immutableOf(
                515,
                "array_larger",
                array,
                new ScalarFunction.GeneralTyped(
                        (types, context, arguments) -> arrayOrder(types, arguments) > 0 ? arguments[0] : arguments[1]),
                array,
                array);
        table.immutableOf(
                516,
                "array_smaller",
                array,
                new ScalarFunction.GeneralTyped(
                        (types, context, arguments) -> arrayOrder(types, arguments) < 0 ? arguments[0] : arguments[1]),
                array,
                array);
    }

    private static int arrayOrder(List<SqlType> types, @Nullable Object[] arguments) {
        return ValueOrder.compare(types.getFirst(), NumericMath.value(arguments, 0), NumericMath.value(arguments, 1));
    }

    /** Types of two bytes and less answer how far apart two values are. */
    private void difference(int oid, String name, BuiltInType type) {
        table.immutable(oid, name, INT4, new ScalarFunction.LongBinary((a, b) -> a - b), type, type);
    }

    private void order(int oid, String name, BuiltInType left, BuiltInType right) {
        table.immutable(
                oid,
                name,
                INT4,
                boxed((context, arguments) ->
                        (long) compare(left, NumericMath.value(arguments, 0), NumericMath.value(arguments, 1))),
                left,
                right);
    }

    private void larger(int oid, String name, BuiltInType type) {
        extreme(oid, name, type, 1);
    }

    private void smaller(int oid, String name, BuiltInType type) {
        extreme(oid, name, type, -1);
    }

    /** Of equal values it is the second one, but of padded texts the first. */
    private void extreme(int oid, String name, BuiltInType type, int sign) {
        table.immutable(
                oid,
                name,
                type,
                boxed((context, arguments) -> {
                    Object first = NumericMath.value(arguments, 0);
                    Object second = NumericMath.value(arguments, 1);
                    int order = compare(type, first, second) * sign;
                    return order > 0 || (order == 0 && type == BuiltInType.BPCHAR) ? first : second;
                }),
                type,
                type);
    }

    /** Compares values of one type, or of two that are carried alike: the sign counts, -1, 0 or 1. */
    private static int compare(BuiltInType type, Object left, Object right) {
        int order = ValueOrder.compare(type.type(), left, right);
        return type.kind() == ValueKind.OBJECT ? Integer.signum(order) : order;
    }
}
