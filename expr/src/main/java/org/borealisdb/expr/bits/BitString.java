package org.borealisdb.expr.bits;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;

/**
 * A value of bit or bit varying: bits in a row, the first one the highest of the first byte; what is left of the last byte is 0.
 * Immutable.
 *
 * <p>The order is that of the bytes, then of the lengths, so that a string is before those that it begins.
 */
public final class BitString implements Comparable<BitString> {
    /** The most bits that a value may have. */
    private static final int MAXIMUM_LENGTH = Integer.MAX_VALUE - Byte.SIZE + 1;

    private static final int HEXADECIMAL_BITS = 4;

    private final byte[] bytes;
    private final int length;

    /** Takes over the bytes, of which no bit beyond the length may be set. */
    private BitString(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    private static int bytesOf(int bits) {
        return Math.ceilDiv(bits, Byte.SIZE);
    }

    private static int checkedLength(long bits) {
        if (bits > MAXIMUM_LENGTH) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "bit string length exceeds the maximum allowed (" + MAXIMUM_LENGTH + ")");
        }
        return (int) bits;
    }

    /** Returns so many bits of some bytes, and clears what is beyond them. */
    private static BitString of(byte[] bytes, int length) {
        int rest = length % Byte.SIZE;
        if (rest != 0) {
            bytes[bytes.length - 1] &= (byte) (0xff << (Byte.SIZE - rest));
        }
        return new BitString(bytes, length);
    }

    /** Reads the text of a value: binary digits, which may follow a b, or hexadecimal ones after an x. */
    public static BitString parse(String text) {
        char first = text.isEmpty() ? '0' : text.charAt(0);
        return switch (first) {
            case 'b', 'B' -> parseBinary(text.substring(1));
            case 'x', 'X' -> parseHexadecimal(text.substring(1));
            default -> parseBinary(text);
        };
    }

    /** Reads binary digits. */
    public static BitString parseBinary(String digits) {
        int length = checkedLength(digits.length());
        byte[] bytes = new byte[bytesOf(length)];
        for (int i = 0; i < length; i++) {
            int digit = digits.charAt(i) - '0';
            if (digit != 0 && digit != 1) {
                throw invalidDigit(digits, i, "binary");
            }
            bytes[i / Byte.SIZE] |= (byte) (digit << (Byte.SIZE - 1 - i % Byte.SIZE));
        }
        return new BitString(bytes, length);
    }

    /** Reads hexadecimal digits, of four bits each. */
    public static BitString parseHexadecimal(String digits) {
        int length = checkedLength((long) digits.length() * HEXADECIMAL_BITS);
        byte[] bytes = new byte[bytesOf(length)];
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw invalidDigit(digits, i, "hexadecimal");
            }
            bytes[i / 2] |= (byte) (i % 2 == 0 ? digit << HEXADECIMAL_BITS : digit);
        }
        return new BitString(bytes, length);
    }

    private static SqlException invalidDigit(String digits, int at, String base) {
        return new SqlException(
                ErrorCode.INVALID_TEXT_REPRESENTATION,
                "\"" + Character.toString(digits.codePointAt(at)) + "\" is not a valid " + base + " digit");
    }

    /** Reads the binary form: the number of bits, then their bytes. */
    public static BitString ofBinary(ByteBuffer in) {
        if (in.remaining() < Integer.BYTES) {
            throw new SqlException(ErrorCode.PROTOCOL_VIOLATION, "insufficient data left in message");
        }
        int length = in.getInt();
        if (length < 0 || length > MAXIMUM_LENGTH) {
            throw new SqlException(ErrorCode.INVALID_BINARY_REPRESENTATION, "invalid length in external bit string");
        }
        if (in.remaining() < bytesOf(length)) {
            throw new SqlException(ErrorCode.PROTOCOL_VIOLATION, "insufficient data left in message");
        }
        byte[] bytes = new byte[bytesOf(length)];
        in.get(bytes);
        return of(bytes, length);
    }

    /** Returns bits that have been taken apart by {@link #bytes} and {@link #unusedBits}. */
    public static BitString ofBytes(byte[] bytes, int unusedBits) {
        return of(bytes.clone(), bytes.length * Byte.SIZE - unusedBits);
    }

    /** Returns the last bits of a whole number, before which its sign is repeated. */
    public static BitString ofNumber(long number, int length) {
        byte[] bytes = new byte[bytesOf(length)];
        int unused = bytes.length * Byte.SIZE - length;
        for (int i = 0; i < bytes.length; i++) {
            int shift = (bytes.length - 1 - i) * Byte.SIZE - unused;
            bytes[i] = (byte) (shift < 0 ? number << -shift : number >> Math.min(shift, Long.SIZE - 1));
        }
        return of(bytes, length);
    }

    /** Appends the binary form. */
    public void appendBinary(ByteSink out) {
        out.putInt(length).putBytes(bytes);
    }

    /** Appends the text: binary digits. */
    public void appendText(ByteSink out) {
        for (int i = 0; i < length; i++) {
            out.putByte('0' + bit(i));
        }
    }

    /** Returns how many bits there are. */
    public int length() {
        return length;
    }

    /** Returns the bytes that hold the bits. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns how many bits of the last byte are none of this. */
    public int unusedBits() {
        return bytes.length * Byte.SIZE - length;
    }

    private int bit(int index) {
        return bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1;
    }

    /** Returns the bits as a whole number without sign; one of 64 bits is that of the long with these bits. */
    public long number() {
        if (length > Long.SIZE) {
            throw new IllegalStateException(length + " bits are no number");
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 1 | bit(i);
        }
        return number;
    }

    /** Returns how many bits are set. */
    public long count() {
        long count = 0;
        for (byte each : bytes) {
            count += Integer.bitCount(each & 0xff);
        }
        return count;
    }

    /** Returns the first bits, with zeros after them if there are not so many. */
    public BitString resized(int newLength) {
        return of(Arrays.copyOf(bytes, bytesOf(newLength)), newLength);
    }

    /** Makes a byte of two. */
    private interface ByteFunction {
        int apply(int left, int right);
    }

    private BitString combined(BitString other, String name, ByteFunction function) {
        if (length != other.length) {
            throw new SqlException(
                    ErrorCode.STRING_DATA_LENGTH_MISMATCH, "cannot " + name + " bit strings of different sizes");
        }
        byte[] result = new byte[bytes.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) function.apply(bytes[i], other.bytes[i]);
        }
        return new BitString(result, length);
    }

    /** Returns the bits that are set in both, which have to be of the same length. */
    public BitString and(BitString other) {
        return combined(other, "AND", (left, right) -> left & right);
    }

    /** Returns the bits that are set in either; they have to be of the same length. */
    public BitString or(BitString other) {
        return combined(other, "OR", (left, right) -> left | right);
    }

    /** Returns the bits that are set in one and not in the other; they have to be of the same length. */
    public BitString exclusiveOr(BitString other) {
        return combined(other, "XOR", (left, right) -> left ^ right);
    }

    /** Returns the bits inverted. */
    public BitString inverted() {
        byte[] result = new byte[bytes.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) ~bytes[i];
        }
        return of(result, length);
    }

    /** Returns the bits moved to the left, or to the right if the count is negative; zeros fill up what they leave. */
    public BitString shifted(long count) {
        if (count >= length || -count >= length) {
            return new BitString(new byte[bytes.length], length);
        }
        if (count >= 0) {
            return part((int) count, length).resized(length);
        }
        byte[] result = new byte[bytes.length];
        part(0, length + (int) count).copyTo(result, (int) -count);
        return new BitString(result, length);
    }

    /** Returns the bits from one place up to another, both counted from 0. */
    private BitString part(int from, int to) {
        byte[] result = new byte[bytesOf(to - from)];
        int first = from / Byte.SIZE;
        int shift = from % Byte.SIZE;
        for (int i = 0; i < result.length; i++) {
            int next = first + i + 1 < bytes.length ? bytes[first + i + 1] & 0xff : 0;
            result[i] = (byte) ((bytes[first + i] & 0xff) << shift | next >> (Byte.SIZE - shift));
        }
        return of(result, to - from);
    }

    /** Sets the bits that are set here from a place in bytes on, of which none is set there. */
    private void copyTo(byte[] target, int place) {
        int first = place / Byte.SIZE;
        int shift = place % Byte.SIZE;
        for (int i = 0; i < bytes.length; i++) {
            int value = bytes[i] & 0xff;
            target[first + i] |= (byte) (value >> shift);
            if (shift > 0 && first + i + 1 < target.length) {
                target[first + i + 1] |= (byte) (value << (Byte.SIZE - shift));
            }
        }
    }

    /** Returns these bits and others behind them. */
    public BitString joined(BitString other) {
        int both = checkedLength((long) length + other.length);
        byte[] result = Arrays.copyOf(bytes, bytesOf(both));
        other.copyTo(result, length);
        return new BitString(result, both);
    }

    /** Returns the bits from a place on, counted from 1, which may be before the first. */
    public BitString substring(int start) {
        return between(start, (long) length + 1);
    }

    /** Returns so many bits from a place on, counted from 1, which may be before the first. */
    public BitString substring(int start, int count) {
        if (count < 0) {
            throw negativeLength();
        }
        return between(start, (long) start + count);
    }

    private BitString between(long start, long end) {
        long from = Math.max(start, 1);
        long to = Math.min(end, (long) length + 1);
        return from < to ? part((int) from - 1, (int) to - 1) : new BitString(new byte[0], 0);
    }

    private static SqlException negativeLength() {
        return new SqlException(ErrorCode.SUBSTRING_ERROR, "negative substring length not allowed");
    }

    /** Returns the bits with others in place of so many from a place on, counted from 1. */
    public BitString overlaid(BitString replacement, int start, int count) {
        if (start <= 0) {
            throw negativeLength();
        }
        long rest = (long) start + count;
        if (rest != (int) rest) {
            throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
        }
        return between(1, start).joined(replacement).joined(substring((int) rest));
    }

    /** Returns where others are first among these, counted from 1; 0 if they are not, or there are none here. */
    public int position(BitString wanted) {
        if (length == 0) {
            return 0;
        }
        for (int start = 0; start + (long) wanted.length <= length; start++) {
            int same = 0;
            while (same < wanted.length && bit(start + same) == wanted.bit(same)) {
                same++;
            }
            if (same == wanted.length) {
                return start + 1;
            }
        }
        return 0;
    }

    /** Returns a bit by its place, counted from 0. */
    public int bitAt(int index) {
        checkIndex(index);
        return bit(index);
    }

    /** Returns the same with another bit at a place, counted from 0. */
    public BitString withBit(int index, int value) {
        checkIndex(index);
        if (value != 0 && value != 1) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "new bit must be 0 or 1");
        }
        byte[] result = bytes.clone();
        int mask = 1 << (Byte.SIZE - 1 - index % Byte.SIZE);
        int place = index / Byte.SIZE;
        result[place] = (byte) (value == 1 ? result[place] | mask : result[place] & ~mask);
        return new BitString(result, length);
    }

    private void checkIndex(int index) {
        if (index < 0 || index >= length) {
            throw new SqlException(
                    ErrorCode.ARRAY_SUBSCRIPT_ERROR,
                    "bit index " + index + " out of valid range (0.." + (length - 1) + ")");
        }
    }

    @Override
    public int compareTo(BitString other) {
        int order = Arrays.compareUnsigned(bytes, other.bytes);
        return order != 0 ? order : Integer.compare(length, other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BitString bits && length == bits.length && Arrays.equals(bytes, bits.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + length;
    }

    @Override
    public String toString() {
        ByteSink text = new ByteSink(length);
        appendText(text);
        return text.toText();
    }
}
