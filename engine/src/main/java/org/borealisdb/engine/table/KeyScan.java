package org.borealisdb.engine.table;

import java.util.Objects;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.TreeCursor;
import org.borealisdb.engine.transaction.Workspace;
import org.jspecify.annotations.Nullable;

/** Walks the entries of a tree whose keys are in a range, in its direction. Holds a cursor of the workspace until the end of the range, or until it is closed; nothing else between steps. */
final class KeyScan {
    private static final int USUAL_KEY_BYTES = 64;

    private final Workspace workspace;
    private final BTree tree;
    private KeyRange range;
    private @Nullable TreeCursor cursor;
    private byte[] key = new byte[USUAL_KEY_BYTES];
    private int keyLength;
    private boolean ended;

    KeyScan(BTree tree, KeyRange range, Workspace workspace) {
        this.tree = tree;
        this.range = range;
        this.workspace = workspace;
    }

    /** Begins again with another range. */
    void restart(KeyRange other) {
        close();
        range = other;
        ended = false;
    }

    /** Goes to the next entry of the range; false if there is none. */
    boolean next() {
        if (ended) {
            return false;
        }
        TreeCursor open = cursor == null ? begin() : cursor;
        boolean found = range.descending() ? open.previous() : open.next();
        if (found) {
            keyLength = open.keyLength();
            if (keyLength > key.length) {
                key = new byte[Math.max(keyLength, 2 * key.length)];
            }
            open.copyKey(key);
            found = !range.beyond(key, keyLength);
        }
        if (!found) {
            close();
        }
        return found;
    }

    /** True if the next step reads no other leaf. */
    boolean isWithinLeaf() {
        return cursor != null && cursor.withinLeaf(!range.descending());
    }

    private TreeCursor begin() {
        TreeCursor begun = workspace.cursor(tree);
        if (!range.descending()) {
            begun.seek(range.from(), range.from().length);
        } else if (range.bounded()) {
            begun.seekBelow(range.to(), range.to().length);
        } else {
            begun.seekLast();
        }
        cursor = begun;
        return begun;
    }

    /** The current key is the first {@link #keyLength()} bytes; good until the next step. */
    byte[] key() {
        return key;
    }

    int keyLength() {
        return keyLength;
    }

    /** The cursor, at the current entry. */
    TreeCursor cursor() {
        return Objects.requireNonNull(cursor);
    }

    /** Ends it. */
    void close() {
        ended = true;
        TreeCursor used = cursor;
        if (used != null) {
            cursor = null;
            workspace.giveBack(used);
        }
    }
}
