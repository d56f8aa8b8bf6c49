package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BIT;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.VARBIT;

import java.util.function.BinaryOperator;
import java.util.function.ToLongFunction;
import org.borealisdb.expr.bits.BitString;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.TypeModifiers;
import org.jspecify.annotations.Nullable;

/** Declares the functions of bit strings. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class BitFunctions {
    private final FunctionTable table;

    BitFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareComparisons();
        declareCasts();
        declareMath();
        declareParts();
        declareBits();
    }

    private void declareComparisons() {
        table.immutable(1581, "biteq", BOOL, Comparisons.EQUAL_OBJECT, BIT, BIT);
        table.immutable(1582, "bitne", BOOL, Comparisons.NOT_EQUAL_OBJECT, BIT, BIT);
        table.immutable(1592, "bitge", BOOL, Comparisons.GREATER_OR_EQUAL_OBJECT, BIT, BIT);
        table.immutable(1593, "bitgt", BOOL, Comparisons.GREATER_OBJECT, BIT, BIT);
        table.immutable(1594, "bitle", BOOL, Comparisons.LESS_OR_EQUAL_OBJECT, BIT, BIT);
        table.immutable(1595, "bitlt", BOOL, Comparisons.LESS_OBJECT, BIT, BIT);
        table.immutable(1666, "varbiteq", BOOL, Comparisons.EQUAL_OBJECT, VARBIT, VARBIT);
        table.immutable(1667, "varbitne", BOOL, Comparisons.NOT_EQUAL_OBJECT, VARBIT, VARBIT);
        table.immutable(1668, "varbitge", BOOL, Comparisons.GREATER_OR_EQUAL_OBJECT, VARBIT, VARBIT);
        table.immutable(1669, "varbitgt", BOOL, Comparisons.GREATER_OBJECT, VARBIT, VARBIT);
        table.immutable(1670, "varbitle", BOOL, Comparisons.LESS_OR_EQUAL_OBJECT, VARBIT, VARBIT);
        table.immutable(1671, "varbitlt", BOOL, Comparisons.LESS_OBJECT, VARBIT, VARBIT);
        compare(1596, "bitcmp", BIT);
        compare(1672, "varbitcmp", VARBIT);
    }

    private void compare(int oid, String name, BuiltInType type) {
        table.immutable(
                oid,
                name,
                INT4,
                boxed((context, arguments) -> (long) bits(arguments, 0).compareTo(bits(arguments, 1))),
                type,
                type);
    }

    private void declareCasts() {
        ofNumber(1683, INT4);
        ofNumber(2075, INT8);
        number(1684, INT4, Integer.SIZE);
        number(2076, INT8, Long.SIZE);
        fitted(1685, BIT);
        fitted(1687, VARBIT);
    }

    /** Without a length, which a type's modifier gives, there is one bit. */
    private void ofNumber(int oid, BuiltInType source) {
        table.immutable(
                oid,
                "bit",
                BIT,
                boxed((context, arguments) -> {
                    int length = NumericMath.integer(arguments, 1);
                    return BitString.ofNumber(NumericMath.whole(arguments, 0), length <= 0 ? 1 : length);
                }),
                source,
                INT4);
    }

    private void number(int oid, BuiltInType result, int size) {
        table.immutable(
                oid,
                result.catalogName(),
                result,
                boxed((context, arguments) -> {
                    BitString bits = bits(arguments, 0);
                    if (bits.length() > size) {
                        throw new SqlException(
                                ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, result.sqlName() + " out of range");
                    }
                    return size == Integer.SIZE ? (long) (int) bits.number() : bits.number();
                }),
                BIT);
    }

    private void fitted(int oid, BuiltInType type) {
        table.immutable(
                oid,
                type.catalogName(),
                type,
                boxed((context, arguments) -> {
                    int length = NumericMath.integer(arguments, 1);
                    boolean explicit = (Boolean) NumericMath.value(arguments, 2);
                    return length <= 0
                            ? bits(arguments, 0)
                            : TypeModifiers.fit(type.type().withModifier(length), bits(arguments, 0), explicit);
                }),
                type,
                INT4,
                BOOL);
    }

    private void declareMath() {
        ofTwo(1673, "bitand", BIT, BitString::and);
        ofTwo(1674, "bitor", BIT, BitString::or);
        ofTwo(1675, "bitxor", BIT, BitString::exclusiveOr);
        ofTwo(1679, "bitcat", VARBIT, BitString::joined);
        table.immutable(
                1676,
                "bitnot",
                BIT,
                boxed((context, arguments) -> bits(arguments, 0).inverted()),
                BIT);
        table.immutable(
                1677,
                "bitshiftleft",
                BIT,
                boxed((context, arguments) -> bits(arguments, 0).shifted(NumericMath.whole(arguments, 1))),
                BIT,
                INT4);
        table.immutable(
                1678,
                "bitshiftright",
                BIT,
                boxed((context, arguments) -> bits(arguments, 0).shifted(-NumericMath.whole(arguments, 1))),
                BIT,
                INT4);
    }

    private void ofTwo(int oid, String name, BuiltInType type, BinaryOperator<BitString> body) {
        table.immutable(
                oid,
                name,
                type,
                boxed((context, arguments) -> body.apply(bits(arguments, 0), bits(arguments, 1))),
                type,
                type);
    }

    private void declareParts() {
        table.immutable(
                1680,
                "substring",
                BIT,
                boxed((context, arguments) -> bits(arguments, 0)
                        .substring(NumericMath.integer(arguments, 1), NumericMath.integer(arguments, 2))),
                BIT,
                INT4,
                INT4);
        table.immutable(
                1699,
                "substring",
                BIT,
                boxed((context, arguments) -> bits(arguments, 0).substring(NumericMath.integer(arguments, 1))),
                BIT,
                INT4);
        table.immutable(
                1698,
                "position",
                INT4,
                boxed((context, arguments) -> (long) bits(arguments, 0).position(bits(arguments, 1))),
                BIT,
                BIT);
        table.immutable(
                3030,
                "overlay",
                BIT,
                boxed((context, arguments) -> bits(arguments, 0)
                        .overlaid(
                                bits(arguments, 1),
                                NumericMath.integer(arguments, 2),
                                NumericMath.integer(arguments, 3))),
                BIT,
                BIT,
                INT4,
                INT4);
        table.immutable(
                3031,
                "overlay",
                BIT,
                boxed((context, arguments) -> bits(arguments, 0)
                        .overlaid(
                                bits(arguments, 1),
                                NumericMath.integer(arguments, 2),
                                bits(arguments, 1).length())),
                BIT,
                BIT,
                INT4);
    }

    private void declareBits() {
        number(1681, "length", INT4, BitString::length);
        number(1812, "bit_length", INT4, BitString::length);
        number(1682, "octet_length", INT4, bits -> Math.ceilDiv(bits.length(), Byte.SIZE));
        number(6162, "bit_count", INT8, BitString::count);
        table.immutable(
                3032,
                "get_bit",
                INT4,
                boxed((context, arguments) -> (long) bits(arguments, 0).bitAt(NumericMath.integer(arguments, 1))),
                BIT,
                INT4);
        table.immutable(
                3033,
                "set_bit",
                BIT,
                boxed((context, arguments) -> bits(arguments, 0)
                        .withBit(NumericMath.integer(arguments, 1), NumericMath.integer(arguments, 2))),
                BIT,
                INT4,
                INT4);
    }

    private void number(int oid, String name, BuiltInType result, ToLongFunction<BitString> body) {
        table.immutable(oid, name, result, boxed((context, arguments) -> body.applyAsLong(bits(arguments, 0))), BIT);
    }

    private static BitString bits(@Nullable Object[] arguments, int index) {
        return (BitString) NumericMath.value(arguments, index);
    }
}
