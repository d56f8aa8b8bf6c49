package org.borealisdb.engine.table;

import java.util.Arrays;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.value.ByteSink;

/**
 * A scan of a table in the order of an index: the rows whose keys are in a range, as one view sees them. An entry counts if the version
 * that the view sees has the entry's key; so each row comes once, whatever keys its other versions have. Who wants nothing but entries is spared the look at rows
 * that are known to have one version only ({@link UnpurgedChanges}). Holds nothing between steps. Used by one task.
 */
public final class IndexCursor {
    private final Workspace workspace;
    private final Table table;
    private final Index index;
    private final ReadView view;
    private final RowReader reader;
    private final Versions versions;
    private final KeyScan scan;
    private final UnpurgedChanges unpurged;
    /** Whether nothing but entries is wanted. */
    private final boolean entriesOnly;

    private final RowVersion row = new RowVersion();
    private final ByteSink rowKey = new ByteSink();
    private byte[] primaryKey = new byte[0];
    private int keyLength;
    private int primaryEnd;
    private long since;
    private boolean looked;

    IndexCursor(
            Workspace workspace,
            Table table,
            Index index,
            ReadView view,
            KeyRange range,
            RowReader reader,
            Versions versions,
            UnpurgedChanges unpurged,
            boolean entriesOnly) {
        this.workspace = workspace;
        this.table = table;
        this.index = index;
        this.view = view;
        this.reader = reader;
        this.versions = versions;
        this.unpurged = unpurged;
        this.entriesOnly = entriesOnly;
        this.scan = new KeyScan(index.tree(), range, workspace);
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
        while (step()) {
            if (see()) {
                return true;
            }
        }
        return false;
    }

    private boolean step() {
        if (!scan.isWithinLeaf()) {
            // Before the leaf is copied: an entry in the copy may be gone when it is come to.
            since = unpurged.now();
        }
        return scan.next();
    }

    private boolean see() {
        keyLength = IndexEntry.keyLength(scan.cursor());
        primaryEnd = IndexEntry.primaryEnd(scan.cursor());
        boolean alone = unpurged.none(table.treeId(), scan.key(), keyLength, primaryEnd - keyLength, since);
        looked = !entriesOnly || !alone || IndexEntry.lacksPayload(scan.keyLength(), primaryEnd);
        return !looked || look(alone);
    }

    /**
     * Looks at the row.
     *
     * @param alone whether the entry is known to be that of the row's only version
     */
    private boolean look(boolean alone) {
        primaryKey = primaryKey();
        reader.newest(workspace, table, primaryKey, row);
        if (!versions.see(workspace, row, view)) {
            return false;
        }
        LongRows.load(workspace, table, row);
        return alone || IndexKeeper.hasEntry(index, row, scan.key(), scan.keyLength(), keyLength, primaryEnd, rowKey);
    }

    /** Ends the scan: there are no more rows. */
    public void close() {
        scan.close();
    }

    /** A copy of the current row's primary key. */
    public byte[] primaryKey() {
        return Arrays.copyOfRange(scan.key(), keyLength, primaryEnd);
    }

    /** The current entry: index key, primary key, payload; good until the next step. */
    public byte[] entry() {
        return scan.key();
    }

    /** Where in the entry the index key ends, and the primary key begins. */
    public int keyLength() {
        return keyLength;
    }

    /** Where in the entry the primary key ends. */
    public int primaryEnd() {
        return primaryEnd;
    }

    /** Where in the entry the payload begins that {@link IndexKey#encodePayload} made; only if the row was not looked at, and the index has one. */
    public int payloadStart() {
        return primaryEnd + 1;
    }

    /** Length of the entry. */
    public int entryLength() {
        return scan.keyLength();
    }

    /** Whether the current row was looked at; if not, there is no {@link #row()}. */
    public boolean isLookedAt() {
        return looked;
    }

    /** The version of the current row that the view sees; good until the next step. */
    public RowVersion row() {
        return row;
    }
}
