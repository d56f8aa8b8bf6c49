package org.borealisdb.engine.serial;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys of one tree that a transaction has read, or has found to be missing; a node of {@link ReadRanges}. Guarded by the monitor of {@link SerialTransactions}.
 */
final class ReadRange {
    /** Stands behind all keys, which are shorter. */
    static final byte[] END = new byte[4096];

    static {
        Arrays.fill(END, (byte) 0xff);
    }

    private static final int OVERHEAD_BYTES = 112;

    final SerialTransaction reader;
    final long treeId;
    /** The first key. */
    final byte[] from;
    /** The first key behind it, or {@link #END}. */
    final byte[] to;
    /** Tells ranges with the same first key apart. */
    final long number;

    // Of the tree of ranges.
    byte[] highest;

    @Nullable
    ReadRange left;

    @Nullable
    ReadRange right;

    ReadRange(SerialTransaction reader, long treeId, byte[] from, byte[] to, long number) {
        this.reader = reader;
        this.treeId = treeId;
        this.from = from;
        this.to = to;
        this.number = number;
        this.highest = to;
    }

    /** Returns the bytes of memory that it takes, about. */
    int bytes() {
        return OVERHEAD_BYTES + from.length + (to.length == END.length ? 0 : to.length);
    }

    /** Returns whether all keys from {@code low} on and below {@code end} are in it. */
    boolean covers(byte[] low, byte[] end) {
        return Arrays.compareUnsigned(from, low) <= 0 && Arrays.compareUnsigned(end, to) <= 0;
    }

    /** Returns the order in the tree: by the first key. */
    int compareTo(ReadRange other) {
        int order = Arrays.compareUnsigned(from, other.from);
        return order != 0 ? order : Long.compare(number, other.number);
    }

    /** Returns a number that looks random and is the same in each run: where the range stands in the tree's heap. */
    long priority() {
        long mixed = number * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
