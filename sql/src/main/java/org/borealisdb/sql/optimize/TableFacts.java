package org.borealisdb.sql.optimize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the optimizer knows of a table. Belongs to one task. */
public final class TableFacts {
    private final double rows;
    private final double pages;
    private final boolean analyzed;
    private final IntFunction<Optional<ColumnFacts>> reader;
    private final Supplier<List<JointFacts>> jointReader;
    private final Map<Integer, Optional<ColumnFacts>> columns = new HashMap<>();
    private @Nullable List<JointFacts> joint;

    /**
     * Makes the facts of a table.
     *
     * @param analyzed whether the rows were counted, and not guessed
     * @param reader reads what is known of the column at a place
     * @param joint reads what is known of several columns together, and of expressions
     */
    public TableFacts(
            double rows,
            double pages,
            boolean analyzed,
            IntFunction<Optional<ColumnFacts>> reader,
            Supplier<List<JointFacts>> joint) {
        this.rows = Math.max(1, rows);
        this.pages = Math.max(1, pages);
        this.analyzed = analyzed;
        this.reader = reader;
        this.jointReader = joint;
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

    /** Returns what is known of several columns together, and of expressions. */
    List<JointFacts> joint() {
        List<JointFacts> known = joint;
        if (known == null) {
            known = jointReader.get();
            joint = known;
        }
        return known;
    }
}
