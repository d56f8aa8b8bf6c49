package org.borealisdb.engine.table;

import java.util.Arrays;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.TreeCursor;
import org.jspecify.annotations.Nullable;

/** The primary keys that an inverted index has entries of for one item, in their order, whether the rows are seen or not. Used by one task. */
final class ItemEntries implements ItemWalk {
    private final TreeCursor cursor;
    private final byte[] item;
    private final byte[] entry = new byte[BTree.MAX_KEY_BYTES];
    private boolean begun;
    private boolean ended;
    private byte[] primaryKey = {};

    /** The entries of an item that a cursor goes to, which nobody else moves. */
    ItemEntries(TreeCursor cursor, byte[] item) {
        this.cursor = cursor;
        this.item = item;
    }

    @Override
    public byte @Nullable [] from(byte[] least) {
        if (begun && !ended && Arrays.compareUnsigned(primaryKey, least) < 0) {
            // Often it is the next one, which is at hand.
            step();
        }
        if (!begun || (!ended && Arrays.compareUnsigned(primaryKey, least) < 0)) {
            begun = true;
            byte[] key = IndexEntry.ofKey(item).inTree(least);
            cursor.seek(key, key.length);
            step();
        }
        return ended ? null : primaryKey;
    }

    private void step() {
        ended = !cursor.next();
        if (ended) {
            return;
        }
        int length = cursor.keyLength();
        cursor.copyKey(entry);
        ended = length < item.length || !Arrays.equals(entry, 0, item.length, item, 0, item.length);
        if (!ended) {
            primaryKey = Arrays.copyOfRange(entry, IndexEntry.keyLength(cursor), length);
        }
    }
}
