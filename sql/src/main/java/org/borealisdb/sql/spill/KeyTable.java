package org.borealisdb.sql.spill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.borealisdb.expr.value.ByteSink;
import org.jspecify.annotations.Nullable;

/**
 * Values by keys, which are the bytes that a sink holds: to look for one allocates nothing. Keeps the order in which the keys came. Belongs to one task.
 *
 * @param <V> the values
 */
public final class KeyTable<V> {
    /** About what an entry takes, apart from the bytes of its key and the value. */
    public static final int ENTRY_BYTES = 56;

    private static final int FIRST_SLOTS = 16;

    private final List<byte[]> keys = new ArrayList<>();
    private final List<V> values = new ArrayList<>();
    private long[] hashes = new long[FIRST_SLOTS / 2];
    /** Of each slot, the number of its entry and one more; 0 if it is free. At most half of them are taken. */
    private int[] slots = new int[FIRST_SLOTS];

    /** Returns the value of the key that a sink holds; {@code null} if there is none. */
    public @Nullable V get(ByteSink key) {
        long hash = HashedKey.hash(key.array(), key.size());
        for (int slot = first(hash); slots[slot] != 0; slot = following(slot)) {
            int entry = slots[slot] - 1;
            if (hashes[entry] == hash && isKey(entry, key)) {
                return values.get(entry);
            }
        }
        return null;
    }

    private boolean isKey(int entry, ByteSink key) {
        byte[] known = keys.get(entry);
        return Arrays.equals(known, 0, known.length, key.array(), 0, key.size());
    }

    /** Adds the value of a key that is not there. */
    public void add(ByteSink key, V value) {
        if (values.size() == hashes.length) {
            grow();
        }
        long hash = HashedKey.hash(key.array(), key.size());
        hashes[values.size()] = hash;
        keys.add(key.toBytes());
        values.add(value);
        take(hash, values.size());
    }

    private void grow() {
        hashes = Arrays.copyOf(hashes, hashes.length * 2);
        slots = new int[hashes.length * 2];
        for (int entry = 0; entry < values.size(); entry++) {
            take(hashes[entry], entry + 1);
        }
    }

    private void take(long hash, int number) {
        int slot = first(hash);
        while (slots[slot] != 0) {
            slot = following(slot);
        }
        slots[slot] = number;
    }

    private int first(long hash) {
        return (int) hash & (slots.length - 1);
    }

    private int following(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    /** Returns the values, in the order in which their keys came. */
    public List<V> values() {
        return values;
    }

    /** Returns whether there are no keys. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Returns the number of keys. */
    public int size() {
        return values.size();
    }
}
