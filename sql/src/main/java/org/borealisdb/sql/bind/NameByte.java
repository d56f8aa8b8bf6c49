package org.borealisdb.sql.bind;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.jspecify.annotations.Nullable;

/** A byte of a name, which PostgreSQL has as an array of as many as the longest name and its end take. Stateless. */
final class NameByte {
    private static final int LONGEST_NAME = 63;

    private static final ScalarFunction LETTER = new ScalarFunction(
            0,
            "name_subscript",
            List.of(BuiltInType.NAME.type(), BuiltInType.INT4.type()),
            BuiltInType.CHAR.type(),
            true,
            ScalarFunction.Volatility.IMMUTABLE,
            false,
            new ScalarFunction.General((world, values) ->
                    letter(String.valueOf(values[0]).getBytes(StandardCharsets.UTF_8), (Long) values[1])));

    private NameByte() {}

    /** Reads the byte of a name at an index, from 0. */
    static Expression of(Expression name, Expression index) {
        return new Expression.Call(LETTER, List.of(name, index), LETTER.result());
    }

    private static @Nullable Object letter(byte[] name, long index) {
        if (index < 0 || index > LONGEST_NAME) {
            return null;
        }
        return index < name.length ? (long) name[(int) index] : 0L;
    }
}
