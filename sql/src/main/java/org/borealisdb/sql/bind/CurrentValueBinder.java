package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Locale;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Binds SQL's value functions without parentheses: the present, and who and where one is. */
final class CurrentValueBinder {
    private final BindContext context;
    private final CallBinder calls;
    private final Coercion coercion;

    CurrentValueBinder(BindContext context, CallBinder calls, Coercion coercion) {
        this.context = context;
        this.calls = calls;
        this.coercion = coercion;
    }

    Expression bind(SyntaxExpression.CurrentValue value) {
        return switch (value.kind()) {
            case CURRENT_TIMESTAMP -> now(value, BuiltInType.TIMESTAMPTZ);
            case LOCALTIMESTAMP -> now(value, BuiltInType.TIMESTAMP);
            case CURRENT_DATE -> now(value, BuiltInType.DATE);
            case CURRENT_TIME -> now(value, BuiltInType.TIMETZ);
            case LOCALTIME -> now(value, BuiltInType.TIME);
            case CURRENT_SCHEMA -> written(value, calls.named("current_schema", List.of(), value.position()));
            default -> {
                String name = value.kind().name();
                String current = context.session().current(name.toLowerCase(Locale.ROOT));
                // What is kept of a definition is not what holds for who defines it.
                yield context.collector().isPresent()
                        ? new Expression.Call(who(name, current), List.of(), BuiltInType.NAME.type())
                        : new Expression.Constant(BuiltInType.NAME.type(), current);
            }
        };
    }

    private static ScalarFunction who(String name, String current) {
        return new ScalarFunction(
                0,
                name,
                List.of(),
                BuiltInType.NAME.type(),
                true,
                ScalarFunction.Volatility.STABLE,
                false,
                new ScalarFunction.General((world, none) -> current),
                List.of(),
                ScalarFunction.Spelling.WORDS);
    }

    /** A call that is written as the value function. */
    private static Expression written(SyntaxExpression.CurrentValue value, Expression bound) {
        return value.precision() < 0 && bound instanceof Expression.Call call
                ? new Expression.Call(
                        call.function().named(value.kind().name()).spelled(ScalarFunction.Spelling.WORDS),
                        call.arguments(),
                        call.type())
                : bound;
    }

    /** The time of the transaction, as another type, with the digits that were asked for. */
    private Expression now(SyntaxExpression.CurrentValue value, BuiltInType type) {
        Expression now = calls.named("now", List.of(), value.position());
        if (value.precision() < 0 && type == BuiltInType.TIMESTAMPTZ) {
            return written(value, now);
        }
        SqlType wanted =
                type.type().withModifier(value.precision() < 0 ? SqlType.NO_MODIFIER : Math.min(6, value.precision()));
        return written(value, coercion.cast(now, wanted, Context.EXPLICIT, value.position()));
    }
}
