package org.borealisdb.sql.postgres;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ArrayValue;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pg_proc} says of functions that are built in, and nothing else asks for, where that is not what it says of most of them. Immutable.
 *
 * @param source what implements it in PostgreSQL
 * @param leakproof whether it tells nobody anything of its arguments
 * @param parallel the letter for where it may run
 * @param modes a letter for each parameter, if not all of them are given
 * @param types of all parameters, if not all of them are given
 * @param names of the parameters
 */
record FunctionDetails(
        String source, boolean leakproof, char parallel, String modes, List<String> types, List<String> names) {
    private static final int NAMES = 6;

    /** Stands for a parameter without a name. */
    private static final String NAMELESS = "*";

    private static final Map<Integer, FunctionDetails> ALL = read();

    /** Copies the lists. */
    FunctionDetails {
        types = List.copyOf(types);
        names = List.copyOf(names);
    }

    private static Map<Integer, FunctionDetails> read() {
        Map<Integer, FunctionDetails> all = new HashMap<>();
        ResourceLines.text("procs.txt").lines().forEach(line -> {
            String[] fields = line.split("\t", -1);
            int next = 1;
            all.put(
                    Integer.valueOf(fields[0]),
                    new FunctionDetails(
                            fields[next++],
                            fields[next++].equals("t"),
                            fields[next++].charAt(0),
                            fields[next++],
                            words(fields[next]),
                            words(fields[NAMES])));
        });
        return all;
    }

    private static List<String> words(String field) {
        return field.isEmpty() ? List.of() : Arrays.asList(field.split(" ", -1));
    }

    /** Has a row say it. */
    static SystemRows.Row say(int oid, SystemRows.Row row) {
        FunctionDetails details = ALL.get(oid);
        return details == null
                ? row
                : row.set("prosrc", details.source)
                        .set("proleakproof", details.leakproof)
                        .set("proparallel", details.parallel)
                        .set("proargmodes", letters(details.modes))
                        .set("proallargtypes", numbers(details.types))
                        .set("proargnames", texts(details.names));
    }

    private static @Nullable ArrayValue letters(String modes) {
        return modes.isEmpty()
                ? null
                : ArrayValue.of(
                        BuiltInType.CHAR.type(),
                        modes.chars().<Object>mapToObj(mode -> (long) mode).toList());
    }

    private static @Nullable ArrayValue numbers(List<String> types) {
        return types.isEmpty()
                ? null
                : ArrayValue.of(
                        BuiltInType.OID.type(),
                        types.stream().<Object>map(Long::parseLong).toList());
    }

    private static @Nullable ArrayValue texts(List<String> names) {
        return names.isEmpty()
                ? null
                : ArrayValue.of(
                        BuiltInType.TEXT.type(),
                        names.stream()
                                .<Object>map(name -> name.equals(NAMELESS) ? "" : name)
                                .toList());
    }
}
