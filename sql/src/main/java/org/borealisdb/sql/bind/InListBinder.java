package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Binds IN with a list: one comparison with all if they have a type in common, else one with each. */
final class InListBinder {
    private final BindContext context;
    private final ExpressionBinder binder;

    InListBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    Expression bind(SyntaxExpression.InList in) {
        if (in.operand() instanceof SyntaxExpression.RowConstructor row) {
            return rowInList(in, row);
        }
        Expression operand = binder.bind(in.operand());
        List<Expression> elements = binder.bindAll(in.list());
        if (elements.size() == 1) {
            return binder.calls().call(in.negated() ? "<>" : "=", operand, elements.getFirst(), in.position());
        }
        List<Expression> all = new ArrayList<>(elements);
        all.addFirst(operand);
        Optional<SqlType> common = binder.coercion()
                .commonType(all)
                .filter(type -> all.stream()
                        .allMatch(value -> context.casts().canCoerce(value.type(), type, Context.IMPLICIT)));
        if (common.isEmpty()) {
            return oneByOne(in, operand, elements);
        }
        SqlType type = common.get();
        Expression left = binder.coercion()
                .cast(operand, type, Context.IMPLICIT, in.operand().position());
        List<Expression> converted = binder.coercion().allTo(elements, type, "IN", Coercion.beginnings(in.list()));
        Expression.Call example =
                binder.calls().call(in.negated() ? "<>" : "=", left, converted.getFirst(), in.position());
        Expression first = example.arguments().getFirst();
        List<Expression> compared = converted.stream()
                .map(element -> binder.coercion()
                        .cast(element, example.arguments().get(1).type(), Context.IMPLICIT, in.position()))
                .toList();
        return new Expression.Quantified(example.function(), in.negated(), first, compared);
    }

    /** A row is in a list of rows if it equals one of them. */
    private Expression rowInList(SyntaxExpression.InList in, SyntaxExpression.RowConstructor row) {
        List<Expression> parts = new ArrayList<>();
        QualifiedName equality = QualifiedName.of("=", in.position());
        for (SyntaxExpression element : in.list()) {
            parts.add(
                    element instanceof SyntaxExpression.RowConstructor other
                            ? RowBinder.compare(
                                    context, binder.calls(), equality, binder.elements(row), binder.elements(other))
                            : binder.calls().call(equality, binder.bind(row), binder.bind(element)));
        }
        Expression found = parts.size() == 1 ? parts.getFirst() : new Expression.Or(parts);
        return in.negated() ? new Expression.Not(found) : found;
    }

    /** Compares with each, if they are not all of one type. */
    private Expression oneByOne(SyntaxExpression.InList in, Expression operand, List<Expression> elements) {
        List<Expression> tests = elements.stream()
                .<Expression>map(
                        element -> binder.calls().call(in.negated() ? "<>" : "=", operand, element, in.position()))
                .toList();
        return in.negated() ? new Expression.And(tests) : new Expression.Or(tests);
    }
}
