package org.borealisdb.expr.scalar;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.json.JsonbPathAssignment;
import org.borealisdb.expr.type.BuiltInType;
import org.jspecify.annotations.Nullable;

/**
 * A value of jsonb with another part. The arguments of a call are the value, the new part, and the subscripts that lead to it, as text.
 *
 * @param array whether the first subscript is a number: what was NULL becomes an array then, an object otherwise
 */
public record JsonbPartAssignment(boolean array) implements ScalarFunction.Boxed {
    /** Returns a call of it. */
    public Expression.Call call(List<Expression> arguments) {
        ScalarFunction function = new ScalarFunction(
                0,
                "jsonb_part",
                arguments.stream().map(Expression::type).toList(),
                BuiltInType.JSONB.type(),
                false,
                ScalarFunction.Volatility.IMMUTABLE,
                false,
                new ScalarFunction.General(this));
        return new Expression.Call(function, arguments, BuiltInType.JSONB.type());
    }

    @Override
    public @Nullable Object call(EvaluationContext context, @Nullable Object[] arguments) {
        List<String> path = new ArrayList<>();
        for (int i = 2; i < arguments.length; i++) {
            Object step = arguments[i];
            if (step == null) {
                throw new SqlException(
                        ErrorCode.NULL_VALUE_NOT_ALLOWED, "jsonb subscript in assignment must not be null");
            }
            path.add((String) step);
        }
        Object before = arguments[0];
        Object part = arguments[1];
        JsonbPathAssignment assignment =
                new JsonbPathAssignment(path, part == null ? JsonItem.Nothing.VALUE : ((Jsonb) part).root());
        return before == null ? assignment.applyToNothing(array) : assignment.apply((Jsonb) before);
    }
}
