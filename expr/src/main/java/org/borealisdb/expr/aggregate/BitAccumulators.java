package org.borealisdb.expr.aggregate;

import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import org.borealisdb.expr.bits.BitString;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** The aggregates bit_and, bit_or and bit_xor, of whole numbers and of bit strings. */
final class BitAccumulators {
    private BitAccumulators() {}

    static Optional<Aggregate> find(String name, SqlType type) {
        return type instanceof ScalarType scalar ? find(name, scalar.base()) : Optional.empty();
    }

    private static Optional<Aggregate> find(String name, BuiltInType type) {
        return switch (name) {
            case "bit_and" -> find(name, type, (left, right) -> left & right, BitString::and, 2236, 2);
            case "bit_or" -> find(name, type, (left, right) -> left | right, BitString::or, 2237, 2);
            default -> find(name, type, (left, right) -> left ^ right, BitString::exclusiveOr, 6164, 1);
        };
    }

    /** The identifiers of those of smallint, integer, bigint and bit are a step apart. */
    private static Optional<Aggregate> find(
            String name,
            BuiltInType type,
            LongBinaryOperator ofNumbers,
            BinaryOperator<BitString> ofBits,
            int firstOid,
            int step) {
        BinaryOperator<Object> numbers = (left, right) -> ofNumbers.applyAsLong((Long) left, (Long) right);
        BinaryOperator<Object> bits = (left, right) -> ofBits.apply((BitString) left, (BitString) right);
        return switch (type) {
            case INT2 -> aggregate(firstOid, name, type, numbers);
            case INT4 -> aggregate(firstOid + step, name, type, numbers);
            case INT8 -> aggregate(firstOid + 2 * step, name, type, numbers);
            case BIT, VARBIT -> aggregate(firstOid + 3 * step, name, BuiltInType.BIT, bits);
            default -> Optional.empty();
        };
    }

    private static Optional<Aggregate> aggregate(
            int oid, String name, BuiltInType type, BinaryOperator<Object> operator) {
        return Optional.of(new Aggregate(oid, name, List.of(type.type()), type.type(), () -> new Fold(operator)));
    }

    /** Joins the values that are not NULL, one after the other. */
    private static final class Fold implements Accumulator {
        private final BinaryOperator<Object> operator;
        private @Nullable Object value;

        Fold(BinaryOperator<Object> operator) {
            this.operator = operator;
        }

        @Override
        public void add(@Nullable Object... arguments) {
            Object next = arguments[0];
            if (next != null) {
                value = value == null ? next : operator.apply(value, next);
            }
        }

        @Override
        public @Nullable Object result() {
            return value;
        }
    }
}
