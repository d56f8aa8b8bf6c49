package org.borealisdb.expr.value;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * A growing byte array that output conversions append to; numbers go big-endian, as on PostgreSQL's wire.
 *
 * <p>Reused by its owner through {@link #clear()}, so that a result row costs no allocation. Belongs to one task. It holds at
 * most {@link #MAXIMUM_SIZE} bytes: the largest value PostgreSQL would build.
 */
public final class ByteSink {
    /** From so many characters on a text is encoded by the JDK, which looks at many of them at once. */
    private static final int LONG_TEXT = 24;

    /** PostgreSQL's MaxAllocSize, 1 GiB - 1. */
    public static final int MAXIMUM_SIZE = 0x3fff_ffff;

    private byte[] bytes;
    private int size;

    /** Makes an empty sink with room for 64 bytes. */
    public ByteSink() {
        this(64);
    }

    /** Makes an empty sink with some room. */
    public ByteSink(int capacity) {
        this.bytes = new byte[Math.max(16, capacity)];
    }

    /** Returns the number of bytes appended. */
    public int size() {
        return size;
    }

    /** Forgets what was appended and keeps the room. */
    public void clear() {
        size = 0;
    }

    /** Cuts back to an earlier size. */
    public void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IllegalArgumentException("cannot truncate " + size + " bytes to " + newSize);
        }
        size = newSize;
    }

    /** Returns a copy of the bytes. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Returns the bytes as UTF-8 text. */
    public String toText() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    /** Returns the array behind the sink, valid to {@link #size()} and until the next append. */
    public byte[] array() {
        return bytes;
    }

    /** Appends what the sink holds to a buffer that has room for it. */
    public void copyTo(ByteBuffer target) {
        target.put(bytes, 0, size);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            long needed = (long) size + more;
            if (needed > MAXIMUM_SIZE) {
                throw new SqlException(
                        ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                        "out of memory: a value of " + needed + " bytes is too large");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAXIMUM_SIZE, Math.max(needed, bytes.length * 2L)));
        }
    }

    /** Appends one byte. */
    public ByteSink putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /** Appends two bytes. */
    public ByteSink putShort(int value) {
        reserve(2);
        bytes[size++] = (byte) (value >> 8);
        bytes[size++] = (byte) value;
        return this;
    }

    /** Appends four bytes. */
    public ByteSink putInt(int value) {
        reserve(4);
        setInt(size, value);
        size += 4;
        return this;
    }

    /** Overwrites four bytes that were appended earlier, as for a length known only at the end. */
    public void setInt(int offset, int value) {
        bytes[offset] = (byte) (value >> 24);
        bytes[offset + 1] = (byte) (value >> 16);
        bytes[offset + 2] = (byte) (value >> 8);
        bytes[offset + 3] = (byte) value;
    }

    /** Appends eight bytes. */
    public ByteSink putLong(long value) {
        return putInt((int) (value >> 32)).putInt((int) value);
    }

    /** Appends so many zero bytes. */
    public ByteSink putZeros(long count) {
        int more = (int) Math.min(count, Integer.MAX_VALUE);
        reserve(more);
        Arrays.fill(bytes, size, size + more, (byte) 0);
        size += more;
        return this;
    }

    /** Appends bytes. */
    public ByteSink putBytes(byte[] value) {
        return putBytes(value, 0, value.length);
    }

    /** Appends a part of an array. */
    public ByteSink putBytes(byte[] value, int offset, int length) {
        reserve(length);
        System.arraycopy(value, offset, bytes, size, length);
        size += length;
        return this;
    }

    /** Appends text as UTF-8. */
    public ByteSink putText(CharSequence text) {
        int length = text.length();
        if (length >= LONG_TEXT && text instanceof String whole) {
            return putBytes(whole.getBytes(StandardCharsets.UTF_8));
        }
        reserve(length);
        int i = 0;
        while (i < length) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return putBytes(text.subSequence(i, length).toString().getBytes(StandardCharsets.UTF_8));
            }
            bytes[size++] = (byte) c;
            i++;
        }
        return this;
    }

    /** Appends a number in decimal digits. */
    public ByteSink putDecimal(long value) {
        if (value == Long.MIN_VALUE) {
            return putText("-9223372036854775808");
        }
        reserve(20);
        long rest = value;
        if (rest < 0) {
            bytes[size++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long limit = 10; digits < 19 && rest >= limit; limit *= 10) {
            digits++;
        }
        for (int i = size + digits - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
        return this;
    }

    /** Appends a number that is not negative in at least so many decimal digits, padded with zeros. */
    public ByteSink putPadded(long value, int digits) {
        int start = size;
        putDecimal(value);
        int missing = digits - (size - start);
        if (missing > 0) {
            reserve(missing);
            System.arraycopy(bytes, start, bytes, start + missing, size - start);
            Arrays.fill(bytes, start, start + missing, (byte) '0');
            size += missing;
        }
        return this;
    }
}
