package org.borealisdb.engine.table;

import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.TreeCursor;

/** Walks the entries of a tree whose keys are in a range, in its direction. Holds nothing between steps. */
final class KeyScan {
    private final TreeCursor cursor;
    private final KeyRange range;
    private final byte[] key = new byte[BTree.MAX_KEY_BYTES];
    private int keyLength;
    private boolean begun;
    private boolean ended;

    KeyScan(BTree tree, KeyRange range, TaskCounts work) {
        this.cursor = new TreeCursor(tree, work);
        this.range = range;
    }

    /** Goes to the next entry of the range; false if there is none. */
    boolean next() {
        if (ended) {
            return false;
        }
        if (!begun) {
            begin();
        }
        boolean found = range.descending() ? cursor.previous() : cursor.next();
        if (found) {
            keyLength = cursor.keyLength();
            cursor.copyKey(key);
            found = !range.beyond(key, keyLength);
        }
        ended = !found;
        return found;
    }

    /** True if the next step reads no other leaf. */
    boolean isWithinLeaf() {
        return begun && cursor.withinLeaf(!range.descending());
    }

    private void begin() {
        begun = true;
        if (!range.descending()) {
            cursor.seek(range.from(), range.from().length);
        } else if (range.bounded()) {
            cursor.seekBelow(range.to(), range.to().length);
        } else {
            cursor.seekLast();
        }
    }

    /** The current key is the first {@link #keyLength()} bytes; good until the next step. */
    byte[] key() {
        return key;
    }

    int keyLength() {
        return keyLength;
    }

    TreeCursor cursor() {
        return cursor;
    }
}
