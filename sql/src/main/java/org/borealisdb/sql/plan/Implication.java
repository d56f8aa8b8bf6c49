package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ValueOrder;
import org.jspecify.annotations.Nullable;

/**
 * Whether a condition holds wherever others do. It says so only of what it can tell: equal conditions, comparisons of the same value with
 * constants, tests for NULL of what a strict condition reads, and AND and OR of these. A condition that is NULL does not hold. Stateless.
 */
final class Implication {
    private Implication() {}

    /** Returns whether {@code wanted} is true for every row that all {@code given} are true for. */
    static boolean holds(List<Expression> given, Expression wanted) {
        return switch (wanted) {
            case Expression.And and -> and.operands().stream().allMatch(part -> holds(given, part));
            case Expression.Or or ->
                or.operands().stream().anyMatch(part -> holds(given, part)) || fromOne(given, wanted);
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
            case Expression.And and -> holds(and.operands(), wanted);
            case Expression.Or or -> or.operands().stream().allMatch(part -> holds(List.of(part), wanted));
            case Expression.Quantified in when !in.all() -> everyElement(in, wanted);
            case Expression.IsTruth test when !test.negated() -> fromTruth(test, wanted);
            default -> fromSimple(given, wanted);
        };
    }

    private static boolean everyElement(Expression.Quantified in, Expression wanted) {
        return in.elements().stream()
                .allMatch(element -> holds(
                        List.of(new Expression.Call(
                                in.operator(), List.of(in.operand(), element), BuiltInType.BOOL.type())),
                        wanted));
    }

    private static boolean fromTruth(Expression.IsTruth test, Expression wanted) {
        Expression known = test.truth() ? test.operand() : new Expression.Not(test.operand());
        return holds(List.of(known), wanted);
    }

    private static boolean fromSimple(Expression given, Expression wanted) {
        return switch (wanted) {
            case Expression.IsNull test when test.negated() -> isNullUnless(given, test.operand());
            case Expression.IsTruth test
            when !test.negated() -> given.equals(test.truth() ? test.operand() : new Expression.Not(test.operand()));
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
                !in.all()
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
            String sign = AccessRules.sign(call);
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
            case "=" ->
                implied.addAll(
                        order < 0 ? List.of("<", "<=") : order > 0 ? List.of(">", ">=") : List.of("=", "<=", ">="));
            case "<" -> implied.addAll(order <= 0 ? List.of("<", "<=") : List.of());
            case "<=" -> implied.addAll(order < 0 ? List.of("<", "<=") : order == 0 ? List.of("<=") : List.of());
            case ">" -> implied.addAll(order >= 0 ? List.of(">", ">=") : List.of());
            case ">=" -> implied.addAll(order > 0 ? List.of(">", ">=") : order == 0 ? List.of(">=") : List.of());
            default -> {}
        }
        return implied.contains(asked.sign());
    }
}
