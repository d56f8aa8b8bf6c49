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

    /** Among fewer slots than this a guess where a key is saves nothing. */
    private static final int FEW = 8;

    /** So many bytes behind the prefix are looked at for a guess: a number of them times a count of slots is a long. */
    private static final int GUESS_BYTES = 5;

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
        return search(memory, at, 0, count - 1, key, length, prefix);
    }

    /** Looks a key up that is probably not far from a slot: the same answer as that of {@link #search}. */
    static int searchFrom(MemorySegment memory, long at, int near, byte[] key, int length, long prefix) {
        int count = count(memory, at);
        if (count > MAX_COUNT) {
            return TORN;
        }
        return near < count
                ? searchFrom(memory, at, 0, near, count - 1, key, length, prefix)
                : search(memory, at, 0, count - 1, key, length, prefix);
    }

    /** Looks between two slots, first twice as far from a third one each time, until the key is passed. */
    private static int searchFrom(
            MemorySegment memory, long at, int from, int near, int to, byte[] key, int length, long prefix) {
        int order = order(memory, at, near, key, length, prefix);
        if (order == 0 || order == TORN) {
            return order == 0 ? near : TORN;
        }
        boolean up = order < 0;
        int passed = near;
        int step = 1;
        while (true) {
            int next = up ? passed + step : passed - step;
            if (next < from || next > to) {
                return up
                        ? halve(memory, at, passed + 1, to, key, length, prefix)
                        : halve(memory, at, from, passed - 1, key, length, prefix);
            }
            int there = order(memory, at, next, key, length, prefix);
            if (there == 0 || there == TORN) {
                return there == 0 ? next : TORN;
            }
            if (there < 0 != up) {
                return up
                        ? halve(memory, at, passed + 1, next - 1, key, length, prefix)
                        : halve(memory, at, next + 1, passed - 1, key, length, prefix);
            }
            passed = next;
            step *= 2;
        }
    }

    /** Looks between two slots. Where all have the prefix of the key, each look at an entry is one at another place of the page: there a guess where the key would be saves most of them. */
    private static int search(MemorySegment memory, long at, int from, int to, byte[] key, int length, long prefix) {
        int low = from;
        int high = to;
        while (high - low >= FEW) {
            int middle = (low + high) >>> 1;
            long there = memory.get(Page.LONG, at + slot(middle));
            if (there == prefix) {
                if (memory.get(Page.LONG, at + slot(low)) == prefix
                        && memory.get(Page.LONG, at + slot(high)) == prefix) {
                    int guess = guess(memory, at, low, high, key, length);
                    return searchFrom(memory, at, low, guess, high, key, length, prefix);
                }
                int order = compareBehindPrefix(memory, at, at + slot(middle), key, length);
                if (order == 0 || order == TORN) {
                    return order == 0 ? middle : TORN;
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            } else if (Long.compareUnsigned(there, prefix) < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return halve(memory, at, low, high, key, length, prefix);
    }

    /** Where between two slots a key with the same prefix would be if what is behind the prefix went up evenly. */
    private static int guess(MemorySegment memory, long at, int low, int high, byte[] key, int length) {
        long least = behindPrefix(memory, at, low);
        long greatest = behindPrefix(memory, at, high);
        long wanted = 0;
        for (int i = PREFIX_BYTES; i < PREFIX_BYTES + GUESS_BYTES; i++) {
            wanted = wanted << Byte.SIZE | (i < length ? key[i] & 0xFF : 0);
        }
        if (wanted <= least || greatest <= least) {
            return low;
        }
        return wanted >= greatest ? high : low + (int) ((wanted - least) * (high - low) / (greatest - least));
    }

    /** The first bytes of a key behind its prefix as a number, zero-padded. */
    private static long behindPrefix(MemorySegment memory, long at, int index) {
        int count = Math.min(suffixLength(keyLength(memory, at, index)), GUESS_BYTES);
        long from = at + Math.min(entry(memory, at, index), Page.BYTES - ENTRY_HEADER_BYTES - GUESS_BYTES);
        long number = 0;
        for (int i = 0; i < GUESS_BYTES; i++) {
            int there = i < count ? memory.get(ValueLayout.JAVA_BYTE, from + ENTRY_HEADER_BYTES + i) & 0xFF : 0;
            number = number << Byte.SIZE | there;
        }
        return number;
    }

    private static int halve(MemorySegment memory, long at, int from, int to, byte[] key, int length, long prefix) {
        int low = from;
        int high = to;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = order(memory, at, middle, key, length, prefix);
            if (order == TORN) {
                return TORN;
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

    /** How the key of an entry compares to that of a path; {@link #TORN}, which is less, also if that cannot be told. */
    static int order(MemorySegment memory, long at, int index, TreePath path) {
        return order(memory, at, index, path.key, path.keyLength, path.prefix);
    }

    private static int order(MemorySegment memory, long at, int index, byte[] key, int length, long prefix) {
        long slot = at + SLOTS_OFFSET + (long) index * SLOT_BYTES;
        int order = Long.compareUnsigned(memory.get(Page.LONG, slot), prefix);
        return order == 0 ? compareBehindPrefix(memory, at, slot, key, length) : order;
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
