package org.borealisdb.expr.scalar;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.expr.value.TypeModifiers;
import org.borealisdb.expr.value.ValueOrder;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/** Makes evaluators of expressions. Stateless; once a plan, not once a row. */
public final class EvaluatorCompiler {
    private EvaluatorCompiler() {}

    /** A node that answers boxed values; {@link #unboxed} gives it the form of its kind. */
    @FunctionalInterface
    private interface Boxed {
        @Nullable
        Object evaluate(Frame frame);
    }

    /** A node that answers a condition: 1, 0, or NULL by the frame's flag. */
    @FunctionalInterface
    private interface Condition extends Evaluator {
        @Override
        long evaluateLong(Frame frame);
    }

    /** Returns the evaluator of an expression. */
    public static Evaluator compile(Expression expression) {
        SqlType type = expression.type();
        return switch (expression) {
            case Expression.Constant constant -> LeafEvaluators.constant(type, constant.value());
            case Expression.ColumnReference column -> LeafEvaluators.column(type.kind(), column.column());
            case Expression.Parameter parameter -> LeafEvaluators.parameter(type.kind(), parameter.index());
            case Expression.Call call ->
                CallEvaluators.compile(call.function(), compileAll(call.arguments()), call.arguments());
            case Expression.And and -> junction(compileAll(and.operands()), false);
            case Expression.Or or -> junction(compileAll(or.operands()), true);
            case Expression.Not not -> {
                Evaluator operand = compile(not.operand());
                yield (Condition) frame -> operand.evaluateLong(frame) ^ 1;
            }
            case Expression.IsNull test -> {
                Boxed operand = boxed(test.operand());
                yield condition(frame -> (operand.evaluate(frame) == null) != test.negated());
            }
            case Expression.IsTruth test -> {
                Evaluator operand = compile(test.operand());
                yield condition(frame -> {
                    long value = operand.evaluateLong(frame);
                    return (!frame.isNull && (value != 0) == test.truth()) != test.negated();
                });
            }
            case Expression.IsDistinct distinct -> {
                Boxed left = boxed(distinct.left());
                Boxed right = boxed(distinct.right());
                Comparison equality =
                        comparison(distinct.equality(), distinct.left().type());
                yield condition(frame -> {
                    Object a = left.evaluate(frame);
                    Object b = right.evaluate(frame);
                    if (a == null || b == null) {
                        boolean bothNull = a == null && b == null;
                        return bothNull == distinct.negated();
                    }
                    boolean same = Boolean.TRUE.equals(equality.test(frame, a, b));
                    return same == distinct.negated();
                });
            }
            case Expression.Quantified quantified -> quantified(quantified);
            case Expression.QuantifiedArray quantified -> quantifiedArray(quantified);
            case Expression.Case branches -> unboxed(type, caseOf(branches));
            case Expression.Coalesce coalesce -> {
                List<Boxed> operands = boxedAll(coalesce.operands());
                yield unboxed(type, frame -> {
                    for (Boxed operand : operands) {
                        Object value = operand.evaluate(frame);
                        if (value != null) {
                            return value;
                        }
                    }
                    return null;
                });
            }
            case Expression.Extreme extreme -> {
                List<Boxed> operands = boxedAll(extreme.operands());
                int sign = extreme.greatest() ? 1 : -1;
                yield unboxed(type, frame -> {
                    Object best = null;
                    for (Boxed operand : operands) {
                        Object value = operand.evaluate(frame);
                        if (value != null && (best == null || ValueOrder.compare(type, value, best) * sign > 0)) {
                            best = value;
                        }
                    }
                    return best;
                });
            }
            case Expression.NullIf nullIf -> {
                Boxed left = boxed(nullIf.left());
                Boxed right = boxed(nullIf.right());
                Comparison equality =
                        comparison(nullIf.equality(), nullIf.left().type());
                yield unboxed(type, frame -> {
                    Object a = left.evaluate(frame);
                    Object b = right.evaluate(frame);
                    return a != null && b != null && Boolean.TRUE.equals(equality.test(frame, a, b)) ? null : a;
                });
            }
            case Expression.Relabel relabel -> relabelled(compile(relabel.operand()), relabel);
            case Expression.ConvertByText convert -> {
                Boxed operand = boxed(convert.operand());
                SqlType source = convert.operand().type();
                yield unboxed(type, frame -> {
                    Object value = operand.evaluate(frame);
                    if (value == null) {
                        return null;
                    }
                    EvaluationContext context = frame.context();
                    String text = TextOutput.format(source, value, context.format());
                    return new TextInput(context.format(), context.transactionTimestamp()).parse(type, text);
                });
            }
            case Expression.ConvertElements convert -> {
                Boxed operand = boxed(convert.operand());
                ElementEvaluator elements = new ElementEvaluator(convert.element(), (ArrayType) type);
                yield unboxed(type, frame -> elements.converted(frame, operand.evaluate(frame)));
            }
            case Expression.Fit fit -> {
                Boxed operand = boxed(fit.operand());
                yield unboxed(type, frame -> {
                    Object value = operand.evaluate(frame);
                    return value == null ? null : TypeModifiers.fit(type, value, fit.explicit());
                });
            }
            case Expression.InDomain checked -> {
                Boxed operand = boxed(checked.operand());
                DomainEvaluator domain = new DomainEvaluator(checked.rules(), checked.elements());
                yield unboxed(type, frame -> domain.checked(frame, operand.evaluate(frame)));
            }
            case Expression.ArrayOf array -> {
                List<Boxed> elements = boxedAll(array.elements());
                boolean nested = !array.elements().isEmpty()
                        && array.elements().getFirst().type() instanceof ArrayType;
                SqlType elementType = ((ArrayType) type).element();
                yield unboxed(type, frame -> {
                    List<@Nullable Object> values = new ArrayList<>(elements.size());
                    for (Boxed element : elements) {
                        values.add(element.evaluate(frame));
                    }
                    return nested ? ArrayValue.stacked(elementType, values) : ArrayValue.of(elementType, values);
                });
            }
            case Expression.Field field -> {
                Boxed row = boxed(field.operand());
                yield unboxed(type, frame -> {
                    Object value = row.evaluate(frame);
                    return value == null ? null : Values.read((BoxedRow) value, field.place(), type);
                });
            }
            case Expression.RowOf row -> {
                List<Boxed> fields = boxedAll(row.fields());
                yield unboxed(type, frame -> {
                    List<@Nullable Object> values = new ArrayList<>(fields.size());
                    for (Boxed field : fields) {
                        values.add(field.evaluate(frame));
                    }
                    return BoxedRow.of(values);
                });
            }
            case Expression.Subscript subscript -> unboxed(type, subscript(subscript));
        };
    }

    /** Returns what reads the bits of a value as another type's: of an integer those of an object identifier, which has no sign. */
    private static Evaluator relabelled(Evaluator operand, Expression.Relabel relabel) {
        boolean fromUnsigned = isObjectIdentifier(relabel.operand().type());
        if (fromUnsigned == isObjectIdentifier(relabel.type())) {
            return operand;
        }
        return new Evaluator() {
            @Override
            public long evaluateLong(Frame frame) {
                long bits = operand.evaluateLong(frame);
                return fromUnsigned ? (int) bits : Integer.toUnsignedLong((int) bits);
            }
        };
    }

    private static boolean isObjectIdentifier(SqlType type) {
        return type.builtIn().filter(BuiltInType::isObjectIdentifier).isPresent();
    }

    private static List<Evaluator> compileAll(List<Expression> expressions) {
        return expressions.stream().map(EvaluatorCompiler::compile).toList();
    }

    private static List<Boxed> boxedAll(List<Expression> expressions) {
        return expressions.stream().map(EvaluatorCompiler::boxed).toList();
    }

    private static Boxed boxed(Expression expression) {
        Evaluator evaluator = compile(expression);
        SqlType type = expression.type();
        return frame -> box(evaluator, type, frame);
    }

    /** Returns an evaluator's boxed value, {@code null} for NULL. */
    public static @Nullable Object box(Evaluator evaluator, SqlType type, Frame frame) {
        return switch (type.kind()) {
            case LONG -> {
                long value = evaluator.evaluateLong(frame);
                yield frame.isNull ? null : Values.box(type, value);
            }
            case DOUBLE -> {
                double value = evaluator.evaluateDouble(frame);
                yield frame.isNull ? null : (Object) value;
            }
            case OBJECT -> evaluator.evaluateObject(frame);
        };
    }

    private static Evaluator unboxed(SqlType type, Boxed boxed) {
        ValueKind kind = type.kind();
        return switch (kind) {
            case OBJECT ->
                new Evaluator() {
                    @Override
                    public @Nullable Object evaluateObject(Frame frame) {
                        return boxed.evaluate(frame);
                    }
                };
            case LONG ->
                (Condition) frame -> {
                    Object value = boxed.evaluate(frame);
                    frame.isNull = value == null;
                    return value == null ? 0 : Values.unboxLong(value);
                };
            case DOUBLE ->
                new Evaluator() {
                    @Override
                    public double evaluateDouble(Frame frame) {
                        Object value = boxed.evaluate(frame);
                        frame.isNull = value == null;
                        return value == null ? 0 : (Double) value;
                    }
                };
        };
    }

    @FunctionalInterface
    private interface Test {
        boolean test(Frame frame);
    }

    /** A condition that is never NULL. */
    private static Evaluator condition(Test test) {
        return (Condition) frame -> {
            boolean holds = test.test(frame);
            frame.isNull = false;
            return holds ? 1 : 0;
        };
    }

    /** AND (which ends at false) or OR (which ends at true) in three values. */
    private static Evaluator junction(List<Evaluator> operands, boolean ending) {
        Evaluator[] all = operands.toArray(new Evaluator[0]);
        return (Condition) frame -> {
            boolean unknown = false;
            for (Evaluator operand : all) {
                long value = operand.evaluateLong(frame);
                if (frame.isNull) {
                    unknown = true;
                } else if ((value != 0) == ending) {
                    return value;
                }
            }
            frame.isNull = unknown;
            return ending || unknown ? 0 : 1;
        };
    }

    /** A boolean operator over boxed values. */
    @FunctionalInterface
    private interface Comparison {
        @Nullable
        Object test(Frame frame, Object left, Object right);
    }

    private static Comparison comparison(ScalarFunction function, SqlType type) {
        return (frame, left, right) -> CallEvaluators.call(function, type, frame.context(), left, right);
    }

    private static Evaluator quantified(Expression.Quantified quantified) {
        Boxed operand = boxed(quantified.operand());
        if (isListOfConstants(quantified)) {
            SortedElements elements = SortedElements.of(
                    quantified.elements(), quantified.operand().type());
            return (Condition) frame -> elements.has(operand.evaluate(frame), frame);
        }
        List<Boxed> elements = boxedAll(quantified.elements());
        Comparison comparison =
                comparison(quantified.operator(), quantified.operand().type());
        boolean all = quantified.all();
        return (Condition) frame -> {
            Object left = operand.evaluate(frame);
            boolean unknown = false;
            for (Boxed element : elements) {
                Object right = element.evaluate(frame);
                Object answer = left == null || right == null ? null : comparison.test(frame, left, right);
                if (answer == null) {
                    unknown = true;
                } else if (Boolean.TRUE.equals(answer) != all) {
                    frame.isNull = false;
                    return all ? 0 : 1;
                }
            }
            frame.isNull = unknown;
            return all && !unknown ? 1 : 0;
        };
    }

    /** Whether it asks if a value equals one of several constants. */
    private static boolean isListOfConstants(Expression.Quantified quantified) {
        return !quantified.all()
                && SortedElements.areFoundBy(quantified.operator())
                && quantified.elements().stream().allMatch(Expression.Constant.class::isInstance);
    }

    private static Evaluator quantifiedArray(Expression.QuantifiedArray quantified) {
        Boxed operand = boxed(quantified.operand());
        Boxed array = boxed(quantified.array());
        SqlType type = quantified.operand().type();
        Comparison comparison = comparison(quantified.operator(), type);
        boolean all = quantified.all();
        boolean isFound = !all && SortedElements.areFoundBy(quantified.operator());
        return new Condition() {
            // The array that was asked last, and its elements once it is asked again: the same one, not one that is
            // equal.
            private @Nullable Object asked;

            private @Nullable SortedElements sorted;

            @Override
            public long evaluateLong(Frame frame) {
                Object left = operand.evaluate(frame);
                ArrayValue elements = (ArrayValue) array.evaluate(frame);
                if (elements == null) {
                    frame.isNull = true;
                    return 0;
                }
                if (!isFound || elements.size() < SortedElements.LEAST || !isSame(elements, asked)) {
                    asked = elements;
                    return each(frame, left, elements);
                }
                return sorted(elements).has(left, frame);
            }

            private SortedElements sorted(ArrayValue elements) {
                SortedElements found = sorted;
                if (found == null || !found.areOf(elements)) {
                    found = SortedElements.of(elements, type);
                    sorted = found;
                }
                return found;
            }

            private long each(Frame frame, @Nullable Object left, ArrayValue elements) {
                boolean unknown = false;
                for (int i = 0; i < elements.size(); i++) {
                    Object right = elements.element(i);
                    Object answer = left == null || right == null ? null : comparison.test(frame, left, right);
                    if (answer == null) {
                        unknown = true;
                    } else if (Boolean.TRUE.equals(answer) != all) {
                        frame.isNull = false;
                        return all ? 0 : 1;
                    }
                }
                frame.isNull = unknown;
                return all && !unknown ? 1 : 0;
            }
        };
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Object one, @Nullable Object other) {
        return one == other;
    }

    private static Boxed caseOf(Expression.Case branches) {
        List<Evaluator> conditions =
                branches.whens().stream().map(when -> compile(when.condition())).toList();
        List<Boxed> results =
                branches.whens().stream().map(when -> boxed(when.result())).toList();
        Boxed otherwise = boxed(branches.otherwise());
        return frame -> {
            for (int i = 0; i < conditions.size(); i++) {
                if (conditions.get(i).isTrue(frame)) {
                    return results.get(i).evaluate(frame);
                }
            }
            return otherwise.evaluate(frame);
        };
    }

    private static Boxed subscript(Expression.Subscript subscript) {
        Boxed array = boxed(subscript.array());
        List<Boxed> indexes = boxedAll(subscript.indexes());
        return frame -> {
            Object value = array.evaluate(frame);
            int[] places = new int[indexes.size()];
            for (int i = 0; i < places.length; i++) {
                Object index = indexes.get(i).evaluate(frame);
                if (index == null) {
                    return null;
                }
                places[i] = (int) Values.unboxLong(index);
            }
            return value == null ? null : ((ArrayValue) value).at(places);
        };
    }
}
