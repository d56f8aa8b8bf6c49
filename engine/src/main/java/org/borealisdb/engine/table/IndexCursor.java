package org.borealisdb.engine.table;

import java.util.Arrays;
import org.borealisdb.engine.btree.TreePath;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.value.ByteSink;
import org.jspecify.annotations.Nullable;

/**
 * A scan of a table in the order of an index: the rows whose keys are in a range, as one view sees them. An entry counts if the version
 * that the view sees has the entry's key; so each row comes once, whatever keys its other versions have. Who wants nothing but entries is spared the look at rows
 * that are known to have one version only ({@link UnpurgedChanges}). Rows that turn out to be far from each other in the table are looked up in batches ({@link RowBatch}), of as many as were wanted
 * before. Holds no page between steps. Used by one task.
 */
public final class IndexCursor {
    /** So many rows are looked up one by one first. */
    private static final int FIRST_ROWS = 16;

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
    private byte[] primaryKey = new byte[64];
    private long since;
    private boolean looked;

    // The current entry, which is the scan's, or a copy.
    private byte[] entry = {};
    private byte[] copied = new byte[64];
    private int entryLength;
    private int keyLength;
    private int primaryEnd;

    /** How many rows were looked up, and for how many of them another leaf than for the one before. */
    private int lookups;

    private int strayed;
    private @Nullable RowBatch batch;

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
        endBatch();
    }

    private void endBatch() {
        lookups = 0;
        strayed = 0;
        if (batch != null) {
            batch.clear();
        }
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
        while (true) {
            RowBatch ahead = batch;
            if (ahead != null && ahead.next()) {
                if (take(ahead)) {
                    return true;
                }
            } else if (isScattered()) {
                if (!gather()) {
                    return false;
                }
            } else if (!step()) {
                return false;
            } else if (see()) {
                return true;
            }
        }
    }

    private boolean isScattered() {
        return !entriesOnly && lookups >= FIRST_ROWS && 2 * strayed > lookups;
    }

    private boolean step() {
        if (!scan.isWithinLeaf()) {
            // Before the leaf is copied: an entry in the copy may be gone when it is come to.
            since = unpurged.now();
        }
        if (!scan.next()) {
            return false;
        }
        entry = scan.key();
        entryLength = scan.keyLength();
        keyLength = IndexEntry.keyLength(scan.cursor());
        primaryEnd = IndexEntry.primaryEnd(scan.cursor());
        return true;
    }

    private boolean isAlone() {
        return unpurged.none(table.treeId(), entry, keyLength, primaryEnd - keyLength, since);
    }

    private boolean see() {
        boolean alone = isAlone();
        looked = !entriesOnly || !alone || IndexEntry.lacksPayload(entryLength, primaryEnd);
        return !looked || look(alone);
    }

    /**
     * Looks at the row.
     *
     * @param alone whether the entry is known to be that of the row's only version
     */
    private boolean look(boolean alone) {
        int length = primaryEnd - keyLength;
        if (length > primaryKey.length) {
            primaryKey = new byte[2 * length];
        }
        System.arraycopy(entry, keyLength, primaryKey, 0, length);
        TreePath path = workspace.path(table.tree());
        int descents = path.descents();
        reader.newest(workspace, table, primaryKey, length, row);
        lookups++;
        strayed += path.descents() > descents ? 1 : 0;
        return versions.see(workspace, row, view) && isMeant(alone);
    }

    private boolean isMeant(boolean alone) {
        LongRows.load(workspace, table, row);
        return alone || IndexKeeper.hasEntry(index, row, entry, entryLength, keyLength, primaryEnd, rowKey);
    }

    /** Fills the batch with as many rows as were looked up before; false if there are no more. */
    private boolean gather() {
        RowBatch filled = batch == null ? new RowBatch(workspace, table, reader, versions) : batch;
        batch = filled;
        filled.clear();
        int wanted = lookups;
        while (wanted > 0 && !filled.isFull() && step()) {
            // An entry that is that of the only version now is that of the version that the view sees, whatever comes.
            filled.add(entry, entryLength, keyLength, primaryEnd, isAlone());
            wanted--;
        }
        int gathered = lookups - wanted;
        filled.look(view);
        lookups += gathered;
        strayed += gathered;
        return gathered > 0;
    }

    private boolean take(RowBatch from) {
        if (from.entryLength() > copied.length) {
            copied = new byte[2 * from.entryLength()];
        }
        entry = copied;
        entryLength = from.copyEntry(copied);
        keyLength = from.keyLength();
        primaryEnd = from.primaryEnd();
        looked = true;
        return from.copyRow(view, row) && isMeant(from.isAlone());
    }

    /** Ends the scan: there are no more rows. */
    public void close() {
        scan.close();
        endBatch();
    }

    /** A copy of the current row's primary key. */
    public byte[] primaryKey() {
        return Arrays.copyOfRange(entry, keyLength, primaryEnd);
    }

    /** The current entry: index key, primary key, payload; good until the next step. */
    public byte[] entry() {
        return entry;
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
        return entryLength;
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
