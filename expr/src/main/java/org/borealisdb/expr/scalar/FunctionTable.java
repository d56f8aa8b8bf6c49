package org.borealisdb.expr.scalar;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.scalar.ScalarFunction.Body;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.SqlType;

/** Collects the declarations of functions. */
final class FunctionTable {
    private final List<ScalarFunction> functions = new ArrayList<>();

    void add(
            int oid,
            String name,
            List<? extends SqlType> arguments,
            SqlType result,
            boolean strict,
            Volatility volatility,
            boolean variadic,
            Body body) {
        functions.add(
                new ScalarFunction(oid, name, List.copyOf(arguments), result, strict, volatility, variadic, body));
    }

    List<ScalarFunction> functions() {
        return functions;
    }
}
