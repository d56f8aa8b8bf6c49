package org.borealisdb.sql.bind;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Binds subscripts of arrays and of jsonb. Stateless. */
final class SubscriptBinder {
    private SubscriptBinder() {}

    /** A part of jsonb: every subscript is a step of a path, a key or a number. */
    private static Expression jsonPart(
            BindContext context,
            ExpressionBinder binder,
            CallBinder calls,
            Expression json,
            SyntaxExpression.Subscript subscript) {
        SyntaxExpression upper = subscript.upper();
        SyntaxExpression step = upper == null ? subscript.lower() : upper;
        if (subscript.isSlice() || step == null) {
            throw context.error(
                    ErrorCode.DATATYPE_MISMATCH,
                    "jsonb subscript does not support slices",
                    step == null ? subscript.position() : step.position());
        }
        Expression given = binder.bind(step);
        SqlType text = BuiltInType.TEXT.type();
        Expression key = binder.coercion()
                .tryTo(given, text, Context.IMPLICIT, step.position())
                .or(() -> binder.coercion()
                        .tryTo(given, BuiltInType.INT4.type(), Context.IMPLICIT, step.position())
                        .map(index -> new Expression.ConvertByText(index, text)))
                .orElseThrow(() -> context.error(
                                ErrorCode.DATATYPE_MISMATCH,
                                "subscript type " + given.type().nameWithoutModifier() + " is not supported",
                                step.position())
                        .withHint("jsonb subscript must be coercible to either integer or text."));
        return calls.named("jsonb_extract_path", List.of(json, key), subscript.position());
    }

    static Expression bind(
            BindContext context, ExpressionBinder binder, CallBinder calls, SyntaxExpression.Subscript subscript) {
        Expression array = binder.bind(subscript.operand());
        if (array.type().is(BuiltInType.JSONB)) {
            return jsonPart(context, binder, calls, array, subscript);
        }
        if (subscript.isSlice() || subscript.lower() == null) {
            throw context.notSupported("an array slice", subscript.position());
        }
        SqlType element = array.type() instanceof ArrayType type
                ? type.element()
                : array.type().is(BuiltInType.INT2VECTOR) ? BuiltInType.INT2.type() : BuiltInType.OID.type();
        if (array.type().category() != TypeCategory.ARRAY) {
            throw context.error(
                    ErrorCode.DATATYPE_MISMATCH,
                    "cannot subscript type " + array.type().nameWithoutModifier()
                            + " because it does not support subscripting",
                    subscript.operand().leftmost());
        }
        Expression index = binder.coercion()
                .cast(
                        binder.bind(subscript.lower()),
                        BuiltInType.INT4.type(),
                        Context.ASSIGNMENT,
                        subscript.position());
        return new Expression.Subscript(array, List.of(index), element);
    }
}
