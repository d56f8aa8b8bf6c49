package org.borealisdb.expr.scalar;

import java.util.List;
import org.borealisdb.expr.type.BuiltInType;

/** Expressions that turn values into what the aggregates of JSON take. Stateless. */
public final class JsonConversions {
    private static final int TO_JSON = 3176;
    private static final int TO_JSONB = 3787;

    private JsonConversions() {}

    /** Returns the call of {@code to_json} or, if binary, of {@code to_jsonb}. */
    public static Expression value(Expression operand, boolean binary) {
        ScalarFunction function =
                FunctionCatalog.builtIn().withOid(binary ? TO_JSONB : TO_JSON).orElseThrow();
        return new Expression.Call(function, List.of(operand), function.result());
    }

    /** Returns a value as the key of an object's member. */
    public static Expression key(Expression operand) {
        return new Expression.Call(JsonBuildFunctions.KEY, List.of(operand), BuiltInType.TEXT.type());
    }
}
