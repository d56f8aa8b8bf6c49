package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.borealisdb.expr.value.BoxedRow;
import org.jspecify.annotations.Nullable;

/** The right rows of a join that have one key, and which of them have found a partner. Belongs to one task. */
final class JoinBucket {
    /** Without rows. */
    static final JoinBucket EMPTY = new JoinBucket();

    private final List<BoxedRow> rows = new ArrayList<>(1);
    private @Nullable BitSet partnered;

    void add(BoxedRow row) {
        rows.add(row);
    }

    int size() {
        return rows.size();
    }

    BoxedRow get(int place) {
        return rows.get(place);
    }

    List<BoxedRow> rows() {
        return rows;
    }

    /** Says that a row has a partner. */
    void pair(int place) {
        if (partnered == null) {
            partnered = new BitSet(rows.size());
        }
        Objects.requireNonNull(partnered).set(place);
    }

    /** Gives the rows that have none. */
    void forEachAlone(Consumer<BoxedRow> target) {
        for (int place = 0; place < rows.size(); place++) {
            if (partnered == null || !partnered.get(place)) {
                target.accept(rows.get(place));
            }
        }
    }
}
