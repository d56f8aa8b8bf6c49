package org.borealisdb.expr.scalar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.borealisdb.expr.scalar.ScalarFunction.Body;
import org.borealisdb.expr.scalar.ScalarFunction.Boxed;
import org.borealisdb.expr.scalar.ScalarFunction.General;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/** Collects the declarations of functions; strict and not variadic unless said otherwise. */
final class FunctionTable {
    private final List<ScalarFunction> functions = new ArrayList<>();

    /** Declares a function whose result holds for ever. */
    void immutable(int oid, String name, BuiltInType result, Body body, BuiltInType... arguments) {
        add(oid, name, result, Volatility.IMMUTABLE, body, arguments);
    }

    /** Declares a function whose result holds within a statement. */
    void stable(int oid, String name, BuiltInType result, Body body, BuiltInType... arguments) {
        add(oid, name, result, Volatility.STABLE, body, arguments);
    }

    /** Declares a function whose result holds for one call. */
    void fresh(int oid, String name, BuiltInType result, Body body, BuiltInType... arguments) {
        add(oid, name, result, Volatility.VOLATILE, body, arguments);
    }

    /** Declares a function of arrays, or with an array as its result, which holds for ever. */
    void immutableOf(int oid, String name, SqlType result, Body body, SqlType... arguments) {
        functions.add(
                new ScalarFunction(oid, name, List.of(arguments), result, true, Volatility.IMMUTABLE, false, body));
    }

    /** Declares a function that is called with NULL, too, and whose result holds for ever. */
    void lenient(int oid, String name, BuiltInType result, Body body, BuiltInType... arguments) {
        functions.add(new ScalarFunction(
                oid,
                name,
                Arrays.stream(arguments).<SqlType>map(BuiltInType::type).toList(),
                result.type(),
                false,
                Volatility.IMMUTABLE,
                false,
                body));
    }

    /** Declares a function that is not strict, or takes a varying number of arguments. */
    void declare(ScalarFunction function) {
        functions.add(function);
    }

    private void add(
            int oid, String name, BuiltInType result, Volatility volatility, Body body, BuiltInType[] arguments) {
        functions.add(new ScalarFunction(
                oid,
                name,
                Arrays.stream(arguments).<SqlType>map(BuiltInType::type).toList(),
                result.type(),
                true,
                volatility,
                false,
                body));
    }

    /** Returns a body over boxed values. */
    static Body boxed(Boxed function) {
        return new General(function);
    }

    List<ScalarFunction> functions() {
        return functions;
    }
}
