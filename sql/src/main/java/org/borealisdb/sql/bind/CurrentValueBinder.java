package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Locale;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
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
            case CURRENT_TIMESTAMP -> calls.named("now", List.of(), value.position());
            case LOCALTIMESTAMP ->
                coercion.cast(
                        calls.named("now", List.of(), value.position()),
                        BuiltInType.TIMESTAMP.type(),
                        Context.EXPLICIT,
                        value.position());
            case CURRENT_DATE ->
                coercion.cast(
                        calls.named("now", List.of(), value.position()),
                        BuiltInType.DATE.type(),
                        Context.EXPLICIT,
                        value.position());
            case CURRENT_TIME, LOCALTIME ->
                throw context.notSupported(value.kind().name(), value.position());
            default ->
                new Expression.Constant(
                        BuiltInType.NAME.type(),
                        context.session().current(value.kind().name().toLowerCase(Locale.ROOT)));
        };
    }
}
