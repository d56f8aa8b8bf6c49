package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.aggregate.OrderedSet;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.OrderedSetCall;

/** Binds the calls of aggregates WITHIN GROUP. */
final class OrderedSetBinder {
    private final BindContext context;
    private final ExpressionBinder binder;

    OrderedSetBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    /** Returns whether a function without a window is an aggregate of an ordered set. */
    static boolean isOne(SyntaxExpression.FunctionCall call) {
        Optional<OrderedSet> set = OrderedSet.named(call.name().last());
        return set.isPresent()
                && (call.withinGroup()
                        || !set.get().isHypothetical()
                        || !call.arguments().isEmpty());
    }

    /** Refuses a call of an ordered-set aggregate that has no order, or a window. */
    void refuseWithoutGroup(SyntaxExpression.FunctionCall call, int arguments) {
        String name = call.name().last();
        Optional<OrderedSet> set = OrderedSet.named(name);
        if (set.isEmpty()) {
            return;
        }
        if (call.withinGroup() && call.over() != null) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "OVER is not supported for ordered-set aggregate " + name,
                    call.position());
        }
        boolean fits = set.get().isHypothetical() || set.get().directArguments(1) + 1 == arguments;
        if (fits) {
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    "WITHIN GROUP is required for ordered-set aggregate " + name,
                    call.position());
        }
    }

    AggregateCall call(SyntaxExpression.FunctionCall call, AggregateBinder.Given given) {
        String name = call.name().last();
        List<SqlType> types = new ArrayList<>();
        given.arguments().forEach(argument -> types.add(argument.type()));
        given.order().forEach(value -> types.add(value.type()));
        OrderedSet set = OrderedSet.named(name).orElseThrow(() -> notOrdered(call, types));
        if (set.directArguments(given.order().size()) != given.arguments().size()) {
            SqlException missing = missing(call, types);
            throw set.isHypothetical() ? missing.withHint(counts(name, given)) : missing;
        }
        return set.isHypothetical() ? hypothetical(set, call, given) : fraction(set, call, given, types);
    }

    private static String counts(String name, AggregateBinder.Given given) {
        return "To use the hypothetical-set aggregate " + name
                + ", the number of hypothetical direct arguments (here "
                + given.arguments().size() + ") must match the number of ordering columns (here "
                + given.order().size() + ").";
    }

    private RuntimeException notOrdered(SyntaxExpression.FunctionCall call, List<SqlType> types) {
        String name = call.name().last();
        return Aggregate.find(name, types).isPresent()
                ? context.error(
                        ErrorCode.WRONG_OBJECT_TYPE,
                        name + " is not an ordered-set aggregate, so it cannot have WITHIN GROUP",
                        call.position())
                : missing(call, types);
    }

    private SqlException missing(SyntaxExpression.FunctionCall call, List<SqlType> types) {
        return context.error(
                        ErrorCode.UNDEFINED_FUNCTION,
                        "function " + CallBinder.signatureText(call.name().toString(), types) + " does not exist",
                        call.position())
                .withHint("No function matches the given name and argument types."
                        + " You might need to add explicit type casts.");
    }

    private AggregateCall fraction(
            OrderedSet set, SyntaxExpression.FunctionCall call, AggregateBinder.Given given, List<SqlType> types) {
        if (set != OrderedSet.PERCENTILE_CONT && given.order().getFirst().type().is(BuiltInType.UNKNOWN)) {
            throw context.error(
                    ErrorCode.DATATYPE_MISMATCH,
                    "could not determine polymorphic type because input has type unknown",
                    -1);
        }
        List<SqlType> direct = given.arguments().stream().map(Expression::type).toList();
        OrderedSet.Signature signature =
                set.signature(direct, given.order().getFirst().type()).orElseThrow(() -> missing(call, types));
        Coercion coercion = binder.coercion();
        List<Expression> arguments = new ArrayList<>();
        for (int i = 0; i < direct.size(); i++) {
            arguments.add(coercion.tryTo(
                            given.arguments().get(i), signature.direct().get(i), Context.IMPLICIT, call.position())
                    .orElseThrow(() -> missing(call, types)));
        }
        Expression sorted = coercion.tryTo(
                        given.order().getFirst(), signature.sorted(), Context.IMPLICIT, call.position())
                .orElseThrow(() -> missing(call, types));
        return made(set, call, given, arguments, List.of(sorted), signature.result());
    }

    /** The row is compared with the others: its values and theirs have a type in common. */
    private AggregateCall hypothetical(
            OrderedSet set, SyntaxExpression.FunctionCall call, AggregateBinder.Given given) {
        List<Expression> arguments = new ArrayList<>();
        List<Expression> sorted = new ArrayList<>();
        for (int i = 0; i < given.order().size(); i++) {
            Expression argument = given.arguments().get(i);
            Expression value = given.order().get(i);
            SyntaxExpression syntax = call.arguments().get(i);
            SqlType type = binder.coercion().common(List.of(value, argument), "WITHIN GROUP", syntax.leftmost());
            arguments.add(binder.coercion().cast(argument, type, Context.IMPLICIT, syntax.leftmost()));
            sorted.add(binder.coercion().cast(value, type, Context.IMPLICIT, call.position()));
        }
        boolean rank = set == OrderedSet.RANK || set == OrderedSet.DENSE_RANK;
        SqlType result = rank ? BuiltInType.INT8.type() : BuiltInType.FLOAT8.type();
        return made(set, call, given, arguments, sorted, result);
    }

    private static AggregateCall made(
            OrderedSet set,
            SyntaxExpression.FunctionCall call,
            AggregateBinder.Given given,
            List<Expression> direct,
            List<Expression> sorted,
            SqlType result) {
        return new AggregateCall(
                Optional.empty(),
                Optional.of(new OrderedSetCall(Optional.of(set), direct, result)),
                List.of(),
                call.distinct(),
                given.filter(),
                sorted,
                given.keys());
    }
}
