package org.borealisdb.engine.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.borealisdb.engine.space.PageType;
import org.borealisdb.redo.page.Page;

/**
 * Reading the nodes of a tree in place; see the package description for the layout. All methods take the memory and where the page
 * begins in it. They may be called in an optimistic read, where anything may be found: then {@link #search} answers
 * {@link #TORN} rather than going astray, and the others are called only after a check or with what was checked.
 */
final class Node {
    static final int TREE_OFFSET = 24;
    static final int HIGHEST_TRANSACTION_OFFSET = 32;
    static final int LEVEL_OFFSET = 40;
    static final int COUNT_OFFSET = 42;
    static final int HEAP_OFFSET = 44;
    static final int GARBAGE_OFFSET = 46;
    static final int SLOTS_OFFSET = 48;

    static final int SLOT_BYTES = 12;
    static final int PREFIX_BYTES = 8;
    static final int ENTRY_HEADER_BYTES = 2;
    static final int CHILD_BYTES = 8;

    static final int SLOT_ENTRY = 8;
    static final int SLOT_KEY_LENGTH = 10;

    /** Most slots that fit. */
    static final int MAX_COUNT = (Page.BYTES - SLOTS_OFFSET) / (SLOT_BYTES + ENTRY_HEADER_BYTES);

    /** Room for entries with their slots in an empty node. */
    static final int CAPACITY = Page.BYTES - SLOTS_OFFSET;

    /** Answer of a search that met impossible bytes. */
    static final int TORN = Integer.MIN_VALUE;

    private static final VarHandle KEY_LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong BIG_LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Node() {}

    static boolean isNode(MemorySegment memory, long at) {
        return memory.get(ValueLayout.JAVA_BYTE, at + Page.TYPE_OFFSET) == PageType.TREE_NODE;
    }

    static long tree(MemorySegment memory, long at) {
        return memory.get(Page.LONG, at + TREE_OFFSET);
    }

    static long highestTransaction(MemorySegment memory, long at) {
        return memory.get(Page.LONG, at + HIGHEST_TRANSACTION_OFFSET);
    }

    static int level(MemorySegment memory, long at) {
        return unsigned(memory, at + LEVEL_OFFSET);
    }

    static int count(MemorySegment memory, long at) {
        return unsigned(memory, at + COUNT_OFFSET);
    }

    /** Where the heap of entries begins, which grows downwards; 0 stands for the end of the page. */
    static int heap(MemorySegment memory, long at) {
        int heap = unsigned(memory, at + HEAP_OFFSET);
        return heap == 0 ? Page.BYTES : heap;
    }

    static int garbage(MemorySegment memory, long at) {
        return unsigned(memory, at + GARBAGE_OFFSET);
    }

    /** Free bytes between slots and heap. */
    static int gap(MemorySegment memory, long at) {
        return heap(memory, at) - slot(count(memory, at));
    }

    /** Free bytes in all, of which some may be scattered in the heap. */
    static int free(MemorySegment memory, long at) {
        return gap(memory, at) + garbage(memory, at);
    }

    /** Offset in the page of a slot. */
    static int slot(int index) {
        return SLOTS_OFFSET + index * SLOT_BYTES;
    }

    static int entry(MemorySegment memory, long at, int index) {
        return unsigned(memory, at + slot(index) + SLOT_ENTRY);
    }

    static int keyLength(MemorySegment memory, long at, int index) {
        return unsigned(memory, at + slot(index) + SLOT_KEY_LENGTH);
    }

    /** Bytes of a key that are with the entry, not in the slot. */
    static int suffixLength(int keyLength) {
        return Math.max(0, keyLength - PREFIX_BYTES);
    }

    static int valueLength(MemorySegment memory, long at, int index) {
        return unsigned(memory, at + entry(memory, at, index));
    }

    /** Offset in the page of a value. */
    static int value(MemorySegment memory, long at, int index) {
        return entry(memory, at, index) + ENTRY_HEADER_BYTES + suffixLength(keyLength(memory, at, index));
    }

    /** Bytes of an entry in the heap. */
    static int entryBytes(int keyLength, int valueLength) {
        return ENTRY_HEADER_BYTES + suffixLength(keyLength) + valueLength;
    }

    static int entryBytes(MemorySegment memory, long at, int index) {
        return entryBytes(keyLength(memory, at, index), valueLength(memory, at, index));
    }

    /** True if an entry lies within the page, as it does in every page that is whole. */
    static boolean sound(MemorySegment memory, long at, int index) {
        if (index < 0 || index >= Math.min(count(memory, at), MAX_COUNT)) {
            return false;
        }
        int entry = entry(memory, at, index);
        int keyLength = keyLength(memory, at, index);
        return entry <= Page.BYTES - ENTRY_HEADER_BYTES
                && entry + entryBytes(keyLength, unsigned(memory, at + entry)) <= Page.BYTES;
    }

    static long child(MemorySegment memory, long at, int index) {
        return memory.get(Page.LONG, at + value(memory, at, index));
    }

    /** Copies a key to {@code target}, which has room for it. */
    static void copyKey(MemorySegment memory, long at, int index, byte[] target) {
        int length = keyLength(memory, at, index);
        long slot = at + slot(index);
        long prefix = memory.get(Page.LONG, slot);
        for (int i = 0; i < Math.min(length, PREFIX_BYTES); i++) {
            target[i] = (byte) (prefix >>> (56 - 8 * i));
        }
        int suffix = suffixLength(length);
        if (suffix > 0) {
            MemorySegment.copy(
                    memory,
                    ValueLayout.JAVA_BYTE,
                    at + entry(memory, at, index) + ENTRY_HEADER_BYTES,
                    target,
                    PREFIX_BYTES,
                    suffix);
        }
    }

    /** The first eight bytes of a key as a number, zero-padded behind: compares, unsigned, like the keys, if they differ. */
    static long prefix(byte[] key, int length) {
        if (length >= PREFIX_BYTES) {
            return (long) KEY_LONG.get(key, 0);
        }
        long prefix = 0;
        for (int i = 0; i < length; i++) {
            prefix |= (key[i] & 0xFFL) << (56 - 8 * i);
        }
        return prefix;
    }

    /**
     * Looks a key up among the slots.
     *
     * @return the index of the equal key; or the complement of the index of the first greater one; or {@link #TORN}
     */
    static int search(MemorySegment memory, long at, byte[] key, int length, long prefix) {
        int count = count(memory, at);
        if (count > MAX_COUNT) {
            return TORN;
        }
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long slot = at + SLOTS_OFFSET + (long) middle * SLOT_BYTES;
            int order = Long.compareUnsigned(memory.get(Page.LONG, slot), prefix);
            if (order == 0) {
                order = compareBehindPrefix(memory, at, slot, key, length);
                if (order == TORN) {
                    return TORN;
                }
            }
            if (order < 0) {
                low = middle + 1;
            } else if (order > 0) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return ~low;
    }

    /** How the key of a slot compares to one with the same prefix. */
    private static int compareBehindPrefix(MemorySegment memory, long at, long slot, byte[] key, int length) {
        int slotLength = unsigned(memory, slot + SLOT_KEY_LENGTH);
        int common = Math.min(slotLength, length);
        if (common > PREFIX_BYTES) {
            int entry = unsigned(memory, slot + SLOT_ENTRY);
            if (entry + ENTRY_HEADER_BYTES + common - PREFIX_BYTES > Page.BYTES) {
                return TORN;
            }
            int order = compareBytes(memory, at + entry + ENTRY_HEADER_BYTES, key, common - PREFIX_BYTES);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(slotLength, length);
    }

    /** Compares {@code count} bytes of the page with those of the key behind its prefix. */
    private static int compareBytes(MemorySegment memory, long at, byte[] key, int count) {
        int i = 0;
        for (; i + Long.BYTES <= count; i += Long.BYTES) {
            int order = Long.compareUnsigned(memory.get(BIG_LONG, at + i), (long) KEY_LONG.get(key, PREFIX_BYTES + i));
            if (order != 0) {
                return order;
            }
        }
        for (; i < count; i++) {
            int order = Byte.compareUnsigned(memory.get(ValueLayout.JAVA_BYTE, at + i), key[PREFIX_BYTES + i]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int unsigned(MemorySegment memory, long at) {
        return Short.toUnsignedInt(memory.get(Page.SHORT, at));
    }
}
