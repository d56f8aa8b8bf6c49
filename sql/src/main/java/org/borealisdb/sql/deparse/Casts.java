package org.borealisdb.sql.deparse;

import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.SqlType;

/** Which calls of functions are casts. Stateless. */
final class Casts {
    private Casts() {}

    /** Returns whether a function casts one type to the other. */
    static boolean isOne(ScalarFunction function, SqlType source, SqlType target) {
        if (source instanceof ArrayType || target instanceof ArrayType) {
            return false;
        }
        return function.isOfUser()
                ? function.arguments().getFirst().sameTypeAs(source)
                : CastTable.builtIn()
                        .find(source, target)
                        .filter(cast -> cast.function() == function.oid())
                        .isPresent();
    }
}
