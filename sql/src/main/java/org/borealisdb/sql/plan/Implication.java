package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.FunctionCatalog;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.ValueOrder;
import org.jspecify.annotations.Nullable;

/**
 * Whether a condition holds wherever others do. It says so only of what it can tell: equal conditions, comparisons of the same value with
 * constants, tests for NULL of what a strict condition reads, and AND and OR of these. A condition that is NULL does not hold. Stateless.
 */
final class Implication {
    /** Lists of more elements are compared as a whole only, for each element would be compared with each. */
    private static final int LONGEST_LIST = 100;

    /** What is said with a bound of a value that is less than it. */
    private static final List<String> LESS = List.of("<", "<=", "<>");

    private static final List<String> GREATER = List.of(">", ">=", "<>");

    private static final Expression TRUE = new Expression.Constant(BuiltInType.BOOL.type(), true);

    private static final Map<Integer, ScalarFunction> NEGATED = negated();

    private static final Set<Integer> INEQUALITIES = OperatorTable.builtIn().named("<>").stream()
            .map(OperatorTable.Operator::function)
            .collect(Collectors.toUnmodifiableSet());

    private Implication() {}

    /** Returns whether {@code wanted} is true for every row that all {@code given} are true for. */
    static boolean holds(List<Expression> given, Expression wanted) {
        return proves(given.stream().map(Implication::plain).toList(), plain(wanted));
    }

    /** Returns an expression in which conditions that say the same look the same: lists are such, constants have the type they are taken as, NOT is in operators. */
    private static Expression plain(Expression expression) {
        Expression parts = Expressions.mapParts(expression, Implication::plain);
        return switch (parts) {
            case Expression.Relabel(Expression.Constant constant, SqlType type) ->
                new Expression.Constant(type, constant.value());
            case Expression.QuantifiedArray in
            when elements(in.array()) != null ->
                new Expression.Quantified(
                        in.operator(), in.all(), in.operand(), Objects.requireNonNull(elements(in.array())));
            case Expression.Call call when isTruth(call) -> truth(call);
            case Expression.Not(Expression.Call call)
            when negated(call.function()) != null ->
                new Expression.Call(Objects.requireNonNull(negated(call.function())), call.arguments(), call.type());
            default -> parts;
        };
    }

    /** Whether a condition is compared with {@code true} or {@code false}. */
    private static boolean isTruth(Expression.Call call) {
        return call.function().name().equals("booleq")
                && call.arguments().get(1) instanceof Expression.Constant constant
                && constant.value() != null;
    }

    private static Expression truth(Expression.Call call) {
        Expression condition = call.arguments().getFirst();
        return TRUE.equals(call.arguments().get(1)) ? condition : plain(new Expression.Not(condition));
    }

    /** Returns what is in an array of one dimension that is written out; null for others. */
    private static @Nullable List<Expression> elements(Expression array) {
        if (array instanceof Expression.ArrayOf written
                && written.elements().stream().noneMatch(element -> element.type() instanceof ArrayType)) {
            return written.elements();
        }
        if (array instanceof Expression.Constant constant
                && constant.value() instanceof ArrayValue value
                && value.dimensions() <= 1) {
            return value.elements().stream()
                    .<Expression>map(element -> new Expression.Constant(value.elementType(), element))
                    .toList();
        }
        return null;
    }

    /** Returns the function that answers the opposite; null if none is known. */
    private static @Nullable ScalarFunction negated(ScalarFunction function) {
        return NEGATED.get(function.oid());
    }

    private static Map<Integer, ScalarFunction> negated() {
        Map<Integer, OperatorTable.Operator> operators = new HashMap<>();
        OperatorTable.builtIn().all().forEach(operator -> operators.put(operator.oid(), operator));
        Map<Integer, ScalarFunction> negated = new HashMap<>();
        for (OperatorTable.Operator operator : operators.values()) {
            OperatorTable.Operator opposite = operators.get(operator.negator());
            if (opposite != null) {
                FunctionCatalog.builtIn()
                        .withOid(opposite.function())
                        .ifPresent(function -> negated.put(operator.function(), function));
            }
        }
        return Map.copyOf(negated);
    }

    private static boolean proves(List<Expression> given, Expression wanted) {
        return switch (wanted) {
            case Expression.And and -> and.operands().stream().allMatch(part -> proves(given, part));
            case Expression.Or or ->
                or.operands().stream().anyMatch(part -> proves(given, part)) || fromOne(given, wanted);
            case Expression.Quantified in
            when in.elements().size() <= LONGEST_LIST ->
                (in.all()
                                ? in.elements().stream().allMatch(element -> proves(given, single(in, element)))
                                : in.elements().stream().anyMatch(element -> proves(given, single(in, element))))
                        || fromOne(given, wanted);
            default -> fromOne(given, wanted);
        };
    }

    private static boolean fromOne(List<Expression> given, Expression wanted) {
        return given.stream().anyMatch(part -> follows(part, wanted));
    }

    private static boolean follows(Expression given, Expression wanted) {
        if (given.equals(wanted)) {
            return true;
        }
        return switch (given) {
            case Expression.And and -> proves(and.operands(), wanted);
            case Expression.Or or -> or.operands().stream().allMatch(part -> proves(List.of(part), wanted));
            case Expression.Quantified in when in.elements().size() <= LONGEST_LIST -> fromList(in, wanted);
            case Expression.IsTruth test when !test.negated() -> fromTruth(test, wanted);
            default -> fromSimple(given, wanted);
        };
    }

    private static boolean fromList(Expression.Quantified in, Expression wanted) {
        return in.all()
                ? in.elements().stream().anyMatch(element -> proves(List.of(single(in, element)), wanted))
                : in.elements().stream().allMatch(element -> proves(List.of(single(in, element)), wanted));
    }

    private static Expression single(Expression.Quantified in, Expression element) {
        return new Expression.Call(in.operator(), List.of(in.operand(), element), BuiltInType.BOOL.type());
    }

    private static boolean fromTruth(Expression.IsTruth test, Expression wanted) {
        return proves(List.of(known(test)), wanted);
    }

    /** What is true where a value is true or, if it is that, false. */
    private static Expression known(Expression.IsTruth test) {
        return test.truth() ? test.operand() : plain(new Expression.Not(test.operand()));
    }

    private static boolean fromSimple(Expression given, Expression wanted) {
        return switch (wanted) {
            case Expression.IsNull test when test.negated() -> isNullUnless(given, test.operand());
            case Expression.IsTruth test when !test.negated() -> given.equals(known(test));
            case Expression.Call call -> comparison(given, call);
            default -> false;
        };
    }

    /** Whether a condition cannot be true where a value is NULL. */
    private static boolean isNullUnless(Expression condition, Expression value) {
        return switch (condition) {
            case Expression.Call call ->
                call.function().strict()
                        && call.arguments().stream().anyMatch(part -> part.equals(value) || isNullUnless(part, value));
            case Expression.Quantified in ->
                !in.elements().isEmpty()
                        && in.operator().strict()
                        && (in.operand().equals(value) || isNullUnless(in.operand(), value));
            case Expression.Relabel relabel ->
                relabel.operand().equals(value) || isNullUnless(relabel.operand(), value);
            case Expression.Not not -> not.operand().equals(value) || isNullUnless(not.operand(), value);
            case Expression.ColumnReference column -> column.equals(value);
            default -> false;
        };
    }

    /** A value compared with a constant. */
    private record Comparison(Expression value, String sign, Expression.Constant bound) {
        static @Nullable Comparison of(Expression condition) {
            if (!(condition instanceof Expression.Call call) || call.arguments().size() != 2) {
                return null;
            }
            String sign = sign(call.function());
            Expression left = call.arguments().get(0);
            Expression right = call.arguments().get(1);
            if (sign.isEmpty()) {
                return null;
            }
            if (right instanceof Expression.Constant constant && constant.value() != null) {
                return new Comparison(left, sign, constant);
            }
            return left instanceof Expression.Constant constant && constant.value() != null
                    ? new Comparison(right, AccessRules.mirrored(sign), constant)
                    : null;
        }

        private static String sign(ScalarFunction function) {
            return INEQUALITIES.contains(function.oid()) && function.name().endsWith("ne")
                    ? "<>"
                    : AccessRules.sign(function);
        }
    }

    private static boolean comparison(Expression given, Expression wanted) {
        Comparison known = Comparison.of(given);
        Comparison asked = Comparison.of(wanted);
        if (known == null || asked == null || !known.value().equals(asked.value())) {
            return false;
        }
        if (!known.bound().type().sameTypeAs(asked.bound().type())) {
            return false;
        }
        int order = ValueOrder.compare(
                known.bound().type(),
                Objects.requireNonNull(known.bound().value()),
                Objects.requireNonNull(asked.bound().value()));
        List<String> implied = new ArrayList<>();
        switch (known.sign()) {
            case "=" -> implied.addAll(order < 0 ? LESS : order > 0 ? GREATER : List.of("=", "<=", ">="));
            case "<" -> implied.addAll(order <= 0 ? LESS : List.of());
            case "<=" -> implied.addAll(order < 0 ? LESS : order == 0 ? List.of("<=") : List.of());
            case ">" -> implied.addAll(order >= 0 ? GREATER : List.of());
            case ">=" -> implied.addAll(order > 0 ? GREATER : order == 0 ? List.of(">=") : List.of());
            case "<>" -> implied.addAll(order == 0 ? List.of("<>") : List.of());
            default -> {}
        }
        return implied.contains(asked.sign());
    }
}
