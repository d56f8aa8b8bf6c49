package org.borealisdb.sql.optimize;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** What the optimizer knows of a table. Belongs to one task. */
public final class TableFacts {
    private final double rows;
    private final double pages;
    private final boolean analyzed;
    private final IntFunction<Optional<ColumnFacts>> reader;
    private final Map<Integer, Optional<ColumnFacts>> columns = new HashMap<>();

    /**
     * Makes the facts of a table.
     *
     * @param analyzed whether the rows were counted, and not guessed
     * @param reader reads what is known of the column at a place
     */
    public TableFacts(double rows, double pages, boolean analyzed, IntFunction<Optional<ColumnFacts>> reader) {
        this.rows = Math.max(1, rows);
        this.pages = Math.max(1, pages);
        this.analyzed = analyzed;
        this.reader = reader;
    }

    /** Returns how many rows it has. */
    public double rows() {
        return rows;
    }

    /** Returns how many pages they take. */
    public double pages() {
        return pages;
    }

    /** Returns whether the rows were counted. */
    public boolean isAnalyzed() {
        return analyzed;
    }

    /** Returns what is known of a column. */
    public Optional<ColumnFacts> column(int place) {
        return columns.computeIfAbsent(place, reader::apply);
    }
}
