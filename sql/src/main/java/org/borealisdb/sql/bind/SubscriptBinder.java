package org.borealisdb.sql.bind;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.jspecify.annotations.Nullable;

/** Binds subscripts of arrays and of jsonb. Stateless. */
final class SubscriptBinder {
    private static final int LONGEST_NAME = 63;

    private static final ScalarFunction LETTER = new ScalarFunction(
            0,
            "name_subscript",
            List.of(BuiltInType.NAME.type(), BuiltInType.INT4.type()),
            BuiltInType.CHAR.type(),
            true,
            ScalarFunction.Volatility.IMMUTABLE,
            false,
            new ScalarFunction.General((world, values) ->
                    letter(String.valueOf(values[0]).getBytes(StandardCharsets.UTF_8), (Long) values[1])));

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
        if (array.type().is(BuiltInType.NAME)) {
            return new Expression.Call(LETTER, List.of(array, index(context, binder, subscript)), LETTER.result());
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
        return new Expression.Subscript(array, List.of(index(context, binder, subscript)), element);
    }

    private static Expression index(
            BindContext context, ExpressionBinder binder, SyntaxExpression.Subscript subscript) {
        SyntaxExpression lower = subscript.lower();
        if (lower == null) {
            throw context.notSupported("an array slice", subscript.position());
        }
        return binder.coercion()
                .cast(binder.bind(lower), BuiltInType.INT4.type(), Context.ASSIGNMENT, subscript.position());
    }

    /** A byte of a name, which is an array of as many as the longest name and its end have. */
    private static @Nullable Object letter(byte[] name, long index) {
        if (index < 0 || index > LONGEST_NAME) {
            return null;
        }
        return index < name.length ? (long) name[(int) index] : 0L;
    }
}
