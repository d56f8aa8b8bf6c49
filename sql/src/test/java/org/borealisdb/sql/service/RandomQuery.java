package org.borealisdb.sql.service;

import java.util.List;
import java.util.Random;

/** A query over the table {@code rows}, made of joins, groups, sets and windows at random, whose rows do not depend on the order in which they are computed. */
final class RandomQuery {
    private final Random random;
    private int names;

    RandomQuery(Random random) {
        this.random = random;
    }

    String text() {
        return query(2);
    }

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A query with the columns a (int), b (int) and c (text). */
    private String query(int depth) {
        if (depth == 0) {
            String where = random.nextBoolean() ? "" : " WHERE id % " + (2 + random.nextInt(4)) + " = 0";
            return "SELECT " + pick(List.of("id", "key", "skewed")) + " AS a, " + pick(List.of("key", "id")) + " AS b, "
                    + pick(List.of("words", "words || id", "words || skewed", "NULLIF(words, md5('1'))"))
                    + " AS c FROM rows"
                    + where;
        }
        String left = "(" + query(depth - 1) + ") AS t" + ++names;
        String name = "t" + names;
        return switch (random.nextInt(6)) {
            case 0 -> "SELECT a, max(b) AS b, min(c) AS c FROM " + left + " GROUP BY a";
            case 1 -> {
                String right = "(" + query(0) + ") AS t" + ++names;
                String other = "t" + names;
                String kind = pick(List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"));
                yield "SELECT " + name + ".a AS a, " + other + ".b AS b, " + name + ".c AS c FROM " + left + " " + kind
                        + " " + right + " ON " + name + ".c = " + other + ".c AND " + name + ".b = " + other + ".b";
            }
            case 2 ->
                "(" + query(depth - 1) + ") " + pick(List.of("UNION", "INTERSECT", "EXCEPT", "UNION ALL", "EXCEPT ALL"))
                        + " (" + query(0) + ")";
            case 3 -> "SELECT DISTINCT a, b, c FROM " + left;
            case 4 ->
                "SELECT a, (rank() OVER (PARTITION BY a ORDER BY b, c))::int AS b, max(c) OVER (PARTITION BY b) AS c FROM "
                        + left;
            default ->
                "SELECT count(DISTINCT c)::int AS a, b, string_agg(DISTINCT left(c, 3), ',') AS c FROM " + left
                        + " GROUP BY b";
        };
    }
}
