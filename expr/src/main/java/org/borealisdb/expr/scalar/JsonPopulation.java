package org.borealisdb.expr.scalar;

import java.util.List;
import org.borealisdb.expr.json.JsonRecords;
import org.borealisdb.expr.json.JsonText;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.TextInput;
import org.jspecify.annotations.Nullable;

/**
 * {@code json_populate_record} and {@code jsonb_populate_record}: a row with the values that an object of JSON has for fields. The arguments of a call are the row that
 * other fields are from, and the object.
 *
 * @param functionName its name
 * @param type of the row
 */
public record JsonPopulation(String functionName, CompositeType type) implements ScalarFunction.Boxed {
    /** Returns a call of it. */
    public Expression.Call call(List<Expression> arguments) {
        ScalarFunction function = new ScalarFunction(
                functionName.startsWith("jsonb") ? 3209 : 3960,
                functionName,
                arguments.stream().map(Expression::type).toList(),
                type,
                false,
                ScalarFunction.Volatility.STABLE,
                false,
                new ScalarFunction.General(this));
        return new Expression.Call(function, arguments, type);
    }

    @Override
    public @Nullable Object call(EvaluationContext context, @Nullable Object[] arguments) {
        JsonRecords records =
                new JsonRecords(type, new TextInput(context.format(), context.transactionTimestamp()), functionName);
        BoxedRow base = (BoxedRow) arguments[0];
        return switch (arguments[1]) {
            case null -> base;
            case Jsonb json -> records.row(json, base);
            default -> records.row(JsonText.parse((String) arguments[1]), base);
        };
    }
}
