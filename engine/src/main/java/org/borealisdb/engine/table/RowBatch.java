package org.borealisdb.engine.table;

import java.util.Arrays;
import org.borealisdb.engine.btree.EntryBatch;
import org.borealisdb.engine.btree.TreePath;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;

/**
 * Rows that entries of an index lead to: looked up in the order of their primary keys, so that those of one leaf cost one descent, and given in the order of the entries. They are versions that a
 * view sees, so they may be read before they are asked for. Bounded in rows and in bytes. Used by one task.
 */
final class RowBatch {
    /** Most rows: enough for several of each leaf of a table of some ten megabytes. */
    private static final int MOST_ROWS = 4096;

    /** Of entries and rows together; rows behind that are looked up when they are come to. */
    private static final int MOST_BYTES = 1 << 20;

    /** For so many rows leaves are on their way. */
    private static final int ROWS_AHEAD = 64;

    /** Stands for the place of a row that is looked up when it is come to. */
    private static final int LATER = -1;

    private final Workspace workspace;
    private final Table table;
    private final RowReader reader;
    private final Versions versions;

    private final EntryBatch entries = new EntryBatch(MOST_BYTES / 2);
    private final RowVersion version = new RowVersion();
    private byte[] key = new byte[64];
    private byte[] rows = new byte[4096];
    private int used;

    // By number of the entry in the order of arrival: where it is among the entries, where its row's version is among
    // the rows.
    private int[] entryStarts = new int[64];
    private int[] entryLengths = new int[64];
    private int[] keyLengths = new int[64];
    private int[] primaryEnds = new int[64];
    private boolean[] alone = new boolean[64];
    private int[] rowStarts = new int[64];
    private int[] rowLengths = new int[64];

    /** Once a leaf was missing in the pool, those of the rows below this place were asked for. */
    private int askedFor;

    private boolean asking;
    private final TreePath ahead;
    private byte[] aheadKey = new byte[64];

    private int current = -1;

    RowBatch(Workspace workspace, Table table, RowReader reader, Versions versions) {
        this.workspace = workspace;
        this.table = table;
        this.reader = reader;
        this.versions = versions;
        this.ahead = new TreePath(workspace.counts());
    }

    void clear() {
        entries.clear();
        used = 0;
        current = -1;
    }

    /** Whether nothing more should be added. */
    boolean isFull() {
        return entries.count() >= MOST_ROWS || entries.full();
    }

    /**
     * Adds an entry.
     *
     * @param isAlone whether it is known to be that of the row's only version
     */
    void add(byte[] entry, int length, int keyLength, int primaryEnd, boolean isAlone) {
        int number = entries.count();
        if (number == entryStarts.length) {
            grow(2 * number);
        }
        int primaryLength = primaryEnd - keyLength;
        if (primaryLength > key.length) {
            key = new byte[2 * primaryLength];
        }
        System.arraycopy(entry, keyLength, key, 0, primaryLength);
        entryStarts[number] = entries.bytes() + primaryLength;
        entryLengths[number] = length;
        keyLengths[number] = keyLength;
        primaryEnds[number] = primaryEnd;
        alone[number] = isAlone;
        entries.add(key, primaryLength, 0, entry, 0, length);
    }

    private void grow(int capacity) {
        entryStarts = Arrays.copyOf(entryStarts, capacity);
        entryLengths = Arrays.copyOf(entryLengths, capacity);
        keyLengths = Arrays.copyOf(keyLengths, capacity);
        primaryEnds = Arrays.copyOf(primaryEnds, capacity);
        alone = Arrays.copyOf(alone, capacity);
        rowStarts = Arrays.copyOf(rowStarts, capacity);
        rowLengths = Arrays.copyOf(rowLengths, capacity);
    }

    /** Looks the rows up, when all entries are there. */
    void look(ReadView view) {
        entries.sort();
        askedFor = 0;
        asking = false;
        for (int index = 0; index < entries.count(); index++) {
            workspace.step();
            int number = entries.arrival(index);
            if (used > MOST_BYTES / 2) {
                rowStarts[number] = LATER;
                continue;
            }
            long read = workspace.counts().pagesRead();
            int length = entries.copyKey(index, key);
            reader.newest(workspace, table, key, length, version);
            if (workspace.counts().pagesRead() > read) {
                asking = true;
            }
            ask(index + 1);
            rowStarts[number] = used;
            rowLengths[number] = 0;
            if (versions.see(workspace, version, view)) {
                keep(number);
            }
        }
    }

    /** Has leaves read that rows from a place on are in, as long as some of these were missing. */
    private void ask(int from) {
        if (!asking || askedFor > from + ROWS_AHEAD / 2) {
            return;
        }
        if (aheadKey.length < key.length) {
            aheadKey = new byte[key.length];
        }
        int to = Math.min(entries.count(), from + ROWS_AHEAD);
        asking = false;
        for (int index = Math.max(askedFor, from); index < to; index++) {
            int length = entries.copyKey(index, aheadKey);
            asking |= table.tree().readAhead(aheadKey, length, ahead);
        }
        askedFor = to;
    }

    private void keep(int number) {
        if (used + version.end() > rows.length) {
            rows = Arrays.copyOf(rows, Math.max(used + version.end(), 2 * rows.length));
        }
        System.arraycopy(version.bytes(), 0, rows, used, version.end());
        rowLengths[number] = version.end();
        used += version.end();
    }

    /** Goes to the next entry; false if there is none. */
    boolean next() {
        current++;
        return current < entries.count();
    }

    /** Copies the version that the view sees of the entry's row; false if there is none. What is too long for a leaf is not loaded. */
    boolean copyRow(ReadView view, RowVersion target) {
        if (rowStarts[current] == LATER) {
            int from = entryStarts[current] + keyLengths[current];
            int length = primaryEnd() - keyLength();
            System.arraycopy(entries.array(), from, key, 0, length);
            reader.newest(workspace, table, key, length, target);
            return versions.see(workspace, target, view);
        }
        target.copyFrom(rows, rowStarts[current], rowLengths[current]);
        return target.exists();
    }

    /** Copies the entry, whose length is the answer, to {@code target}, which has room for it. */
    int copyEntry(byte[] target) {
        System.arraycopy(entries.array(), entryStarts[current], target, 0, entryLengths[current]);
        return entryLengths[current];
    }

    int entryLength() {
        return entryLengths[current];
    }

    /** Where the index key ends in the entry. */
    int keyLength() {
        return keyLengths[current];
    }

    /** Where the primary key ends in the entry. */
    int primaryEnd() {
        return primaryEnds[current];
    }

    /** Whether the entry is known to be that of its row's only version. */
    boolean isAlone() {
        return alone[current];
    }
}
