package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.aggregate.Transition;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.FunctionCatalog;
import org.borealisdb.expr.scalar.Polymorphism;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.UserAggregate;
import org.borealisdb.sql.catalog.UserFunction;

/** Binds calls of aggregates that users made. Functions that these are made of are called whoever may call them. */
final class UserAggregateBinder {
    private final BindContext context;
    private final ExpressionBinder binder;

    UserAggregateBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    /** A call: the aggregate for its types, its arguments, and the direct ones. */
    record Bound(Aggregate aggregate, char kind, List<Expression> arguments, List<Expression> direct) {
        Bound {
            arguments = List.copyOf(arguments);
            direct = List.copyOf(direct);
        }
    }

    /** Returns whether a call is one of such an aggregate. Its arguments are bound for that only if functions have its name, too. */
    boolean isOne(SyntaxExpression.FunctionCall call) {
        List<UserFunction> named = context.userFunctions(call.name());
        if (named.stream().noneMatch(UserFunction::isAggregate)) {
            return false;
        }
        boolean onlyAggregates = named.stream().allMatch(UserFunction::isAggregate) && !isBuiltIn(call.name());
        return onlyAggregates
                || call.star()
                || binder.calls().isAggregate(call.name(), CallArguments.bind(context, binder, call), call.variadic());
    }

    private boolean isBuiltIn(QualifiedName name) {
        return BuiltInNames.include(context, name)
                && (!FunctionCatalog.builtIn().named(name.last()).isEmpty()
                        || !context.session().functions(name.last()).isEmpty()
                        || binder.sets().isSetFunction(name.last()));
    }

    /**
     * Returns the call of an aggregate; empty if one is meant that is built in, or none.
     *
     * @param given the arguments, behind the direct ones those in ORDER BY
     * @throws org.borealisdb.expr.error.SqlException 42883 if there is none for these types
     */
    Optional<Bound> find(SyntaxExpression.FunctionCall call, List<Expression> given) {
        if (context.userFunctions(call.name()).stream().noneMatch(UserFunction::isAggregate)) {
            return Optional.empty();
        }
        List<SqlType> types = given.stream().map(Expression::type).toList();
        boolean builtIn = BuiltInNames.include(context, call.name())
                && Aggregate.isAggregate(call.name().last())
                && Aggregate.find(call.name().last(), types).isPresent();
        if (builtIn && !binder.calls().hasAggregate(call.name(), types)) {
            return Optional.empty();
        }
        Expression.Call bound = binder.calls().aggregate(call.name(), given, call.variadic());
        if (given.isEmpty() && !call.star()) {
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    call.name() + "(*) must be used to call a parameterless aggregate function",
                    call.position());
        }
        UserFunction function = context.userFunction(bound.function()).orElseThrow();
        checkKind(call, UserAggregate.of(function, context.types()).orElseThrow(), types);
        return Optional.of(made(UserAggregate.of(function, context.types()).orElseThrow(), bound, call.position()));
    }

    /** Passes if a call says WITHIN GROUP just if it is one of an ordered set, and OVER only if it can be of frames. */
    private void checkKind(SyntaxExpression.FunctionCall call, UserAggregate aggregate, List<SqlType> types) {
        String name = aggregate.function().name();
        if (aggregate.kind() == 'n') {
            if (call.withinGroup()) {
                throw context.error(
                        ErrorCode.WRONG_OBJECT_TYPE,
                        name + " is not an ordered-set aggregate, so it cannot have WITHIN GROUP",
                        call.position());
            }
            if (call.over() != null && modifies(aggregate)) {
                throw context.error(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "aggregate function "
                                + CallBinder.signatureText(
                                        name, aggregate.function().inputTypes())
                                + " does not support use as a window function",
                        -1);
            }
            return;
        }
        if (!call.withinGroup()) {
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    "WITHIN GROUP is required for ordered-set aggregate " + name,
                    call.position());
        }
        if (call.over() != null) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "OVER is not supported for ordered-set aggregate " + name,
                    call.position());
        }
        if (call.arguments().size() != aggregate.direct()) {
            throw context.error(
                            ErrorCode.UNDEFINED_FUNCTION,
                            "function " + CallBinder.signatureText(call.name().toString(), types) + " does not exist",
                            call.position())
                    .withHint("There is an ordered-set aggregate " + name + ", but it requires "
                            + aggregate.direct() + " direct arguments, not "
                            + call.arguments().size() + ".");
        }
    }

    private static boolean modifies(UserAggregate aggregate) {
        String prefix = aggregate.moves() ? UserAggregate.MOVING : "";
        return aggregate
                .property(prefix + UserAggregate.MODIFY)
                .filter("w"::equals)
                .isPresent();
    }

    private Bound made(UserAggregate aggregate, Expression.Call call, int position) {
        UserFunction function = aggregate.function();
        List<SqlType> types = call.arguments().stream()
                .map(argument -> argument.type().withModifier(SqlType.NO_MODIFIER))
                .toList();
        Polymorphism stands = Polymorphism.between(function.inputTypes(), types);
        int direct = aggregate.kind() == 'h' ? 0 : aggregate.direct();
        List<SqlType> counted = types.subList(direct, types.size());
        SqlType state = stands.of(aggregate.state()).physical();
        SqlType movingState = stands.of(aggregate.movingState()).physical();
        Transition plain = transition(aggregate, "", state, types.subList(0, direct), counted, position);
        Transition moving = aggregate.moves()
                ? transition(aggregate, UserAggregate.MOVING, movingState, types.subList(0, direct), counted, position)
                : plain;
        return new Bound(
                Aggregate.ofUser(function.oid(), function.name(), counted, call.type(), plain, moving),
                aggregate.kind(),
                call.arguments().subList(direct, types.size()),
                call.arguments().subList(0, direct));
    }

    /**
     * Makes what counts groups.
     *
     * @param prefix what the names of the properties begin with
     */
    private Transition transition(
            UserAggregate aggregate,
            String prefix,
            SqlType state,
            List<SqlType> direct,
            List<SqlType> counted,
            int position) {
        List<Expression> read = read(state, counted);
        Optional<Transition.Step> inverse =
                prefix.isEmpty() ? Optional.empty() : Optional.of(step(aggregate.number(UserAggregate.INVERSE), read));
        Optional<Transition.Last> last = Optional.empty();
        int lastOid = aggregate.number(prefix + UserAggregate.LAST);
        if (lastOid != 0) {
            List<Expression> values = read(state, direct);
            if (aggregate.property(prefix + UserAggregate.EXTRA).isPresent()) {
                counted.forEach(type -> values.add(new Expression.Constant(type, null)));
            }
            last = Optional.of(new Transition.Last(
                    inlined(binder.calls().supporting(lastOid, values)),
                    binder.calls().isStrict(lastOid),
                    direct.size()));
        }
        Optional<Expression> initial = aggregate
                .property(prefix + UserAggregate.INITIAL)
                .map(text -> binder.coercion()
                        .cast(
                                new Expression.Constant(BuiltInType.UNKNOWN.type(), text),
                                state,
                                Context.EXPLICIT,
                                position));
        return new Transition(
                counted.size(), step(aggregate.number(prefix + UserAggregate.NEXT), read), inverse, last, initial);
    }

    /** References to the state and what is behind it. */
    private static List<Expression> read(SqlType state, List<SqlType> types) {
        List<Expression> values = new ArrayList<>();
        values.add(new Expression.ColumnReference(0, state));
        for (SqlType type : types) {
            values.add(new Expression.ColumnReference(values.size(), type));
        }
        return values;
    }

    private Transition.Step step(int function, List<Expression> values) {
        return new Transition.Step(
                inlined(binder.calls().supporting(function, values)),
                binder.calls().isStrict(function));
    }

    private Expression inlined(Expression call) {
        return new InlinedFunctions(context).in(call);
    }
}
