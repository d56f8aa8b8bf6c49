package org.borealisdb.sql.optimize;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.ValueOrder;

/** Compares values of columns with those of conditions, which may be of other types, and tells where they are in histograms. Stateless. */
final class ValueScale {
    private static final double MICROS_PER_DAY = 86_400e6;

    private ValueScale() {}

    /** Returns how a value is to another one, if that can be told. */
    static Optional<Integer> compare(SqlType type, Object value, SqlType otherType, Object other) {
        OptionalDouble one = number(type, value);
        OptionalDouble two = number(otherType, other);
        if (one.isPresent() && two.isPresent()) {
            return Optional.of(Double.compare(one.getAsDouble(), two.getAsDouble()));
        }
        boolean texts = value instanceof String && other instanceof String;
        boolean same = type.sameTypeAs(otherType) || (texts && !type.is(BuiltInType.BPCHAR));
        return same ? Optional.of(ValueOrder.compare(type, value, other)) : Optional.empty();
    }

    /** Returns the part of a histogram below a value. */
    static OptionalDouble partBelow(SqlType type, List<Object> histogram, SqlType otherType, Object value) {
        int above = 0;
        while (above < histogram.size()) {
            Optional<Integer> order = compare(type, histogram.get(above), otherType, value);
            if (order.isEmpty()) {
                return OptionalDouble.empty();
            }
            if (order.get() >= 0) {
                break;
            }
            above++;
        }
        if (above == 0 || above == histogram.size()) {
            return OptionalDouble.of(above == 0 ? 0 : 1);
        }
        double within = 0.5;
        OptionalDouble low = number(type, histogram.get(above - 1));
        OptionalDouble high = number(type, histogram.get(above));
        OptionalDouble at = number(otherType, value);
        if (low.isPresent() && high.isPresent() && at.isPresent() && high.getAsDouble() > low.getAsDouble()) {
            within = (at.getAsDouble() - low.getAsDouble()) / (high.getAsDouble() - low.getAsDouble());
        }
        return OptionalDouble.of((above - 1 + within) / (histogram.size() - 1));
    }

    private static OptionalDouble number(SqlType type, Object value) {
        return switch (value) {
            case Long whole -> OptionalDouble.of(type.is(BuiltInType.DATE) ? whole * MICROS_PER_DAY : whole);
            case Double real -> OptionalDouble.of(real);
            case Numeric numeric -> OptionalDouble.of(numeric.toDouble());
            default -> OptionalDouble.empty();
        };
    }
}
