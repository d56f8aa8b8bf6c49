package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Polymorphism;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.UserFunction;

/** Binds calls of functions that are neither aggregates nor window functions; those of users may return sets. */
final class PlainCalls {
    private final BindContext context;
    private final ExpressionBinder binder;

    PlainCalls(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    private Expression call(SyntaxExpression.FunctionCall call) {
        Expression bound =
                binder.calls().named(call.name(), CallArguments.bind(context, binder, call), call.variadic());
        return spelled(bound, call.words() ? ScalarFunction.Spelling.WORDS : ScalarFunction.Spelling.CALL);
    }

    /** Binds a time in a zone. */
    Expression atTimeZone(SyntaxExpression.AtTimeZone zone) {
        List<Expression> arguments = List.of(binder.bind(zone.zone()), binder.bind(zone.operand()));
        return spelled(binder.calls().named("timezone", arguments, zone.position()), ScalarFunction.Spelling.WORDS);
    }

    private static Expression spelled(Expression bound, ScalarFunction.Spelling spelling) {
        return bound instanceof Expression.Call call && !call.function().isOfUser()
                ? new Expression.Call(call.function().spelled(spelling), call.arguments(), call.type())
                : bound;
    }

    /** Binds a call. */
    Expression bind(SyntaxExpression.FunctionCall call) {
        Expression bound = known(call(call));
        return binder.sets()
                .ofUser(bound)
                .map(set -> binder.sets().add(set, call.position()))
                .orElse(bound);
    }

    /** Binds a call in a schema that only has functions of users. */
    Expression ofUser(SyntaxExpression.FunctionCall call) {
        boolean casts = call.arguments().size() == 1
                && context.types().named(call.name().parts()).isPresent();
        if (context.userFunctions(call.name()).isEmpty() && !casts) {
            throw binder.calls().missing(call.name(), binder.bindAll(call.arguments()));
        }
        return bind(call);
    }

    /** Binds a call in FROM if it may be one of a user's function that returns a set, or {@code record}. */
    Optional<Expression> rows(SyntaxExpression.FunctionCall call) {
        return context.userFunctions(call.name()).stream()
                        .noneMatch(function -> function.returnsSet() || function.returnsAnyRecord())
                ? Optional.empty()
                : Optional.of(call(call));
    }

    /** Returns a call of a function that returns {@code record} with the columns that its rows are to have. */
    Expression asRows(Expression bound, CompositeType columns) {
        Expression.Call call = (Expression.Call) bound;
        UserFunction function = asCalled(context.userFunction(call.function()).orElseThrow(), call);
        return new Expression.Call(
                context.session().userFunction(function.returning(columns)), call.arguments(), columns);
    }

    /** Returns a function with the types that a call gives it. */
    static UserFunction asCalled(UserFunction function, Expression.Call call) {
        UserFunction concrete = function.with(
                Polymorphism.between(function.inputTypes(), call.function().arguments()));
        return function.returnsAnyRecord() ? concrete.returning(call.type()) : concrete;
    }

    /** Returns a call whose rows have the columns that the body of the function gives them, if nothing else says which. */
    private Expression known(Expression bound) {
        Optional<UserFunction> record = bound instanceof Expression.Call call
                ? context.userFunction(call.function())
                        .filter(UserFunction::returnsAnyRecord)
                        .map(function -> asCalled(function, call))
                : Optional.empty();
        return record.map(function -> asRows(bound, FunctionBody.parse(function).rowType(context)))
                .orElse(bound);
    }
}
