package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.plan.SetCall;
import org.borealisdb.sql.plan.SingleValue;

/**
 * The rows of a function in FROM.
 *
 * @param name that they have without an alias
 * @param ownName the name that their column has whatever the alias, if it has one
 * @param set what they are
 */
record CalledRows(String name, Optional<String> ownName, SetCall set) {
    /** The rows of a function that returns a set. */
    static CalledRows of(String name, SetCall set) {
        return new CalledRows(name, set.function().columnName(), set);
    }

    /** The one row of any other function. */
    static CalledRows of(String name, Expression value) {
        return new CalledRows(name, Optional.empty(), new SetCall(new SingleValue(name), List.of(value), value.type()));
    }

    /** Returns the same with a column that has a name whatever the alias. */
    CalledRows withOwnName(String column) {
        return new CalledRows(name, Optional.of(column), set);
    }

    /** Returns the value that is the only row, if it is not a set. */
    Optional<Expression> single() {
        return set.function() instanceof SingleValue
                ? Optional.of(set.arguments().getFirst())
                : Optional.empty();
    }

    SqlType type() {
        return set.type();
    }

    /** Returns the name of their column beside others. */
    String columnName() {
        return ownName.orElse(name);
    }
}
