package org.borealisdb.sql.optimize;

import java.util.Optional;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Frame;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.Expressions;
import org.jspecify.annotations.Nullable;

/** Computes, once and for all, what no row and no setting changes. Stateless. */
final class Constants {
    private Constants() {}

    /** Returns an expression in which calls of immutable functions with constants are constants; one that fails stays, so that it fails when it is run, if ever. */
    static Expression folded(Expression expression) {
        return foldedParts(Expressions.withoutDomains(expression));
    }

    private static Expression foldedParts(Expression expression) {
        return switch (expression) {
            case Expression.Constant constant -> constant;
            case Expression.ColumnReference column -> column;
            case Expression.Parameter parameter -> parameter;
            default -> {
                if (isConstant(expression)) {
                    yield computed(expression).orElse(expression);
                }
                Expression inner = Expressions.mapParts(expression, Constants::foldedParts);
                yield inner instanceof Expression.And and
                        ? and(and)
                        : inner instanceof Expression.Or or ? or(or) : inner;
            }
        };
    }

    private static Expression and(Expression.And and) {
        if (and.operands().stream().anyMatch(Constants::isFalse)) {
            return new Expression.Constant(and.type(), false);
        }
        return and;
    }

    private static Expression or(Expression.Or or) {
        if (or.operands().stream().anyMatch(Constants::isTrue)) {
            return new Expression.Constant(or.type(), true);
        }
        return or;
    }

    static boolean isTrue(Expression expression) {
        return expression instanceof Expression.Constant constant && Boolean.TRUE.equals(constant.value());
    }

    static boolean isFalse(Expression expression) {
        return expression instanceof Expression.Constant constant && Boolean.FALSE.equals(constant.value());
    }

    private static boolean isConstant(Expression expression) {
        return !Expressions.any(
                        expression,
                        part -> part instanceof Expression.ColumnReference || part instanceof Expression.Parameter)
                && Expressions.isImmutable(expression);
    }

    private static Optional<Expression> computed(Expression expression) {
        try {
            return Optional.of(new Expression.Constant(expression.type(), value(expression, BoxedRow.empty())));
        } catch (SqlException fails) {
            return Optional.empty();
        }
    }

    /** Returns the value of an immutable expression over a row. */
    static @Nullable Object value(Expression expression, RowSource row) {
        Frame frame = new Frame(EvaluationContext.IMMUTABLE).setRow(row);
        return EvaluatorCompiler.box(EvaluatorCompiler.compile(expression), expression.type(), frame);
    }
}
