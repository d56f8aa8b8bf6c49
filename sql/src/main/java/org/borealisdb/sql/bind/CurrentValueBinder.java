package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Locale;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
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
            default ->
                new Expression.Constant(
                        BuiltInType.NAME.type(),
                        context.session().current(value.kind().name().toLowerCase(Locale.ROOT)));
        };
    }

    /** The time of the transaction, as another type, with the digits that were asked for. */
    private Expression now(SyntaxExpression.CurrentValue value, BuiltInType type) {
        Expression now = calls.named("now", List.of(), value.position());
        if (value.precision() < 0 && type == BuiltInType.TIMESTAMPTZ) {
            return now;
        }
        SqlType wanted =
                type.type().withModifier(value.precision() < 0 ? SqlType.NO_MODIFIER : Math.min(6, value.precision()));
        return coercion.cast(now, wanted, Context.EXPLICIT, value.position());
    }
}
