package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.JsonConversions;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.SortKey;

/** Binds the calls of aggregates of one SELECT, and keeps them in order. */
final class AggregateBinder {
    private final BindContext context;
    private final ExpressionBinder binder;
    private final List<AggregateCall> calls = new ArrayList<>();
    private String notIn = "";
    private boolean inside;

    AggregateBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    /** Returns the calls met so far. */
    List<AggregateCall> calls() {
        return calls;
    }

    /** Returns the clause that must not have aggregates, empty for none. */
    String forbiddenIn() {
        return notIn;
    }

    /** Sets the clause that must not have aggregates, empty for none; returns what was set before. */
    String forbidIn(String clause) {
        String before = notIn;
        notIn = clause;
        return before;
    }

    Expression bind(SyntaxExpression.FunctionCall call, String name) {
        if (!notIn.isEmpty()) {
            throw context.error(
                    ErrorCode.GROUPING_ERROR, "aggregate functions are not allowed in " + notIn, call.position());
        }
        if (inside) {
            throw context.error(ErrorCode.GROUPING_ERROR, "aggregate function calls cannot be nested", call.position());
        }
        if (call.withinGroup()) {
            throw context.notSupported("WITHIN GROUP", call.position());
        }
        inside = true;
        List<Expression> arguments = new ArrayList<>();
        List<Expression> order = new ArrayList<>();
        List<SortKey> keys = new ArrayList<>();
        Optional<Expression> filter = Optional.empty();
        try {
            for (SyntaxExpression argument : call.arguments()) {
                arguments.add(binder.bind(argument));
            }
            for (int i = 0; call.distinct() && i < arguments.size(); i++) {
                QueryBinder.checkEquality(
                        context,
                        arguments.get(i).type(),
                        ExpressionBinder.leftmost(call.arguments().get(i)));
            }
            for (OrderItem item : call.orderBy()) {
                Expression key = binder.known(binder.bind(item.expression()));
                keys.add(QueryBinder.sortKey(context, item, order.size(), key.type()));
                order.add(key);
            }
            if (call.filter() != null) {
                filter = Optional.of(binder.condition(call.filter(), "FILTER"));
            }
        } finally {
            inside = false;
        }
        List<SqlType> types = arguments.stream().map(Expression::type).toList();
        Aggregate aggregate = Aggregate.find(name, types)
                .orElseThrow(() -> context.error(
                                ErrorCode.UNDEFINED_FUNCTION,
                                "function "
                                        + CallBinder.signatureText(call.name().toString(), types) + " does not exist",
                                call.position())
                        .withHint("No function matches the given name and argument types."
                                + " You might need to add explicit type casts."));
        AggregateCall made = new AggregateCall(
                aggregate, converted(aggregate, arguments, call.position()), call.distinct(), filter, order, keys);
        calls.add(made);
        return new Expression.ColumnReference(ExpressionBinder.AGGREGATES + calls.size() - 1, aggregate.result());
    }

    List<Expression> converted(Aggregate aggregate, List<Expression> arguments, int position) {
        List<Expression> converted = new ArrayList<>();
        boolean json = aggregate.name().startsWith("json");
        for (int i = 0; i < arguments.size(); i++) {
            Expression argument = arguments.get(i);
            if (json) {
                boolean key = i == 0 && arguments.size() == 2;
                Expression known = key ? binder.known(argument) : binder.polymorphic(argument);
                boolean binary = aggregate.result().is(BuiltInType.JSONB);
                converted.add(key ? JsonConversions.key(known) : JsonConversions.value(known, binary));
                continue;
            }
            SqlType wanted = i < aggregate.arguments().size()
                    ? aggregate.arguments().get(i)
                    : binder.known(argument).type();
            boolean open = wanted.builtIn()
                    .filter(base -> base.isPolymorphic() || base == BuiltInType.ANY)
                    .isPresent();
            converted.add(
                    open
                            ? binder.known(argument)
                            : binder.coercion().cast(argument, wanted, Context.IMPLICIT, position));
        }
        return converted;
    }
}
