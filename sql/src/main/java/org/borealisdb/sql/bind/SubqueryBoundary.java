package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.plan.Expressions;

/** What a subquery reads of the rows around it: each value has a slot among the statement's parameters. */
final class SubqueryBoundary {
    final Scope around;
    final List<Expression> arguments = new ArrayList<>();
    final List<Integer> slots = new ArrayList<>();
    private final ExpressionBinder binder;

    /** Makes the boundary of a subquery in an expression. */
    SubqueryBoundary(ExpressionBinder around) {
        this.around = around.scope();
        this.binder = around;
    }

    /**
     * Makes the boundary of an item of FROM.
     *
     * @param around the columns of the items before it
     * @param clause what has no aggregates of these columns
     */
    SubqueryBoundary(BindContext context, Scope around, String clause) {
        this(new ExpressionBinder(context, around));
        binder.aggregates().forbidIn(clause);
    }

    Optional<Expression> find(BindContext context, List<String> names, int position) {
        return around.find(context, names, position).map(value -> argument(context, value, position));
    }

    /** Finds the row of a table of the queries around. */
    Optional<Expression> row(BindContext context, String table) {
        return RowBinder.wholeRow(context, around, table).map(row -> {
            Expression inside = Expressions.map(
                    row,
                    part -> part instanceof Expression.ColumnReference || part instanceof Expression.Parameter
                            ? argument(context, part, -1)
                            : null);
            context.syntax().ifPresent(syntax -> syntax.outer(inside, row));
            return inside;
        });
    }

    /** Has an aggregate of the query around computed there; returns its value. */
    Expression aggregate(BindContext context, SyntaxExpression call) {
        return argument(context, binder.bind(call), call.position());
    }

    private Expression argument(BindContext context, Expression value, int position) {
        int known = arguments.indexOf(value);
        if (known < 0) {
            known = arguments.size();
            arguments.add(value);
            context.notePosition(value, position);
            slots.add(context.newSlot());
        }
        Expression.Parameter parameter = new Expression.Parameter(slots.get(known), value.type());
        Expression read = arguments.get(known);
        context.syntax().ifPresent(syntax -> syntax.outer(parameter, read));
        return parameter;
    }

    /** Returns whether an expression is of the subquery and reads a value of the rows around it. */
    boolean isRead(Expression part) {
        return part instanceof Expression.Parameter parameter && slots.contains(parameter.index());
    }

    /** Returns how many values are read so far, here and at the boundaries around. */
    List<Integer> sizes() {
        List<Integer> sizes = new ArrayList<>(List.of(slots.size()));
        around.boundary.ifPresent(next -> sizes.addAll(next.sizes()));
        return sizes;
    }

    /** Forgets what was read since there were that many values. */
    void forgetSince(List<Integer> sizes) {
        int size = sizes.getFirst();
        arguments.subList(size, arguments.size()).clear();
        slots.subList(size, slots.size()).clear();
        around.boundary.ifPresent(next -> next.forgetSince(sizes.subList(1, sizes.size())));
    }
}
