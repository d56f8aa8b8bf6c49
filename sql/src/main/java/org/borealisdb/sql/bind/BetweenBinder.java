package org.borealisdb.sql.bind;

import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Binds BETWEEN, which is two comparisons. Used for one expression. */
final class BetweenBinder {
    private final BindContext context;
    private final ExpressionBinder binder;

    BetweenBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    /** A value, or the elements of a row that is written as one. */
    private record Operand(List<Expression> parts, boolean isRow) {
        Expression whole() {
            return isRow ? RowBinder.row(parts) : parts.getFirst();
        }
    }

    Expression bind(SyntaxExpression.Between between) {
        Operand operand = operand(between.operand());
        Operand low = operand(between.low());
        Operand high = operand(between.high());
        int position = between.position();
        Expression straight = within(operand, low, high, position);
        Expression result = between.symmetric()
                ? new Expression.Or(List.of(straight, within(operand, high, low, position)))
                : straight;
        return between.negated() ? new Expression.Not(result) : result;
    }

    private Operand operand(SyntaxExpression written) {
        return written instanceof SyntaxExpression.RowConstructor row
                ? new Operand(binder.elements(row), true)
                : new Operand(List.of(binder.bind(written)), false);
    }

    private Expression within(Operand operand, Operand low, Operand high, int position) {
        return new Expression.And(
                List.of(compared(operand, ">=", low, position), compared(operand, "<=", high, position)));
    }

    private Expression compared(Operand left, String sign, Operand right, int position) {
        return left.isRow() && right.isRow()
                ? RowBinder.compare(
                        context, binder.calls(), QualifiedName.of(sign, position), left.parts(), right.parts())
                : binder.calls().call(sign, left.whole(), right.whole(), position);
    }
}
