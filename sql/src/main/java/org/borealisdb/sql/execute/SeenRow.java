package org.borealisdb.sql.execute;

import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.row.StoredRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/** A stored row with the columns by which a statement sees its table: its own, and the system columns if there are any. Used again for the next one. Belongs to one task. */
final class SeenRow {
    private final StoredRow stored;
    private final @Nullable SystemValues system;
    private final RowSource row;

    SeenRow(TableDefinition table) {
        stored = new StoredRow(table.layout());
        if (SystemColumn.areIn(table)) {
            system = new SystemValues(table);
            RowPair pair = new RowPair(SystemColumn.firstPlace(table));
            pair.setLeft(stored);
            pair.setRight(system);
            row = pair;
        } else {
            system = null;
            row = stored;
        }
    }

    /** Goes to the version that a row has been found by. */
    RowSource moveTo(TargetRow found) {
        RowVersion version = found.version();
        stored.moveTo(version.bytes(), version.rowStart(), version.rowLength());
        if (system != null) {
            system.found(found);
        }
        return row;
    }

    /** Returns the row, whichever it is at the time. */
    RowSource row() {
        return row;
    }
}
