package org.borealisdb.engine.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.borealisdb.redo.page.Page;

/**
 * A copy of one leaf, as {@link Node} describes it. Reads an array, for scans look at every entry: memory that is now a pool's and now an array's is several times as slow to read. Belongs to one task.
 */
final class LeafCopy {
    private static final VarHandle SHORTS = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = view(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONGS = view(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes = new byte[Page.BYTES];

    private static VarHandle view(Class<?> arrayType, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, order);
    }

    /** Copies the page that begins at {@code at}; what was copied is a leaf if the page was one all the while. */
    void copyFrom(MemorySegment memory, long at) {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, bytes, 0, Page.BYTES);
    }

    byte[] bytes() {
        return bytes;
    }

    long page() {
        return (long) LONGS.get(bytes, Page.NUMBER_OFFSET);
    }

    int count() {
        return unsigned(Node.COUNT_OFFSET);
    }

    long highestTransaction() {
        return (long) LONGS.get(bytes, Node.HIGHEST_TRANSACTION_OFFSET);
    }

    int keyLength(int index) {
        return unsigned(Node.slot(index) + Node.SLOT_KEY_LENGTH);
    }

    /** Copies a key to {@code target}, which has room for it. */
    void copyKey(int index, byte[] target) {
        int length = keyLength(index);
        int slot = Node.slot(index);
        if (length < Node.PREFIX_BYTES) {
            long prefix = (long) LONGS.get(bytes, slot);
            for (int i = 0; i < length; i++) {
                target[i] = (byte) (prefix >>> (56 - 8 * i));
            }
            return;
        }
        BIG_LONGS.set(target, 0, (long) LONGS.get(bytes, slot));
        System.arraycopy(
                bytes, entry(index) + Node.ENTRY_HEADER_BYTES, target, Node.PREFIX_BYTES, length - Node.PREFIX_BYTES);
    }

    /** Offset of a value. */
    int value(int index) {
        return entry(index) + Node.ENTRY_HEADER_BYTES + Node.suffixLength(keyLength(index));
    }

    int valueLength(int index) {
        return unsigned(entry(index));
    }

    /** Returns the index of the first entry whose key is not below another; the number of entries if there is none. */
    int position(byte[] key, int length, long prefix) {
        int low = 0;
        int high = count() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned((long) LONGS.get(bytes, Node.slot(middle)), prefix);
            if (order == 0) {
                order = compareBehindPrefix(middle, key, length);
            }
            if (order < 0) {
                low = middle + 1;
            } else if (order > 0) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return low;
    }

    private int compareBehindPrefix(int index, byte[] key, int length) {
        int own = keyLength(index);
        int common = Math.min(own, length);
        if (common > Node.PREFIX_BYTES) {
            int from = entry(index) + Node.ENTRY_HEADER_BYTES;
            int order = Arrays.compareUnsigned(
                    bytes, from, from + common - Node.PREFIX_BYTES, key, Node.PREFIX_BYTES, common);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(own, length);
    }

    private int entry(int index) {
        return unsigned(Node.slot(index) + Node.SLOT_ENTRY);
    }

    private int unsigned(int at) {
        return (short) SHORTS.get(bytes, at) & 0xffff;
    }
}
