package org.borealisdb.engine.btree;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.PageAllocator;
import org.borealisdb.engine.space.SpacePlan;
import org.jspecify.annotations.Nullable;

/**
 * A key's place in its leaf, which is latched by the session's mini-transaction: at an entry, or where one would go. Good from {@link
 * BTree#findForUpdate} until that mini-transaction ends. Belongs to a session and is used again; also carries what structure changes need.
 */
public final class LeafPosition {
    final TreePath path;
    final TreeStructure structure = new TreeStructure();
    final SpacePlan plan;

    private @Nullable MiniTransaction mtr;
    private int page;
    private int index;
    private byte[] key = new byte[0];
    private int keyLength;

    public LeafPosition(PageAllocator allocator) {
        this(allocator, false);
    }

    /** A position that, if {@code fenced}, knows the range of keys of its leaf: {@link #advance} goes to keys behind its last one then. */
    public LeafPosition(PageAllocator allocator, boolean fenced) {
        this.path = new TreePath(fenced, new TaskCounts());
        this.plan = allocator.plan();
    }

    void place(MiniTransaction newMtr, int newPage, int newIndex, byte[] newKey, int newKeyLength) {
        mtr = newMtr;
        page = newPage;
        index = newIndex;
        key = newKey;
        keyLength = newKeyLength;
    }

    /** True if the leaf has the key. */
    public boolean found() {
        return index >= 0;
    }

    /**
     * Goes on to a greater key of the same leaf, which stays latched.
     *
     * @return false if that key may belong to another leaf, or is not greater; then the position stays where it is
     */
    public boolean advance(byte[] next, int nextLength) {
        if (Arrays.compareUnsigned(next, 0, nextLength, key, 0, keyLength) <= 0) {
            return false;
        }
        long at = mtr().at(page);
        int found = Node.search(memory(), at, next, nextLength, Node.prefix(next, nextLength));
        if (~found == Node.count(memory(), at) && !path.below(next, nextLength)) {
            return false;
        }
        key = next;
        keyLength = nextLength;
        index = found;
        return true;
    }

    /** The leaf, as its mini-transaction knows it. */
    public int page() {
        return page;
    }

    /** Where the value of the found entry begins, in the pool's memory. */
    public long valueAt() {
        return mtr().at(page) + Node.value(memory(), mtr().at(page), foundIndex());
    }

    public int valueLength() {
        return Node.valueLength(memory(), mtr().at(page), foundIndex());
    }

    /** True if an entry with the key can be inserted without a split. */
    public boolean fitsInsert(int valueLength) {
        return NodeEditor.fits(memory(), mtr().at(page), keyLength, valueLength);
    }

    /** True if the found entry's value can be replaced by one of that length without a split. */
    public boolean fitsReplace(int valueLength) {
        return valueLength - valueLength() <= Node.free(memory(), mtr().at(page));
    }

    /** Inserts an entry with the key, which was not found, and a value that fits. Then the position is at it. */
    public void insert(MemorySegment value, long from, int valueLength) {
        if (index >= 0) {
            throw new IllegalStateException("the key is there already");
        }
        NodeEditor.insert(mtr(), page, ~index, key, keyLength, value, from, valueLength);
        index = ~index;
    }

    /** Replaces the value of the found entry by one that fits. */
    public void replace(MemorySegment value, long from, int valueLength) {
        NodeEditor.replace(mtr(), page, foundIndex(), value, from, valueLength);
    }

    /** Changes {@code count} bytes of the found entry's value, from {@code offset} of the value on. */
    public void overwrite(int offset, MemorySegment source, long from, int count) {
        if (offset < 0 || count < 0 || offset + count > valueLength()) {
            throw new IllegalArgumentException(
                    "bytes " + offset + " to " + (offset + count) + " are outside the value");
        }
        mtr().setBytes(page, Node.value(memory(), mtr().at(page), foundIndex()) + offset, source, from, count);
    }

    /**
     * Removes the found entry. Then the position is where it was.
     *
     * @return true if the leaf is empty now: {@link BTree#reclaim} should be called when the mini-transaction has ended
     */
    public boolean delete() {
        int removed = foundIndex();
        NodeEditor.remove(mtr(), page, removed);
        index = ~removed;
        return Node.count(memory(), mtr().at(page)) == 0;
    }

    /** The highest transaction id that any entry of the leaf was marked with, or 0. */
    public long highestTransactionId() {
        return Node.highestTransaction(memory(), mtr().at(page));
    }

    /** Raises {@link #highestTransactionId()}, if {@code id} is higher. */
    public void raiseHighestTransactionId(long id) {
        if (id > highestTransactionId()) {
            mtr().setLong(page, Node.HIGHEST_TRANSACTION_OFFSET, id);
        }
    }

    private MemorySegment memory() {
        return mtr().memory();
    }

    private MiniTransaction mtr() {
        MiniTransaction current = mtr;
        if (current == null || !current.active()) {
            throw new IllegalStateException("the position is good only within its mini-transaction");
        }
        return current;
    }

    private int foundIndex() {
        if (index < 0) {
            throw new IllegalStateException("the key was not found");
        }
        return index;
    }
}
