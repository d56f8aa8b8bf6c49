package org.borealisdb.engine.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.PageType;
import org.borealisdb.redo.page.Page;

/**
 * Changes nodes, latched, within a mini-transaction. Room is checked by the caller, before its first edit.
 */
final class NodeEditor {
    private static final int OFFSET_SHIFT = 16;
    private static final long SLOT_MASK = (1L << OFFSET_SHIFT) - 1;

    private NodeEditor() {}

    /** Makes a latched page an empty node. */
    static void initialise(MiniTransaction mtr, int page, long tree, int level) {
        mtr.initialise(page, PageType.TREE_NODE);
        mtr.setLong(page, Node.TREE_OFFSET, tree);
        mtr.setShort(page, Node.LEVEL_OFFSET, level);
    }

    /** True if an entry fits, maybe after closing the gaps in the heap. */
    static boolean fits(MemorySegment memory, long at, int keyLength, int valueLength) {
        return Node.SLOT_BYTES + Node.entryBytes(keyLength, valueLength) <= Node.free(memory, at);
    }

    /** Inserts an entry, which fits, at {@code index}. */
    static void insert(
            MiniTransaction mtr,
            int page,
            int index,
            byte[] newKey,
            int keyLength,
            MemorySegment value,
            long from,
            int valueLength) {
        MemorySegment memory = mtr.memory();
        long at = mtr.at(page);
        int bytes = Node.entryBytes(keyLength, valueLength);
        if (Node.gap(memory, at) < bytes + Node.SLOT_BYTES) {
            closeGaps(mtr, page, -1);
        }
        int count = Node.count(memory, at);
        int entry = Node.heap(memory, at) - bytes;
        // Moves come before sets, and the sets go through the page from its beginning to its end: they join in the
        // redo.
        mtr.move(page, Node.slot(index + 1), Node.slot(index), (count - index) * Node.SLOT_BYTES);
        mtr.setShort(page, Node.COUNT_OFFSET, count + 1);
        mtr.setShort(page, Node.HEAP_OFFSET, entry);
        setSlot(mtr, page, index, Node.prefix(newKey, keyLength), entry, keyLength);
        mtr.setShort(page, entry, valueLength);
        mtr.setBytes(page, entry + Node.ENTRY_HEADER_BYTES, newKey, Node.PREFIX_BYTES, Node.suffixLength(keyLength));
        mtr.setBytes(page, entry + Node.ENTRY_HEADER_BYTES + Node.suffixLength(keyLength), value, from, valueLength);
    }

    /** Removes the entry at {@code index}. */
    static void remove(MiniTransaction mtr, int page, int index) {
        MemorySegment memory = mtr.memory();
        long at = mtr.at(page);
        int count = Node.count(memory, at);
        int entry = Node.entry(memory, at, index);
        int bytes = Node.entryBytes(memory, at, index);
        mtr.move(page, Node.slot(index), Node.slot(index + 1), (count - index - 1) * Node.SLOT_BYTES);
        mtr.setShort(page, Node.COUNT_OFFSET, count - 1);
        if (count == 1) {
            mtr.setShort(page, Node.HEAP_OFFSET, 0);
            mtr.setShort(page, Node.GARBAGE_OFFSET, 0);
        } else if (entry == Node.heap(memory, at)) {
            mtr.setShort(page, Node.HEAP_OFFSET, entry + bytes);
        } else {
            mtr.setShort(page, Node.GARBAGE_OFFSET, Node.garbage(memory, at) + bytes);
        }
    }

    /** Replaces the value at {@code index} by one that fits. Logs only what differs, if the length stays. */
    static void replace(MiniTransaction mtr, int page, int index, MemorySegment value, long from, int valueLength) {
        MemorySegment memory = mtr.memory();
        long at = mtr.at(page);
        int oldLength = Node.valueLength(memory, at, index);
        int oldValue = Node.value(memory, at, index);
        if (valueLength == oldLength) {
            setDifferences(mtr, page, oldValue, value, from, valueLength);
            return;
        }
        int oldEntry = Node.entry(memory, at, index);
        if (valueLength < oldLength) {
            mtr.setShort(page, Node.GARBAGE_OFFSET, Node.garbage(memory, at) + oldLength - valueLength);
            mtr.setShort(page, oldEntry, valueLength);
            mtr.setBytes(page, oldValue, value, from, valueLength);
            return;
        }
        int keyLength = Node.keyLength(memory, at, index);
        int suffix = Node.suffixLength(keyLength);
        int bytes = Node.entryBytes(keyLength, valueLength);
        MemorySegment copy = mtr.scratch().secondMemory();
        MemorySegment.copy(memory, at + oldEntry + Node.ENTRY_HEADER_BYTES, copy, 0, suffix);
        if (Node.gap(memory, at) < bytes) {
            closeGaps(mtr, page, index);
        } else {
            mtr.setShort(page, Node.GARBAGE_OFFSET, Node.garbage(memory, at) + Node.entryBytes(keyLength, oldLength));
        }
        int entry = Node.heap(memory, at) - bytes;
        mtr.setShort(page, Node.HEAP_OFFSET, entry);
        mtr.setShort(page, Node.slot(index) + Node.SLOT_ENTRY, entry);
        mtr.setShort(page, entry, valueLength);
        mtr.setBytes(page, entry + Node.ENTRY_HEADER_BYTES, copy, 0, suffix);
        mtr.setBytes(page, entry + Node.ENTRY_HEADER_BYTES + suffix, value, from, valueLength);
    }

    private static void setDifferences(
            MiniTransaction mtr, int page, int offset, MemorySegment value, long from, int length) {
        MemorySegment memory = mtr.memory();
        long old = mtr.at(page) + offset;
        int done = 0;
        while (done < length) {
            long same = MemorySegment.mismatch(memory, old + done, old + length, value, from + done, from + length);
            if (same < 0) {
                return;
            }
            int start = done + (int) same;
            int end = start + 1;
            while (end < length && byteAt(memory, old + end) != byteAt(value, from + end)) {
                end++;
            }
            mtr.setBytes(page, offset + start, value, from + start, end - start);
            done = end;
        }
    }

    private static byte byteAt(MemorySegment memory, long at) {
        return memory.get(ValueLayout.JAVA_BYTE, at);
    }

    /** Moves all entries but the one of slot {@code without} to the end of the page, as few moves as their order allows. */
    private static void closeGaps(MiniTransaction mtr, int page, int without) {
        long[] byOffset = mtr.scratch().longs();
        int[] lengths = mtr.scratch().ints();
        MemorySegment memory = mtr.memory();
        long at = mtr.at(page);
        int entries = 0;
        int count = Node.count(memory, at);
        for (int index = 0; index < count; index++) {
            if (index != without) {
                byOffset[entries++] = (long) Node.entry(memory, at, index) << OFFSET_SHIFT | index;
            }
        }
        Arrays.sort(byOffset, 0, entries);
        // From the highest: a run of entries without gaps between them moves up at once, onto bytes that nobody needs.
        int target = Page.BYTES;
        int runEnd = 0;
        int runStart = 0;
        for (int i = entries - 1; i >= 0; i--) {
            int entry = (int) (byOffset[i] >>> OFFSET_SHIFT);
            int index = (int) (byOffset[i] & SLOT_MASK);
            int bytes = Node.entryBytes(memory, at, index);
            lengths[index] = bytes;
            if (entry + bytes != runStart) {
                target = moveRun(mtr, page, runStart, runEnd, target);
                runEnd = entry + bytes;
            }
            runStart = entry;
        }
        target = moveRun(mtr, page, runStart, runEnd, target);
        resetSlots(mtr, page, entries);
        mtr.setShort(page, Node.HEAP_OFFSET, target == Page.BYTES ? 0 : target);
        mtr.setShort(page, Node.GARBAGE_OFFSET, 0);
    }

    private static int moveRun(MiniTransaction mtr, int page, int start, int end, int target) {
        int length = end - start;
        if (end != target && length > 0) {
            mtr.move(page, target - length, start, length);
        }
        return target - length;
    }

    /** Sets the slots to where {@link #closeGaps} put their entries: in the same order, without gaps. */
    private static void resetSlots(MiniTransaction mtr, int page, int entries) {
        long[] byOffset = mtr.scratch().longs();
        int[] lengths = mtr.scratch().ints();
        int target = Page.BYTES;
        for (int i = entries - 1; i >= 0; i--) {
            int index = (int) (byOffset[i] & SLOT_MASK);
            int entry = (int) (byOffset[i] >>> OFFSET_SHIFT);
            int bytes = lengths[index];
            target -= bytes;
            if (entry != target) {
                mtr.setShort(page, Node.slot(index) + Node.SLOT_ENTRY, target);
            }
        }
    }

    /** Moves the entries from slot {@code first} on from a node to an empty one of the same tree, not yet latched by anyone else. */
    static void moveEntries(MiniTransaction mtr, int source, int target, int first) {
        MemorySegment memory = mtr.memory();
        long from = mtr.at(source);
        int count = Node.count(memory, from);
        appendEntries(mtr, source, target, first, count);
        int moved = 0;
        for (int index = first; index < count; index++) {
            moved += Node.entryBytes(memory, from, index);
        }
        mtr.setShort(source, Node.COUNT_OFFSET, first);
        if (first == 0) {
            mtr.setShort(source, Node.HEAP_OFFSET, 0);
            mtr.setShort(source, Node.GARBAGE_OFFSET, 0);
        } else {
            mtr.setShort(source, Node.GARBAGE_OFFSET, Node.garbage(memory, from) + moved);
        }
    }

    /** Copies entries of a node behind those of another one. */
    static void appendEntries(MiniTransaction mtr, int source, int target, int first, int end) {
        MemorySegment memory = mtr.memory();
        byte[] key = mtr.scratch().first();
        long from = mtr.at(source);
        for (int index = first; index < end; index++) {
            int keyLength = Node.keyLength(memory, from, index);
            Node.copyKey(memory, from, index, key);
            insert(
                    mtr,
                    target,
                    Node.count(memory, mtr.at(target)),
                    key,
                    keyLength,
                    memory,
                    from + Node.value(memory, from, index),
                    Node.valueLength(memory, from, index));
        }
    }

    private static void setSlot(MiniTransaction mtr, int page, int index, long prefix, int entry, int keyLength) {
        int slot = Node.slot(index);
        mtr.setLong(page, slot, prefix);
        mtr.setShort(page, slot + Node.SLOT_ENTRY, entry);
        mtr.setShort(page, slot + Node.SLOT_KEY_LENGTH, keyLength);
    }
}
