package org.borealisdb.sql.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.runtime.random.RandomSource;

/**
 * Some rows of a table, each as likely as any other to be among them, in the order in which the table has them. Belongs to one task.
 *
 * <p>A row that comes when there are enough takes the place of a random one, with the chance that keeps all rows equally likely.
 */
public final class TableSample {
    /** As PostgreSQL has it for a target of 100: then a histogram's bounds are seldom off by half of what is between two of them. */
    public static final int ROWS = 30_000;

    /** Longer values are only counted. */
    public static final int MOST_BYTES = 1024;

    private final RandomSource random;
    private final List<Sampled> rows = new ArrayList<>();
    private long seen;

    /** A row and its place among all. */
    private record Sampled(long place, BoxedRow row) {}

    /** Begins. */
    public TableSample(RandomSource random) {
        this.random = random;
    }

    /** Counts a row; returns the place it is to be put to with {@link #put}, or -1. */
    public int place() {
        seen++;
        if (rows.size() < ROWS) {
            return rows.size();
        }
        long place = Math.floorMod(random.nextLong(), seen);
        return place < ROWS ? (int) place : -1;
    }

    /** Keeps the row that was counted last; returns the one that it takes the place of. */
    public Optional<BoxedRow> put(int place, BoxedRow row) {
        Sampled sampled = new Sampled(seen, row);
        if (place == rows.size()) {
            rows.add(sampled);
            return Optional.empty();
        }
        return Optional.of(rows.set(place, sampled).row());
    }

    /** Returns how many rows were counted. */
    public long seen() {
        return seen;
    }

    /** Returns the rows in the table's order. */
    public List<BoxedRow> rows() {
        return rows.stream()
                .sorted(Comparator.comparingLong(Sampled::place))
                .map(Sampled::row)
                .toList();
    }
}
