package org.borealisdb.runtime.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes little-endian values into an array that grows. Used by one task. */
public final class Encoder {
    private byte[] bytes;
    private ByteBuffer view;
    private int length;

    public Encoder(int expectedBytes) {
        bytes = new byte[Math.max(16, expectedBytes)];
        view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public int length() {
        return length;
    }

    public Encoder putByte(int value) {
        // Making room may replace the array, so it comes first.
        int at = room(Byte.BYTES);
        bytes[at] = (byte) value;
        return this;
    }

    public Encoder putShort(int value) {
        int at = room(Short.BYTES);
        view.putShort(at, (short) value);
        return this;
    }

    public Encoder putInt(int value) {
        int at = room(Integer.BYTES);
        view.putInt(at, value);
        return this;
    }

    public Encoder putLong(long value) {
        int at = room(Long.BYTES);
        view.putLong(at, value);
        return this;
    }

    public Encoder putBytes(byte[] source) {
        int at = room(source.length);
        System.arraycopy(source, 0, bytes, at, source.length);
        return this;
    }

    /** Puts what is between position and limit of {@code source}, which is not consumed. */
    public Encoder putBytes(ByteBuffer source) {
        int count = source.remaining();
        int at = room(count);
        source.get(source.position(), bytes, at, count);
        return this;
    }

    /** A string as its length in UTF-8 bytes (32 bits) and the bytes. */
    public Encoder putString(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return putInt(utf8.length).putBytes(utf8);
    }

    /** Overwrites four bytes that were put before. */
    public void setInt(int at, int value) {
        if (at < 0 || at + Integer.BYTES > length) {
            throw new IllegalArgumentException("bytes " + at + " to " + (at + 4) + " were not written");
        }
        view.putInt(at, value);
    }

    /** The array that holds the bytes so far; valid until more is put. */
    public byte[] array() {
        return bytes;
    }

    /** What was written, as a buffer of its own that shares the bytes; the encoder must not be used any more. */
    public ByteBuffer finish() {
        return ByteBuffer.wrap(bytes, 0, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private int room(int count) {
        int at = length;
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
            view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        length = needed;
        return at;
    }
}
