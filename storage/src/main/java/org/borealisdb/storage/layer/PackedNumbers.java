package org.borealisdb.storage.layer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/** Numbers, each in as many bytes as the distance between the lowest and the highest of them takes: none if all are the same. Immutable. */
final class PackedNumbers {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int count;
    private final long lowest;
    private final int width;
    private final long mask;
    /** So long that eight bytes can be read at each number. */
    private final byte[] bytes;

    private PackedNumbers(int count, long lowest, int width) {
        this.count = count;
        this.lowest = lowest;
        this.width = width;
        this.mask = width == Long.BYTES ? -1 : (1L << (width * Byte.SIZE)) - 1;
        this.bytes = new byte[Math.addExact(Math.multiplyExact(count, width), Long.BYTES)];
    }

    /** The numbers that {@code number} gives for the places below {@code count}. */
    static PackedNumbers of(int count, IntToLongFunction number) {
        long lowest = count == 0 ? 0 : Long.MAX_VALUE;
        long highest = count == 0 ? 0 : Long.MIN_VALUE;
        for (int place = 0; place < count; place++) {
            long next = number.applyAsLong(place);
            lowest = Math.min(lowest, next);
            highest = Math.max(highest, next);
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(highest - lowest);
        PackedNumbers packed = new PackedNumbers(count, lowest, (bits + Byte.SIZE - 1) / Byte.SIZE);
        for (int place = 0; place < count; place++) {
            long distance = number.applyAsLong(place) - lowest;
            for (int part = 0; part < packed.width; part++) {
                packed.bytes[place * packed.width + part] = (byte) (distance >>> (part * Byte.SIZE));
            }
        }
        return packed;
    }

    int count() {
        return count;
    }

    long at(int place) {
        if (place < 0 || place >= count) {
            throw new IndexOutOfBoundsException("place " + place + " of " + count);
        }
        return lowest + ((long) WORD.get(bytes, place * width) & mask);
    }

    boolean sameAs(PackedNumbers other) {
        return count == other.count && lowest == other.lowest && Arrays.equals(bytes, other.bytes);
    }
}
