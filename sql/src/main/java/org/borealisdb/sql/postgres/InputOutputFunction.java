package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/**
 * A function that reads, writes or takes apart values or modifiers of types, as {@code pg_proc} lists it. Nobody calls it: drivers know types by it. Immutable.
 *
 * @param oid PostgreSQL's identifier
 * @param name its name
 * @param result the number of the type of the result
 * @param volatility the letter for how long a result holds
 * @param strict whether it is not called with a NULL
 * @param arguments the types of the arguments
 */
record InputOutputFunction(int oid, String name, int result, char volatility, boolean strict, List<SqlType> arguments) {
    private static final List<InputOutputFunction> ALL = ResourceLines.fields("io.txt").stream()
            .map(InputOutputFunction::read)
            .toList();
    private static final Map<Integer, InputOutputFunction> BY_OID =
            ALL.stream().collect(Collectors.toUnmodifiableMap(InputOutputFunction::oid, Function.identity()));

    /** Copies the arguments. */
    InputOutputFunction {
        arguments = List.copyOf(arguments);
    }

    private static InputOutputFunction read(List<String> line) {
        return new InputOutputFunction(
                Integer.parseInt(line.getFirst()),
                line.get(1),
                Integer.parseInt(line.get(2)),
                line.get(3).charAt(0),
                line.get(4).equals("t"),
                Stream.of(line.get(5).split(",", -1))
                        .map(oid ->
                                BuiltInType.typeWithOid(Integer.parseInt(oid)).orElseThrow())
                        .toList());
    }

    static List<InputOutputFunction> all() {
        return ALL;
    }

    static Optional<InputOutputFunction> withOid(long oid) {
        return oid == (int) oid ? Optional.ofNullable(BY_OID.get((int) oid)) : Optional.empty();
    }

    static Stream<InputOutputFunction> named(String name) {
        return ALL.stream().filter(function -> function.name.equals(name));
    }
}
