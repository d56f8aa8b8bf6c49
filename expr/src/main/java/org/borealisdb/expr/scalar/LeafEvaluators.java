package org.borealisdb.expr.scalar;

import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/** Evaluators of what has no operands. */
final class LeafEvaluators {
    private LeafEvaluators() {}

    static Evaluator constant(SqlType type, @Nullable Object value) {
        long asLong = value != null && type.kind() == ValueKind.LONG ? Values.unboxLong(value) : 0;
        double asDouble = value instanceof Double number ? number : 0;
        return new Evaluator() {
            @Override
            public long evaluateLong(Frame frame) {
                frame.isNull = value == null;
                return asLong;
            }

            @Override
            public double evaluateDouble(Frame frame) {
                frame.isNull = value == null;
                return asDouble;
            }

            @Override
            public @Nullable Object evaluateObject(Frame frame) {
                return value;
            }
        };
    }

    static Evaluator column(ValueKind kind, int column) {
        return switch (kind) {
            case LONG ->
                new Evaluator() {
                    @Override
                    public long evaluateLong(Frame frame) {
                        return longOf(frame, frame.row(), column);
                    }
                };
            case DOUBLE ->
                new Evaluator() {
                    @Override
                    public double evaluateDouble(Frame frame) {
                        return doubleOf(frame, frame.row(), column);
                    }
                };
            case OBJECT ->
                new Evaluator() {
                    @Override
                    public @Nullable Object evaluateObject(Frame frame) {
                        return frame.row().isNull(column) ? null : frame.row().objectAt(column);
                    }
                };
        };
    }

    static Evaluator parameter(ValueKind kind, int index) {
        return switch (kind) {
            case LONG ->
                new Evaluator() {
                    @Override
                    public long evaluateLong(Frame frame) {
                        return longOf(frame, frame.parameters(), index);
                    }
                };
            case DOUBLE ->
                new Evaluator() {
                    @Override
                    public double evaluateDouble(Frame frame) {
                        return doubleOf(frame, frame.parameters(), index);
                    }
                };
            case OBJECT ->
                new Evaluator() {
                    @Override
                    public @Nullable Object evaluateObject(Frame frame) {
                        return frame.parameters().isNull(index)
                                ? null
                                : frame.parameters().objectAt(index);
                    }
                };
        };
    }

    private static long longOf(Frame frame, RowSource row, int column) {
        frame.isNull = row.isNull(column);
        return frame.isNull ? 0 : row.longAt(column);
    }

    private static double doubleOf(Frame frame, RowSource row, int column) {
        frame.isNull = row.isNull(column);
        return frame.isNull ? 0 : row.doubleAt(column);
    }
}
