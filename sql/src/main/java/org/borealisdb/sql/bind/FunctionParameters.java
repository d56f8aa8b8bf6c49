package org.borealisdb.sql.bind;

import java.util.List;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.UserFunction;

/**
 * The parameters of the function whose body is bound, which names stand for that are no columns.
 *
 * @param function its own name
 * @param names of the parameters, empty for those without
 * @param depth how many other bodies are bound around this one
 * @param known what the names in the body stood for when it was made; nothing of a body that is a string
 */
public record FunctionParameters(String function, List<String> names, List<SqlType> types, int depth, ViewNames known) {
    /** Copies the lists. */
    public FunctionParameters {
        names = List.copyOf(names);
        types = List.copyOf(types);
    }

    /** Returns the parameters of a function whose body is bound by itself. */
    public static FunctionParameters of(UserFunction function) {
        return of(function, 0);
    }

    static FunctionParameters of(UserFunction function, int depth) {
        return new FunctionParameters(
                function.name(),
                function.inputs().stream().map(UserFunction.Parameter::name).toList(),
                function.inputTypes(),
                depth,
                ViewNames.of(function.object()));
    }

    /** Returns the number of the parameter that a name stands for, from 1; 0 if it is none. */
    int number(List<String> name) {
        boolean ours = name.size() == 1 || (name.size() == 2 && name.getFirst().equals(function));
        return ours && !name.getLast().isEmpty() ? names.indexOf(name.getLast()) + 1 : 0;
    }
}
