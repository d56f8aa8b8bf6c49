package org.borealisdb.sql.bind;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the columns whose names are most like one that does not exist, by the number of characters to put in, leave out or change. */
final class SimilarNames {
    /** Names that are further apart are not alike. */
    private static final int MOST = 3;

    private final String wanted;
    private final List<String> best = new ArrayList<>();
    private int distance = MOST + 1;

    SimilarNames(String wanted) {
        this.wanted = wanted;
    }

    /**
     * Looks at a column.
     *
     * @param away how far the name of its table is from the one that was given
     */
    void add(String table, String column, int away) {
        if (column.isEmpty() || away > distance) {
            return;
        }
        int apart = distance(column, wanted);
        if (apart > wanted.getBytes(StandardCharsets.UTF_8).length / 2 || apart + away > distance) {
            return;
        }
        String shown = "the column \"" + table + "." + column + "\"";
        if (apart + away < distance) {
            distance = apart + away;
            best.clear();
            best.add(shown);
        } else if (best.size() == 1) {
            best.add(shown);
        } else {
            // Where there are many as near as that, only a nearer one says anything.
            best.clear();
        }
    }

    /** Returns what may have been meant, unless nothing, or too much, is near. */
    Optional<String> hint() {
        return best.isEmpty()
                ? Optional.empty()
                : Optional.of("Perhaps you meant to reference " + String.join(" or ", best) + ".");
    }

    /** Returns how many characters have to be put in, left out or changed to make one name another. */
    static int distance(String from, String to) {
        int[] first = from.codePoints().toArray();
        int[] second = to.codePoints().toArray();
        int[] row = new int[second.length + 1];
        for (int place = 0; place <= second.length; place++) {
            row[place] = place;
        }
        for (int i = 0; i < first.length; i++) {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < second.length; j++) {
                int changed = diagonal + (first[i] == second[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.min(changed, Math.min(row[j], row[j + 1]) + 1);
            }
        }
        return row[second.length];
    }
}
