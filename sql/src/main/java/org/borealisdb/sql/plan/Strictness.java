package org.borealisdb.sql.plan;

import java.util.List;
import java.util.function.IntPredicate;
import org.borealisdb.expr.scalar.Expression;

/** Tells what becomes of expressions where columns are NULL. Stateless. */
public final class Strictness {
    private Strictness() {}

    /** Returns whether a condition cannot be true for rows in which all columns of some kind are NULL. */
    public static boolean rejects(Expression condition, IntPredicate columns) {
        return switch (condition) {
            case Expression.And and -> and.operands().stream().anyMatch(part -> rejects(part, columns));
            case Expression.Or or -> or.operands().stream().allMatch(part -> rejects(part, columns));
            case Expression.IsNull test when test.negated() -> isNull(test.operand(), columns);
            case Expression.IsTruth test when !test.negated() -> isNull(test.operand(), columns);
            case Expression.Constant constant -> !Boolean.TRUE.equals(constant.value());
            default -> isNull(condition, columns);
        };
    }

    /** Returns whether an expression is NULL wherever all columns of some kind are. */
    public static boolean isNull(Expression expression, IntPredicate columns) {
        return switch (expression) {
            case Expression.ColumnReference column -> columns.test(column.column());
            case Expression.Constant constant -> constant.value() == null;
            case Expression.Call call -> call.function().strict() && anyNull(call.arguments(), columns);
            case Expression.Relabel relabel -> isNull(relabel.operand(), columns);
            case Expression.Fit fit -> isNull(fit.operand(), columns);
            case Expression.ConvertByText convert -> isNull(convert.operand(), columns);
            case Expression.ConvertElements convert -> isNull(convert.operand(), columns);
            case Expression.Not not -> isNull(not.operand(), columns);
            case Expression.And and -> and.operands().stream().allMatch(part -> isNull(part, columns));
            case Expression.Or or -> or.operands().stream().allMatch(part -> isNull(part, columns));
            case Expression.Quantified test -> test.operator().strict() && isNull(test.operand(), columns);
            case Expression.Coalesce coalesce -> coalesce.operands().stream().allMatch(part -> isNull(part, columns));
            default -> false;
        };
    }

    private static boolean anyNull(List<Expression> expressions, IntPredicate columns) {
        return expressions.stream().anyMatch(part -> isNull(part, columns));
    }
}
