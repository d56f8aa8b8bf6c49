package org.borealisdb.sql.postgres;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.scalar.CastTable;

/** The numbers that PostgreSQL 15 gives the casts that are built in. */
final class KnownCasts {
    private static final Map<String, Integer> NUMBERS = read();

    private KnownCasts() {}

    private static Map<String, Integer> read() {
        Map<String, Integer> numbers = new HashMap<>();
        for (List<String> line : ResourceLines.fields("casts.txt")) {
            numbers.put(line.get(1) + " " + line.get(2), Integer.valueOf(line.get(0)));
        }
        return Map.copyOf(numbers);
    }

    /** Returns the number of a cast. */
    static int oid(CastTable.Cast cast) {
        String types = cast.source().oid() + " " + cast.target().oid();
        return NUMBERS.getOrDefault(types, 0);
    }
}
