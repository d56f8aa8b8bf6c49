package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/**
 * A function that calls find by its name alone, as {@code pg_proc} lists it: an aggregate, a window function, or one that returns a set or
 * rows of a type that the call says. Immutable.
 *
 * @param oid PostgreSQL's identifier
 * @param name its name
 * @param kind the letter of its kind
 * @param rows how many rows it is said to return
 * @param variadic the number of the type that repeats, 0 for none
 * @param strict whether it is not called with a NULL
 * @param set whether it returns a set
 * @param volatility the letter for how long a result holds
 * @param defaults the SQL of the last arguments where a call leaves them out
 * @param result the number of the type of the result
 * @param arguments the numbers of the types that a call is given
 * @param parameters the numbers of the types of these and of the columns of the result; empty without such columns
 * @param modes a letter for each of these
 * @param names the names of the parameters; empty if they have none
 * @param source what implements it in PostgreSQL
 * @param description what it is for
 * @param aggregation what {@code pg_aggregate} says
 */
record KnownRoutine(
        int oid,
        String name,
        char kind,
        double rows,
        int variadic,
        boolean strict,
        boolean set,
        char volatility,
        List<String> defaults,
        int result,
        List<Integer> arguments,
        List<Integer> parameters,
        String modes,
        List<String> names,
        String source,
        String description,
        Optional<Aggregation> aggregation) {
    /** Copies the lists. */
    KnownRoutine {
        defaults = List.copyOf(defaults);
        arguments = List.copyOf(arguments);
        parameters = List.copyOf(parameters);
        names = List.copyOf(names);
    }

    /**
     * How an aggregate is computed in PostgreSQL.
     *
     * @param kind the letter of its kind: normal, of an ordered set, or of a hypothetical row
     * @param direct how many direct arguments it has
     * @param finalExtra whether its last step is told the types of the arguments
     * @param movingExtra the same in a moving frame
     * @param finalModify the letter for what its last step does to the state
     * @param movingModify the same in a moving frame
     * @param sorting the operator whose first value it is, 0 for none
     * @param state the number of the type of the state
     * @param space how large the state is said to be
     * @param movingState the same in a moving frame
     * @param movingSpace the same in a moving frame
     * @param initial the state of no rows, empty for NULL
     * @param movingInitial the same in a moving frame
     */
    record Aggregation(
            char kind,
            int direct,
            boolean finalExtra,
            boolean movingExtra,
            char finalModify,
            char movingModify,
            int sorting,
            int state,
            int space,
            int movingState,
            int movingSpace,
            Optional<String> initial,
            Optional<String> movingInitial) {}

    private static final List<KnownRoutine> ALL =
            ResourceLines.text("routines.txt").lines().map(KnownRoutine::read).toList();
    private static final Map<Integer, KnownRoutine> BY_OID =
            ALL.stream().collect(Collectors.toUnmodifiableMap(KnownRoutine::oid, Function.identity()));
    private static final Map<String, List<KnownRoutine>> BY_NAME =
            Map.copyOf(ALL.stream().collect(Collectors.groupingBy(KnownRoutine::name)));

    static List<KnownRoutine> all() {
        return ALL;
    }

    static Optional<KnownRoutine> withOid(long oid) {
        return oid == (int) oid ? Optional.ofNullable(BY_OID.get((int) oid)) : Optional.empty();
    }

    static List<KnownRoutine> named(String name) {
        return BY_NAME.getOrDefault(name, List.of());
    }

    /** The fields of a line, one after the other. */
    private static final class Fields {
        private final String[] texts;
        private int next;

        Fields(String line) {
            this.texts = line.split("\t", -1);
        }

        String text() {
            return texts[next++];
        }

        int number() {
            return Integer.parseInt(text());
        }

        char letter() {
            return text().charAt(0);
        }

        boolean truth() {
            return text().equals("t");
        }

        List<String> words() {
            String text = text();
            return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
        }

        List<Integer> numbers() {
            return words().stream().map(Integer::valueOf).toList();
        }

        List<String> expressions() {
            String text = text();
            return text.isEmpty() ? List.of() : Arrays.asList(text.split(", ", -1));
        }

        Optional<String> value() {
            return Optional.of(text()).filter(text -> !text.equals("-"));
        }
    }

    private static KnownRoutine read(String line) {
        Fields fields = new Fields(line);
        int oid = fields.number();
        String name = fields.text();
        char kind = fields.letter();
        return new KnownRoutine(
                oid,
                name,
                kind,
                fields.number(),
                fields.number(),
                fields.truth(),
                fields.truth(),
                fields.letter(),
                fields.expressions(),
                fields.number(),
                fields.numbers(),
                fields.numbers(),
                fields.text(),
                fields.words(),
                fields.text(),
                fields.text(),
                kind == 'a' ? Optional.of(aggregation(fields)) : Optional.empty());
    }

    private static Aggregation aggregation(Fields fields) {
        return new Aggregation(
                fields.letter(),
                fields.number(),
                fields.truth(),
                fields.truth(),
                fields.letter(),
                fields.letter(),
                fields.number(),
                fields.number(),
                fields.number(),
                fields.number(),
                fields.number(),
                fields.value(),
                fields.value());
    }

    private static SqlType type(int oid) {
        Optional<BuiltInType> plain = BuiltInType.withOid(oid);
        return plain.isPresent()
                ? plain.get().type()
                : BuiltInType.elementOfArray(oid).orElseThrow().array();
    }

    /** Returns the types that a call is given. */
    List<SqlType> argumentTypes() {
        return arguments.stream().map(KnownRoutine::type).toList();
    }

    /** Returns the type of the result. */
    SqlType resultType() {
        return type(result);
    }

    /** Returns what it returns, as SQL. */
    String resultText() {
        return (set ? "SETOF " : "") + resultType().displayName();
    }

    /**
     * Returns the parameters, as SQL.
     *
     * @param withDefaults whether defaults are written, too
     */
    String argumentsText(boolean withDefaults) {
        List<Integer> types = parameters.isEmpty() ? arguments : parameters;
        int sorted = aggregation
                .filter(each -> each.kind() != 'n')
                .map(Aggregation::direct)
                .orElse(-1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < types.size(); i++) {
            text.append(i == sorted ? (i == 0 ? "ORDER BY " : " ORDER BY ") : i == 0 ? "" : ", ");
            text.append(parameter(i, types.get(i), withDefaults));
        }
        if (sorted == types.size() && variadic != 0) {
            // A hypothetical row has as many values as there are to sort by.
            text.append(" ORDER BY ").append(parameter(sorted - 1, types.getLast(), withDefaults));
        }
        return text.toString();
    }

    private String parameter(int place, int type, boolean withDefaults) {
        boolean output = !modes.isEmpty() && modes.charAt(place) == 'o';
        boolean repeated = variadic != 0 && place == arguments.size() - 1;
        int given = place - (arguments.size() - defaults.size());
        String named = names.isEmpty() || names.get(place).isEmpty() ? "" : Quoting.identifier(names.get(place)) + " ";
        String value = withDefaults && !output && given >= 0 && given < defaults.size()
                ? " DEFAULT " + defaults.get(given)
                : "";
        return (output ? "OUT " : repeated ? "VARIADIC " : "")
                + named
                + type(type).displayName()
                + value;
    }

    /** Returns the numbers of types as values of SQL. */
    static List<Object> values(List<Integer> types) {
        List<Object> values = new ArrayList<>();
        types.forEach(type -> values.add((long) type));
        return values;
    }
}
