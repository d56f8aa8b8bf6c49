package org.borealisdb.engine.table;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.TreeCursor;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * What a row's entry in an index has beside the primary key, and how entries are laid out in trees ({@link Index}). Compared by {@link #isSame}.
 *
 * @param bytes the index key, and behind it the payload, if the index has one
 * @param keyLength how many bytes of them are the key
 */
@SuppressWarnings("ArrayRecordComponent")
record IndexEntry(byte[] bytes, int keyLength) {
    /** Longest key of a tree: index key, primary key and payload. */
    static final int MAX_BYTES = BTree.MAX_KEY_BYTES;

    /** Bytes of the longest value. */
    static final int MAX_VALUE_BYTES = 5;

    private static final int VALUE_BYTES = 3;
    /** Longest index key with a payload: the longest primary key has room. */
    private static final int MAX_WITH_PAYLOAD = MAX_BYTES - RowStore.MAX_PRIMARY_KEY;

    private static final byte PAYLOAD_FLAG = 1;
    private static final int LEFT_OUT = 0;
    private static final int IS_THERE = 1;

    /** An entry that has only a key. */
    static IndexEntry ofKey(byte[] key) {
        return new IndexEntry(key, key.length);
    }

    /** The entry of a row whose key is in {@code key}, to which the payload is appended. */
    static IndexEntry of(Index index, byte[] row, int from, int length, ByteSink key) {
        int keyLength = key.size();
        appendPayload(index, row, from, length, key);
        return new IndexEntry(key.toBytes(), keyLength);
    }

    /** Appends the payload of a row's entry, if the index has any, to the key. */
    static void appendPayload(Index index, byte[] row, int from, int length, ByteSink key) {
        if (!index.key().hasPayload()) {
            return;
        }
        int end = key.size();
        int most = MAX_WITH_PAYLOAD - end - 1;
        key.putByte(IS_THERE);
        if (most < 0 || !index.key().encodePayload(row, from, length, most, key)) {
            key.truncate(end);
            key.putByte(LEFT_OUT);
        }
    }

    /** What is compared of it. */
    byte[] key() {
        return keyLength == bytes.length ? bytes : Arrays.copyOf(bytes, keyLength);
    }

    boolean isSame(IndexEntry other) {
        return keyLength == other.keyLength && Arrays.equals(bytes, other.bytes);
    }

    /** The key in the tree, for the row with a primary key. */
    byte[] inTree(byte[] primaryKey) {
        byte[] entry = new byte[bytes.length + primaryKey.length];
        put(bytes, bytes.length, keyLength, primaryKey, primaryKey.length, entry);
        return entry;
    }

    /** Puts an entry's key in the tree into {@code target}, with the primary key between index key and payload. */
    static void put(byte[] bytes, int length, int keyLength, byte[] primaryKey, int primaryLength, byte[] target) {
        System.arraycopy(bytes, 0, target, 0, keyLength);
        System.arraycopy(primaryKey, 0, target, keyLength, primaryLength);
        System.arraycopy(bytes, keyLength, target, keyLength + primaryLength, length - keyLength);
    }

    /**
     * Puts an entry's value in the tree into {@code target}.
     *
     * @param primaryEnd where the primary key ends in the key
     * @return how many bytes it has
     */
    static int putValue(Index index, int keyLength, int primaryEnd, MemorySegment target) {
        boolean payload = index.key().hasPayload();
        target.set(Page.SHORT, 0, (short) keyLength);
        target.set(ValueLayout.JAVA_BYTE, Short.BYTES, payload ? PAYLOAD_FLAG : 0);
        if (payload) {
            target.set(Page.SHORT, VALUE_BYTES, (short) primaryEnd);
        }
        return payload ? MAX_VALUE_BYTES : VALUE_BYTES;
    }

    /** Where the index key of the cursor's entry ends, and the primary key begins. */
    static int keyLength(TreeCursor cursor) {
        int length = shortAt(cursor, 0);
        if ((cursor.valueLength() != VALUE_BYTES && cursor.valueLength() != MAX_VALUE_BYTES)
                || length > cursor.keyLength()) {
            throw new MalformedException(
                    "an index entry of " + cursor.keyLength() + " bytes says that its key has " + length);
        }
        return length;
    }

    /** Where the primary key of the cursor's entry ends, and the payload begins, if it has one. */
    static int primaryEnd(TreeCursor cursor) {
        if (cursor.valueLength() == VALUE_BYTES) {
            return cursor.keyLength();
        }
        int end = shortAt(cursor, VALUE_BYTES);
        if (end < keyLength(cursor) || end >= cursor.keyLength()) {
            throw new MalformedException(
                    "an index entry of " + cursor.keyLength() + " bytes says that its primary key ends at " + end);
        }
        return end;
    }

    /** True if an entry should have a payload that is too long for it. */
    static boolean lacksPayload(int length, int primaryEnd) {
        return length == primaryEnd + 1;
    }

    private static int shortAt(TreeCursor cursor, int offset) {
        int at = cursor.valueOffset() + offset;
        // Little-endian, as it was set.
        return (cursor.bytes()[at] & 0xff) | (cursor.bytes()[at + 1] & 0xff) << Byte.SIZE;
    }
}
