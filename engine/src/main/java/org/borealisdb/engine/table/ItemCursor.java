package org.borealisdb.engine.table;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.TreeCursor;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;

/**
 * A scan of a table by an inverted index: the rows in which all of some items are, or any of them, as one view sees them, each once. Entries of an item are in the order of primary keys. Rows with all items
 * are found by going from item to item, always to the first entry at or behind the primary key that the others have come to, so that a rare item saves most of a frequent one. Rows with any are found item by
 * item, and passed over where they have an earlier one. Holds nothing between steps, and no memory that grows with the rows. Used by one task.
 */
public final class ItemCursor {
    private final Workspace workspace;
    private final Table table;
    private final Index index;
    private final ReadView view;
    private final RowReader reader;
    private final Versions versions;
    private final List<byte[]> items;
    private final boolean all;
    private final TreeCursor[] cursors;
    private final RowVersion row = new RowVersion();
    private final byte[] entry = new byte[BTree.MAX_KEY_BYTES];
    private byte[] primaryKey = {};
    /** Of a scan for any item, the one whose entries are read. */
    private int item;
    /** Whether a seek must come before the next step. */
    private boolean fresh = true;

    ItemCursor(
            Workspace workspace,
            Table table,
            Index index,
            ReadView view,
            List<byte[]> items,
            boolean all,
            RowReader reader,
            Versions versions) {
        this.workspace = workspace;
        this.table = table;
        this.index = index;
        this.view = view;
        this.reader = reader;
        this.versions = versions;
        this.items = List.copyOf(items);
        this.all = all;
        this.cursors = new TreeCursor[all ? items.size() : Math.min(1, items.size())];
        Arrays.setAll(cursors, _ -> new TreeCursor(index.tree(), workspace.counts()));
    }

    /** Goes to the next row; false if there is none. May wait for pages. */
    public boolean next() {
        try {
            boolean found = all ? nextOfAll() : nextOfAny();
            view.checkGood();
            return found;
        } catch (RuntimeException failed) {
            throw view.failure(failed);
        }
    }

    private boolean nextOfAny() {
        while (item < items.size()) {
            byte[] wanted = items.get(item);
            if (fresh) {
                cursors[0].seek(wanted, wanted.length);
                fresh = false;
            }
            if (!step(0, item)) {
                item++;
                fresh = true;
            } else if (see()) {
                NavigableSet<byte[]> keys = InvertedEntries.pastKeysOf(index, row);
                if (keys.contains(wanted) && items.subList(0, item).stream().noneMatch(keys::contains)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean nextOfAll() {
        while (true) {
            if (!meet()) {
                return false;
            }
            if (see() && InvertedEntries.pastKeysOf(index, row).containsAll(items)) {
                return true;
            }
        }
    }

    /** Goes to the next primary key that all items have an entry of; false if there is none. */
    private boolean meet() {
        if (items.isEmpty()) {
            return false;
        }
        if (fresh) {
            seek(0, new byte[0]);
            fresh = false;
        }
        if (!step(0, 0)) {
            return false;
        }
        byte[] candidate = primaryKey;
        int agreed = 1;
        int next = 1;
        while (agreed < items.size()) {
            int place = next % items.size();
            seek(place, candidate);
            if (!step(place, place)) {
                return false;
            }
            agreed = Arrays.equals(primaryKey, candidate) ? agreed + 1 : 1;
            candidate = primaryKey;
            next++;
        }
        if (items.size() > 1) {
            // The first cursor goes on behind this one.
            seek(0, candidate);
            step(0, 0);
        }
        primaryKey = candidate;
        return true;
    }

    private void seek(int cursor, byte[] from) {
        byte[] key = IndexKeeper.entry(items.get(cursor), from);
        cursors[cursor].seek(key, key.length);
    }

    /** Goes to the next entry of an item, and takes its primary key; false if there is none. */
    private boolean step(int cursor, int number) {
        TreeCursor at = cursors[cursor];
        byte[] wanted = items.get(number);
        if (!at.next()) {
            return false;
        }
        int length = at.keyLength();
        at.copyKey(entry);
        if (length < wanted.length || !Arrays.equals(entry, 0, wanted.length, wanted, 0, wanted.length)) {
            return false;
        }
        primaryKey = Arrays.copyOfRange(entry, IndexKeeper.keyLength(at), length);
        return true;
    }

    private boolean see() {
        reader.newest(workspace, table, primaryKey, row);
        if (!versions.see(workspace, row, view)) {
            return false;
        }
        LongRows.load(workspace, table, row);
        return true;
    }

    /** A copy of the current row's primary key. */
    public byte[] primaryKey() {
        return primaryKey.clone();
    }

    /** The version of the current row that the view sees; good until the next step. */
    public RowVersion row() {
        return row;
    }
}
