package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * In which order the rows of a query come, by all its columns, so that only equal ones may change places; and which of them.
 *
 * @param directions one for each column
 * @param rows       LIMIT or the like; empty: all of them
 */
record Order(List<String> directions, String rows) {
    Order {
        directions = List.copyOf(directions);
    }

    static Order draw(Choice choice, int columns) {
        List<String> directions = new ArrayList<>();
        boolean plain = choice.oneIn(2);
        for (int column = 0; column < columns; column++) {
            directions.add(plain ? "" : choice.one("", "", " desc", " nulls first", " desc nulls last"));
        }
        int count = choice.below(6);
        return new Order(
                directions,
                switch (choice.below(8)) {
                    case 0, 1 -> "";
                    case 2 -> " offset " + count;
                    case 3 -> " limit " + count + " offset " + choice.below(4);
                    case 4 -> " fetch first " + count + " rows with ties";
                    default -> " limit " + count;
                });
    }

    /** All rows, the smallest first. */
    static Order plain(int columns) {
        return new Order(Collections.nCopies(columns, ""), "");
    }

    /** The same order of all rows. */
    Order ofAll() {
        return new Order(directions, "");
    }

    /** The clause for a query that may have lost columns since. */
    String sql(int columns) {
        List<String> keys = new ArrayList<>();
        for (int column = 0; column < Math.min(columns, directions.size()); column++) {
            keys.add((column + 1) + directions.get(column));
        }
        return "order by " + String.join(", ", keys) + rows;
    }
}
