package org.borealisdb.expr.scalar;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.jspecify.annotations.Nullable;

/**
 * A function of arguments of any types that gets the last of them as the elements of an array: VARIADIC stands before it.
 *
 * @param called the function without VARIADIC
 * @param ofNothing whether a NULL in the place of the array is no arguments; else the result is NULL
 */
public record SpreadArguments(ScalarFunction.Typed called, boolean ofNothing) implements ScalarFunction.Typed {
    /** Returns the function as a call with VARIADIC has it. */
    public static ScalarFunction of(ScalarFunction function) {
        if (!(function.body() instanceof ScalarFunction.GeneralTyped(ScalarFunction.Typed typed))) {
            throw new IllegalArgumentException("VARIADIC for " + function.name());
        }
        return new ScalarFunction(
                function.oid(),
                function.name(),
                function.arguments(),
                function.result(),
                function.strict(),
                function.volatility(),
                function.variadic(),
                new ScalarFunction.GeneralTyped(
                        new SpreadArguments(typed, function.name().equals("format"))));
    }

    /** Returns whether a function is one of these. */
    public static boolean is(ScalarFunction function) {
        return function.body() instanceof ScalarFunction.GeneralTyped(ScalarFunction.Typed typed)
                && typed instanceof SpreadArguments;
    }

    @Override
    public @Nullable Object call(List<SqlType> types, EvaluationContext context, @Nullable Object[] arguments) {
        int plain = arguments.length - 1;
        ArrayValue array = (ArrayValue) arguments[plain];
        if (array == null && !ofNothing) {
            return null;
        }
        List<@Nullable Object> elements = array == null ? List.of() : array.elements();
        SqlType element = ((ArrayType) types.get(plain)).element();
        List<SqlType> allTypes = new ArrayList<>(types.subList(0, plain));
        @Nullable Object[] all = new @Nullable Object[plain + elements.size()];
        System.arraycopy(arguments, 0, all, 0, plain);
        for (int i = 0; i < elements.size(); i++) {
            allTypes.add(element);
            all[plain + i] = elements.get(i);
        }
        return called.call(allTypes, context, all);
    }
}
