package org.borealisdb.sql.execute;

import java.util.Optional;
import java.util.OptionalLong;
import org.borealisdb.engine.table.DuplicateRow;
import org.borealisdb.engine.table.RowLoader;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.RowSource;

/**
 * Inserts many rows with all columns of a table. A row is inserted when it is added or later; {@link #finish} inserts the rest, and is called when a later row
 * has an error too: the error of an earlier row is the statement's then.
 */
public final class TableLoad {
    private final ChangeRunner changes;
    private final RowLoader loader;
    private boolean over;
    private OptionalLong refused = OptionalLong.empty();

    TableLoad(ChangeRunner changes, RowLoader loader) {
        this.changes = changes;
        this.loader = loader;
    }

    /**
     * Adds a row.
     *
     * @throws SqlException 23502, 23514 or 23505, about this row or an earlier one
     */
    public void add(RowSource row) {
        RowSource whole = changes.complete(row);
        changes.verify(whole);
        over = true;
        check(changes.addTo(loader, whole));
        over = false;
    }

    /**
     * Inserts what has not been inserted yet; does nothing once anything has failed here.
     *
     * @throws SqlException 23505
     */
    public void finish() {
        if (!over) {
            over = true;
            check(loader.finish());
        }
    }

    /** Which row, from 0, was refused because its key is there already. */
    public OptionalLong refused() {
        return refused;
    }

    private void check(Optional<DuplicateRow> duplicate) {
        if (duplicate.isPresent()) {
            refused = OptionalLong.of(duplicate.get().arrival());
            throw changes.violation(duplicate.get());
        }
    }
}
