package org.borealisdb.expr.scalar;

import java.util.List;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ValueOrder;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/** Evaluators of function calls, one for each shape of a body. */
final class CallEvaluators {
    private CallEvaluators() {}

    static Evaluator compile(ScalarFunction function, List<Evaluator> arguments, List<Expression> expressions) {
        return switch (function.body()) {
            case ScalarFunction.LongUnary unary -> {
                Evaluator operand = arguments.getFirst();
                yield new Evaluator() {
                    @Override
                    public long evaluateLong(Frame frame) {
                        long value = operand.evaluateLong(frame);
                        return frame.isNull ? 0 : unary.operator().applyAsLong(value);
                    }
                };
            }
            case ScalarFunction.LongBinary binary -> longBinary(binary, arguments.get(0), arguments.get(1));
            case ScalarFunction.DoubleUnary unary -> {
                Evaluator operand = arguments.getFirst();
                yield new Evaluator() {
                    @Override
                    public double evaluateDouble(Frame frame) {
                        double value = operand.evaluateDouble(frame);
                        return frame.isNull ? 0 : unary.operator().applyAsDouble(value);
                    }
                };
            }
            case ScalarFunction.DoubleBinary binary -> {
                Evaluator left = arguments.get(0);
                Evaluator right = arguments.get(1);
                yield new Evaluator() {
                    @Override
                    public double evaluateDouble(Frame frame) {
                        double a = left.evaluateDouble(frame);
                        if (frame.isNull) {
                            return 0;
                        }
                        double b = right.evaluateDouble(frame);
                        return frame.isNull ? 0 : binary.operator().applyAsDouble(a, b);
                    }
                };
            }
            case ScalarFunction.DoubleComparison comparison -> {
                Evaluator left = arguments.get(0);
                Evaluator right = arguments.get(1);
                yield new Evaluator() {
                    @Override
                    public long evaluateLong(Frame frame) {
                        double a = left.evaluateDouble(frame);
                        if (frame.isNull) {
                            return 0;
                        }
                        double b = right.evaluateDouble(frame);
                        return !frame.isNull && comparison.test().test(ValueOrder.compareDoubles(a, b)) ? 1 : 0;
                    }
                };
            }
            case ScalarFunction.ObjectComparison comparison ->
                objectComparison(
                        comparison,
                        arguments.get(0),
                        arguments.get(1),
                        expressions.getFirst().type());
            case ScalarFunction.ObjectBinary binary -> objectBinary(binary, arguments.get(0), arguments.get(1));
            case ScalarFunction.General general -> general(function, general.function(), arguments, expressions);
            case ScalarFunction.GeneralTyped typed -> {
                List<SqlType> types = expressions.stream().map(Expression::type).toList();
                yield general(
                        function,
                        (context, values) -> typed.function().call(types, context, values),
                        arguments,
                        expressions);
            }
        };
    }

    private static Evaluator longBinary(ScalarFunction.LongBinary binary, Evaluator left, Evaluator right) {
        return new Evaluator() {
            @Override
            public long evaluateLong(Frame frame) {
                long a = left.evaluateLong(frame);
                if (frame.isNull) {
                    return 0;
                }
                long b = right.evaluateLong(frame);
                return frame.isNull ? 0 : binary.operator().applyAsLong(a, b);
            }
        };
    }

    private static Evaluator objectComparison(
            ScalarFunction.ObjectComparison comparison, Evaluator left, Evaluator right, SqlType type) {
        return new Evaluator() {
            @Override
            public long evaluateLong(Frame frame) {
                Object a = left.evaluateObject(frame);
                Object b = a == null ? null : right.evaluateObject(frame);
                frame.isNull = a == null || b == null;
                if (a == null || b == null) {
                    return 0;
                }
                return comparison.test().test(ValueOrder.compare(type, a, b)) ? 1 : 0;
            }
        };
    }

    private static Evaluator objectBinary(ScalarFunction.ObjectBinary binary, Evaluator left, Evaluator right) {
        return new Evaluator() {
            @Override
            public @Nullable Object evaluateObject(Frame frame) {
                Object a = left.evaluateObject(frame);
                Object b = a == null ? null : right.evaluateObject(frame);
                return a == null || b == null ? null : binary.operator().apply(a, b);
            }
        };
    }

    private static Evaluator general(
            ScalarFunction function,
            ScalarFunction.Boxed general,
            List<Evaluator> arguments,
            List<Expression> expressions) {
        Evaluator[] operands = arguments.toArray(new Evaluator[0]);
        SqlType[] types = expressions.stream().map(Expression::type).toArray(SqlType[]::new);
        return new Evaluator() {
            private @Nullable Object value(Frame frame) {
                @Nullable Object[] values = new @Nullable Object[operands.length];
                for (int i = 0; i < operands.length; i++) {
                    values[i] = EvaluatorCompiler.box(operands[i], types[i], frame);
                    if (values[i] == null && function.strict()) {
                        return null;
                    }
                }
                return general.call(frame.context(), values);
            }

            @Override
            public long evaluateLong(Frame frame) {
                Object value = value(frame);
                frame.isNull = value == null;
                return value == null ? 0 : Values.unboxLong(value);
            }

            @Override
            public double evaluateDouble(Frame frame) {
                Object value = value(frame);
                frame.isNull = value == null;
                return value == null ? 0 : (Double) value;
            }

            @Override
            public @Nullable Object evaluateObject(Frame frame) {
                return value(frame);
            }
        };
    }

    /** Calls a function of two arguments over boxed values that are not NULL. */
    static @Nullable Object call(
            ScalarFunction function, SqlType type, EvaluationContext context, Object left, Object right) {
        return switch (function.body()) {
            case ScalarFunction.LongBinary binary ->
                Values.box(
                        function.result(),
                        binary.operator().applyAsLong(Values.unboxLong(left), Values.unboxLong(right)));
            case ScalarFunction.DoubleBinary binary -> binary.operator().applyAsDouble((Double) left, (Double) right);
            case ScalarFunction.DoubleComparison comparison ->
                comparison.test().test(ValueOrder.compareDoubles((Double) left, (Double) right));
            case ScalarFunction.ObjectComparison comparison ->
                comparison.test().test(ValueOrder.compare(type, left, right));
            case ScalarFunction.ObjectBinary binary -> binary.operator().apply(left, right);
            case ScalarFunction.General general ->
                general.function().call(context, new @Nullable Object[] {left, right});
            case ScalarFunction.GeneralTyped typed ->
                typed.function().call(List.of(type, type), context, new @Nullable Object[] {left, right});
            case ScalarFunction.LongUnary _, ScalarFunction.DoubleUnary _ ->
                throw new IllegalArgumentException(function.name() + " takes one argument");
        };
    }
}
