package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ArrayValue;

/** The function {@code acldefault}: the privileges on an object on which none were granted. */
final class AccessDefaults {
    /** Privileges of everybody and of the owner, by the letter of a kind of object. */
    private static final Map<Character, List<String>> BY_KIND = Map.ofEntries(
            Map.entry('c', List.of("", "")),
            Map.entry('r', List.of("", "arwdDxt")),
            Map.entry('s', List.of("", "rwU")),
            Map.entry('d', List.of("Tc", "CTc")),
            Map.entry('f', List.of("X", "X")),
            Map.entry('l', List.of("U", "U")),
            Map.entry('L', List.of("", "rw")),
            Map.entry('n', List.of("", "UC")),
            Map.entry('p', List.of("", "sA")),
            Map.entry('t', List.of("", "C")),
            Map.entry('F', List.of("", "U")),
            Map.entry('S', List.of("", "U")),
            Map.entry('T', List.of("U", "U")));

    private AccessDefaults() {}

    /** Returns the function; roles are called by names that {@code roleName} finds by their numbers. */
    static ScalarFunction function(LongFunction<String> roleName) {
        return new ScalarFunction(
                3943,
                "acldefault",
                List.of(BuiltInType.CHAR.type(), BuiltInType.OID.type()),
                BuiltInType.ACLITEM.array(),
                true,
                Volatility.IMMUTABLE,
                false,
                new ScalarFunction.General((world, arguments) ->
                        of((char) (long) (Long) arguments[0], roleName.apply((Long) arguments[1]))));
    }

    private static ArrayValue of(char kind, String owner) {
        List<String> rights = BY_KIND.get(kind);
        if (rights == null) {
            throw new SqlException(ErrorCode.INTERNAL_ERROR, "unrecognized object type abbreviation: " + kind);
        }
        List<String> items = new ArrayList<>();
        if (!rights.getFirst().isEmpty()) {
            items.add("=" + rights.getFirst() + "/" + owner);
        }
        if (!rights.getLast().isEmpty()) {
            items.add(owner + "=" + rights.getLast() + "/" + owner);
        }
        return ArrayValue.of(BuiltInType.ACLITEM.type(), items);
    }
}
