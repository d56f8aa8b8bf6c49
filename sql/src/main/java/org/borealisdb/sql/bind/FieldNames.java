package org.borealisdb.sql.bind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;

/** The names of fields of row values: in the query of a view they stand for the fields that had them when the view was made. Stateless. */
final class FieldNames {
    private FieldNames() {}

    /**
     * Returns by which name a field is found now.
     *
     * @param offset where its name is, or the dot before it; -1 if nobody asks again
     * @param isTarget whether it is the name of a column, too
     */
    static String one(BindContext context, SqlType row, String name, int offset, boolean isTarget) {
        if (!(row instanceof CompositeType type) || !type.isNamed() || offset < 0) {
            return name;
        }
        long number = Integer.toUnsignedLong(type.oid());
        return Optional.ofNullable(context.known().fields().get(offset))
                .filter(made -> made.type() == number)
                .map(made -> CompositeType.storedName(
                        type.oid(), made.names().firstEntry().getKey()))
                .orElseGet(() -> {
                    int place = type.place(name);
                    if (place >= 0) {
                        SequencedMap<Integer, String> read = new LinkedHashMap<>();
                        read.put(type.fields().get(place).number(), name);
                        note(context, offset, new ViewNames.Fields(number, isTarget, read));
                    }
                    return name;
                });
    }

    /**
     * Returns the places of all fields, or of all that there were.
     *
     * @param offset where the dot before the star is that stands for them; -1 if nobody asks again
     */
    static List<Integer> all(BindContext context, CompositeType type, int offset) {
        List<Integer> places = IntStream.range(0, type.fields().size()).boxed().toList();
        if (!type.isNamed() || offset < 0) {
            return places;
        }
        long number = Integer.toUnsignedLong(type.oid());
        return Optional.ofNullable(context.known().fields().get(offset))
                .filter(made -> made.type() == number)
                .map(made -> made.names().keySet().stream()
                        .map(field -> type.place(CompositeType.storedName(type.oid(), field)))
                        .toList())
                .orElseGet(() -> {
                    SequencedMap<Integer, String> read = new LinkedHashMap<>();
                    type.fields().forEach(field -> read.put(field.number(), field.name()));
                    note(context, offset, new ViewNames.Fields(number, false, read));
                    return places;
                });
    }

    private static void note(BindContext context, int offset, ViewNames.Fields read) {
        context.collector().ifPresent(names -> names.fields(offset, read));
    }
}
