package org.borealisdb.expr.scalar;

import org.borealisdb.expr.scalar.ScalarFunction.DoubleComparison;
import org.borealisdb.expr.scalar.ScalarFunction.LongBinary;
import org.borealisdb.expr.scalar.ScalarFunction.ObjectComparison;

/** The bodies that all comparison functions share. */
final class Comparisons {
    static final LongBinary EQUAL_LONG = new LongBinary((a, b) -> a == b ? 1 : 0);
    static final LongBinary NOT_EQUAL_LONG = new LongBinary((a, b) -> a != b ? 1 : 0);
    static final LongBinary LESS_LONG = new LongBinary((a, b) -> a < b ? 1 : 0);
    static final LongBinary LESS_OR_EQUAL_LONG = new LongBinary((a, b) -> a <= b ? 1 : 0);
    static final LongBinary GREATER_LONG = new LongBinary((a, b) -> a > b ? 1 : 0);
    static final LongBinary GREATER_OR_EQUAL_LONG = new LongBinary((a, b) -> a >= b ? 1 : 0);

    static final DoubleComparison EQUAL_DOUBLE = new DoubleComparison(order -> order == 0);
    static final DoubleComparison NOT_EQUAL_DOUBLE = new DoubleComparison(order -> order != 0);
    static final DoubleComparison LESS_DOUBLE = new DoubleComparison(order -> order < 0);
    static final DoubleComparison LESS_OR_EQUAL_DOUBLE = new DoubleComparison(order -> order <= 0);
    static final DoubleComparison GREATER_DOUBLE = new DoubleComparison(order -> order > 0);
    static final DoubleComparison GREATER_OR_EQUAL_DOUBLE = new DoubleComparison(order -> order >= 0);

    static final ObjectComparison EQUAL_OBJECT = new ObjectComparison(order -> order == 0);
    static final ObjectComparison NOT_EQUAL_OBJECT = new ObjectComparison(order -> order != 0);
    static final ObjectComparison LESS_OBJECT = new ObjectComparison(order -> order < 0);
    static final ObjectComparison LESS_OR_EQUAL_OBJECT = new ObjectComparison(order -> order <= 0);
    static final ObjectComparison GREATER_OBJECT = new ObjectComparison(order -> order > 0);
    static final ObjectComparison GREATER_OR_EQUAL_OBJECT = new ObjectComparison(order -> order >= 0);

    private Comparisons() {}
}
