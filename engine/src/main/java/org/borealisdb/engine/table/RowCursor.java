package org.borealisdb.engine.table;

import java.util.Arrays;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;

/**
 * A scan of a table in the order of its primary key: the rows of a range as one view sees them. Holds nothing between steps, so it may be
 * kept as long as the view is open, and the transaction may change rows meanwhile. Used by one task.
 */
public final class RowCursor {
    private final Workspace workspace;
    private final Table table;
    private final ReadView view;
    private final Versions versions;
    private final KeyScan scan;
    private final RowVersion row = new RowVersion();

    RowCursor(Workspace workspace, Table table, ReadView view, KeyRange range, Versions versions) {
        this.workspace = workspace;
        this.table = table;
        this.view = view;
        this.versions = versions;
        this.scan = new KeyScan(table.tree(), range, workspace);
    }

    /** Begins again with another range. */
    void restart(KeyRange range) {
        scan.restart(range);
    }

    /** Goes to the next row; false if there is none. May wait for pages. */
    public boolean next() {
        try {
            boolean found = find();
            view.checkGood();
            return found;
        } catch (RuntimeException failed) {
            throw view.failure(failed);
        }
    }

    private boolean find() {
        while (scan.next()) {
            row.copyFrom(
                    scan.cursor().bytes(),
                    scan.cursor().valueOffset(),
                    scan.cursor().valueLength());
            if (versions.see(workspace, row, view)) {
                LongRows.load(workspace, table, row);
                return true;
            }
        }
        return false;
    }

    /** Ends the scan: there are no more rows. */
    public void close() {
        scan.close();
    }

    /** A copy of the current row's primary key. */
    public byte[] primaryKey() {
        return Arrays.copyOf(scan.key(), scan.keyLength());
    }

    /** The current row's primary key, as the first {@link #primaryKeyLength()} bytes; good until the next step. */
    public byte[] primaryKeyBytes() {
        return scan.key();
    }

    public int primaryKeyLength() {
        return scan.keyLength();
    }

    /** The version of the current row that the view sees; good until the next step. */
    public RowVersion row() {
        return row;
    }
}
