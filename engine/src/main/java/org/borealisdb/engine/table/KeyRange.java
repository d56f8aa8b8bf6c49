package org.borealisdb.engine.table;

import java.util.Arrays;

/** A range of keys: from one key (inclusive) to another (exclusive), in either direction. Immutable; its arrays are not to be changed. */
public final class KeyRange {
    private static final byte[] LOWEST = {};

    private final byte[] from;
    private final byte[] to;
    private final boolean bounded;
    private final boolean descending;

    private KeyRange(byte[] from, byte[] to, boolean bounded, boolean descending) {
        this.from = from;
        this.to = to;
        this.bounded = bounded;
        this.descending = descending;
    }

    /** All keys. */
    public static KeyRange all() {
        return new KeyRange(LOWEST, LOWEST, false, false);
    }

    /** Keys at or above {@code from}. */
    public static KeyRange from(byte[] from) {
        return new KeyRange(from, LOWEST, false, false);
    }

    /** Keys below {@code to}. */
    public static KeyRange below(byte[] to) {
        return new KeyRange(LOWEST, to, true, false);
    }

    /** Keys at or above {@code from} and below {@code to}. */
    public static KeyRange of(byte[] from, byte[] to) {
        return new KeyRange(from, to, true, false);
    }

    /** Keys that begin with {@code prefix}. */
    public static KeyRange prefix(byte[] prefix) {
        byte[] end = after(prefix);
        return end.length == 0 ? from(prefix) : of(prefix, end);
    }

    /** The first key behind all that begin with {@code prefix}; empty if there is none. */
    public static byte[] after(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xff) {
            length--;
        }
        byte[] end = Arrays.copyOf(prefix, length);
        if (length > 0) {
            end[length - 1]++;
        }
        return end;
    }

    /** The same keys, the largest first. */
    public KeyRange reversed() {
        return new KeyRange(from, to, bounded, !descending);
    }

    byte[] from() {
        return from;
    }

    byte[] to() {
        return to;
    }

    boolean bounded() {
        return bounded;
    }

    boolean descending() {
        return descending;
    }

    boolean beyond(byte[] key, int length) {
        return descending
                ? Arrays.compareUnsigned(key, 0, length, from, 0, from.length) < 0
                : bounded && Arrays.compareUnsigned(key, 0, length, to, 0, to.length) >= 0;
    }
}
