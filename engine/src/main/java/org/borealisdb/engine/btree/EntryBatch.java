package org.borealisdb.engine.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Entries on their way into a tree, gathered in memory: each a key and a value, in the order in which they came, or {@link #sort}ed by key.
 * Belongs to one task and is used again.
 */
public final class EntryBatch {
    private static final int FIRST_CAPACITY = 1 << 14;

    private final int limit;
    private byte[] bytes;
    private MemorySegment memory;
    private int used;
    private int count;

    // By number of the entry in the order of arrival; an entry's key begins at its start, its value behind the key.
    private int[] starts = new int[256];
    private int[] keyLengths = new int[256];
    private long[] prefixes = new long[256];

    /** The entries by key, if they came otherwise; empty if they are in the order in which they came. */
    private int[] order = {};

    private boolean ascending = true;

    /** A batch that is {@link #full} with about {@code limit} bytes. */
    public EntryBatch(int limit) {
        this.limit = limit;
        this.bytes = new byte[Math.min(limit, FIRST_CAPACITY)];
        this.memory = MemorySegment.ofArray(bytes);
    }

    /** Number of entries. */
    public int count() {
        return count;
    }

    /** Bytes of all entries. */
    public int bytes() {
        return used;
    }

    /** True if the batch should be worked off before anything is added. */
    public boolean full() {
        return used >= limit;
    }

    /** True if each key is greater than the one before. */
    public boolean ascending() {
        return ascending;
    }

    /** Forgets all entries. */
    public void clear() {
        used = 0;
        count = 0;
        ascending = true;
        order = new int[0];
    }

    /** Adds an entry whose value has {@code room} bytes that are set later, and then those given. Entries that were sorted are not added to. */
    public void add(byte[] key, int keyLength, int room, byte[] value, int from, int length) {
        if (keyLength > BTree.MAX_KEY_BYTES || keyLength + room + length > BTree.MAX_ENTRY_BYTES) {
            throw new IllegalArgumentException("an entry with a key of " + keyLength + " and a value of "
                    + (room + length) + " bytes fits into no node");
        }
        if (count + 1 >= starts.length) {
            grow();
        }
        need(keyLength + room + length);
        System.arraycopy(key, 0, bytes, used, keyLength);
        System.arraycopy(value, from, bytes, used + keyLength + room, length);
        starts[count] = used;
        keyLengths[count] = keyLength;
        prefixes[count] = Node.prefix(key, keyLength);
        used += keyLength + room + length;
        count++;
        starts[count] = used;
        ascending = ascending && (count == 1 || compare(count - 2, count - 1) < 0);
    }

    /** The place in the order of arrival, from 0, of the entry that is {@code index}th now. */
    public int arrival(int index) {
        return order.length == 0 ? index : order[index];
    }

    /** What {@link #key} and {@link #value} are offsets in. */
    public byte[] array() {
        return bytes;
    }

    /** The same bytes as {@link #array()}. */
    public MemorySegment memory() {
        return memory;
    }

    /** Offset of a key. */
    public int key(int index) {
        return starts[arrival(index)];
    }

    public int keyLength(int index) {
        return keyLengths[arrival(index)];
    }

    /** Offset of a value. */
    public int value(int index) {
        int entry = arrival(index);
        return starts[entry] + keyLengths[entry];
    }

    public int valueLength(int index) {
        int entry = arrival(index);
        return starts[entry + 1] - starts[entry] - keyLengths[entry];
    }

    /** Copies a key to the start of {@code target} and answers its length. */
    public int copyKey(int index, byte[] target) {
        int length = keyLength(index);
        System.arraycopy(bytes, key(index), target, 0, length);
        return length;
    }

    long prefix(int index) {
        return prefixes[arrival(index)];
    }

    /** Forgets the first entries of a batch that came in ascending order. */
    public void removeFirst(int removed) {
        if (!ascending) {
            throw new IllegalStateException("entries are removed from the front only if they are in order");
        }
        int from = starts[removed];
        System.arraycopy(bytes, from, bytes, 0, used - from);
        used -= from;
        count -= removed;
        for (int entry = 0; entry <= count; entry++) {
            starts[entry] = starts[entry + removed] - from;
        }
        System.arraycopy(keyLengths, removed, keyLengths, 0, count);
        System.arraycopy(prefixes, removed, prefixes, 0, count);
    }

    /** Puts the entries in the order of their keys, those with equal keys in the order in which they came. */
    public void sort() {
        if (ascending) {
            return;
        }
        int[] from = new int[count];
        int[] to = new int[count];
        for (int entry = 0; entry < count; entry++) {
            from[entry] = entry;
        }
        for (int run = 1; run < count; run *= 2) {
            for (int start = 0; start < count; start += 2 * run) {
                merge(from, to, start, Math.min(start + run, count), Math.min(start + 2 * run, count));
            }
            int[] swapped = from;
            from = to;
            to = swapped;
        }
        order = from;
    }

    /** The first entry with the same key as the one before it, in a batch in the order of keys; -1 if there is none. */
    int repeated() {
        if (!ascending) {
            for (int index = 1; index < count; index++) {
                if (compare(arrival(index - 1), arrival(index)) == 0) {
                    return index;
                }
            }
        }
        return -1;
    }

    private void merge(int[] from, int[] to, int start, int middle, int end) {
        int left = start;
        int right = middle;
        for (int target = start; target < end; target++) {
            boolean takeLeft = right >= end || (left < middle && compare(from[left], from[right]) <= 0);
            to[target] = takeLeft ? from[left++] : from[right++];
        }
    }

    /** How the keys of two entries compare, by their arrival. */
    private int compare(int one, int other) {
        int byPrefix = Long.compareUnsigned(prefixes[one], prefixes[other]);
        return byPrefix != 0
                ? byPrefix
                : Arrays.compareUnsigned(
                        bytes,
                        starts[one],
                        starts[one] + keyLengths[one],
                        bytes,
                        starts[other],
                        starts[other] + keyLengths[other]);
    }

    private void grow() {
        int capacity = starts.length * 2;
        starts = Arrays.copyOf(starts, capacity);
        keyLengths = Arrays.copyOf(keyLengths, capacity);
        prefixes = Arrays.copyOf(prefixes, capacity);
    }

    private void need(int more) {
        if (used + more > bytes.length) {
            int wanted = Math.max(used + more, (int) Math.min(2L * bytes.length, (long) limit + BTree.MAX_ENTRY_BYTES));
            bytes = Arrays.copyOf(bytes, wanted);
            memory = MemorySegment.ofArray(bytes);
        }
    }

    /** Fills in the bytes that were left open at the start of each value. */
    public void fillRoom(MemorySegment source, int length) {
        for (int entry = 0; entry < count; entry++) {
            MemorySegment.copy(source, ValueLayout.JAVA_BYTE, 0, bytes, starts[entry] + keyLengths[entry], length);
        }
    }
}
