package org.borealisdb.sql.bind;

import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.plan.SetCall;

/** Binds calls of functions that are neither aggregates nor window functions; those of users may return sets. */
final class PlainCalls {
    private final BindContext context;
    private final ExpressionBinder binder;

    PlainCalls(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    private Expression call(SyntaxExpression.FunctionCall call) {
        return binder.calls().named(call.name(), CallArguments.bind(context, binder, call), call.variadic());
    }

    /** Binds a call. */
    Expression bind(SyntaxExpression.FunctionCall call) {
        Expression bound = call(call);
        return binder.sets()
                .ofUser(bound)
                .map(set -> binder.sets().add(set, call.position()))
                .orElse(bound);
    }

    /** Binds a call in a schema that only has functions of users. */
    Expression ofUser(SyntaxExpression.FunctionCall call) {
        if (context.userFunctions(call.name()).isEmpty()) {
            throw binder.calls().missing(call.name(), binder.bindAll(call.arguments()));
        }
        return bind(call);
    }

    /** Binds a call in FROM if it is one of a user's function that returns a set. */
    Optional<SetCall> set(SyntaxExpression.FunctionCall call) {
        return context.userFunctions(call.name()).stream().noneMatch(UserFunction::returnsSet)
                ? Optional.empty()
                : binder.sets().ofUser(call(call));
    }
}
