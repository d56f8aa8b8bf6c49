package org.borealisdb.sql.spill;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.borealisdb.expr.value.ByteSink;
import org.jspecify.annotations.Nullable;

/** Values as bytes that are equal for equal values, with their hash. Immutable. */
public final class HashedKey {
    /** Of an object with an array. */
    private static final int OVERHEAD_BYTES = 48;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final byte[] bytes;
    private final long hash;

    private HashedKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = hash(bytes, bytes.length);
    }

    /** Returns a key of what a sink holds. */
    public static HashedKey of(ByteSink sink) {
        return new HashedKey(sink.toBytes());
    }

    /** Returns a key of bytes, which are not copied and must not change. */
    public static HashedKey of(byte[] bytes) {
        return new HashedKey(bytes);
    }

    /** Returns the hash of the first bytes of an array. */
    static long hash(byte[] bytes, int length) {
        long hash = length * FACTOR;
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            hash = mixed(hash ^ (long) LONGS.get(bytes, at));
        }
        long rest = 0;
        for (; at < length; at++) {
            rest = rest << Byte.SIZE | (bytes[at] & 0xff);
        }
        return mixed(hash ^ rest);
    }

    private static long mixed(long value) {
        long once = (value ^ (value >>> 32)) * FACTOR;
        return once ^ (once >>> 29);
    }

    /** Returns a part of another hash of the same key for each depth: keys that share a part at one depth need not at the next. */
    public int part(int depth, int parts) {
        return (int) (mixed(hash + depth * 0x632BE59BD9B4E019L) >>> 1) & (parts - 1);
    }

    /** Returns the hash: keys of the same one can hardly be told apart by it at any depth. */
    public long hash() {
        return hash;
    }

    /** Returns the bytes of memory that it takes. */
    public long size() {
        return OVERHEAD_BYTES + (long) bytes.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HashedKey that && hash == that.hash && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return (int) hash;
    }
}
