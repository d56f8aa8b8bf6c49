package org.borealisdb.sql.deparse;

import java.util.List;
import org.borealisdb.expr.scalar.Quoting;

/**
 * The parameters of a function.
 *
 * @param function its name
 * @param names of the parameters, empty for those without one
 */
record Parameters(String function, List<String> names) {
    static final Parameters NONE = new Parameters("", List.of());

    /** Copies the names. */
    Parameters {
        names = List.copyOf(names);
    }

    /** Returns a parameter by its place: its number, or its name, maybe with that of the function before it. */
    String of(int place, boolean qualified) {
        if (place >= names.size() || names.get(place).isEmpty()) {
            return "$" + (place + 1);
        }
        return (qualified ? Quoting.identifier(function) + "." : "") + Quoting.identifier(names.get(place));
    }
}
