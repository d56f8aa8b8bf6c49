package org.borealisdb.expr.value;

import java.math.BigInteger;
import java.util.Arrays;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * A value of tid: where a row of a table is, as a block and an offset in it. The offset has 16 bits. The block has 32 in PostgreSQL; here it may be larger, since the address of a row is made of
 * its key. Immutable.
 */
public final class TupleId implements Comparable<TupleId> {
    /** The bytes of an address with a block of 32 bits. */
    public static final int SHORT_BYTES = 6;

    private static final int OFFSET_BYTES = 2;
    private static final int WORD_BITS = 16;
    private static final BigInteger SMALL_BLOCKS = BigInteger.ONE.shiftLeft(Integer.SIZE);
    private static final String SPACES = " \t\n\u000b\f\r";

    /** Block and offset one after the other, the highest byte first; no zeros before the last six. */
    private final byte[] bytes;

    private TupleId(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the address whose block and offset are the higher and the lower bits of a number of 48 bits. */
    public static TupleId of(long number) {
        if (number >>> (SHORT_BYTES * Byte.SIZE) != 0) {
            throw new IllegalArgumentException("address " + number);
        }
        byte[] bytes = new byte[SHORT_BYTES];
        for (int i = 0; i < SHORT_BYTES; i++) {
            bytes[i] = (byte) (number >>> ((SHORT_BYTES - 1 - i) * Byte.SIZE));
        }
        return new TupleId(bytes);
    }

    /** Returns the address with such bytes, of which there are six or more; of more, the first is not zero. */
    public static TupleId ofBytes(byte[] bytes) {
        boolean proper = bytes.length == SHORT_BYTES || (bytes.length > SHORT_BYTES && bytes[0] != 0);
        if (!proper) {
            throw new SqlException(
                    ErrorCode.INVALID_BINARY_REPRESENTATION, "incorrect binary data format for type tid");
        }
        return new TupleId(bytes.clone());
    }

    /** Reads the text, as PostgreSQL does: the numbers stand before a comma and before a parenthesis. */
    public static TupleId parse(String text) {
        int first = text.indexOf('(');
        int comma = text.indexOf(',', first + 1);
        int end = comma < 0 ? -1 : text.indexOf(')', comma);
        int closed = text.indexOf(')');
        if (first < 0 || comma < 0 || end < 0 || closed < comma) {
            throw invalid(text);
        }
        BigInteger block = number(text, first + 1, comma);
        BigInteger offset = number(text, comma + 1, end);
        if (block.signum() < 0) {
            block = block.add(SMALL_BLOCKS);
        }
        boolean fits = block.signum() >= 0
                && offset.signum() >= 0
                && offset.bitLength() <= WORD_BITS
                && (block.bitLength() <= Integer.SIZE || text.charAt(first + 1) != '-');
        if (!fits) {
            throw invalid(text);
        }
        byte[] number = block.shiftLeft(WORD_BITS).or(offset).toByteArray();
        int zeros = number[0] == 0 ? 1 : 0;
        int length = Math.max(SHORT_BYTES, number.length - zeros);
        byte[] bytes = new byte[length];
        int kept = number.length - zeros;
        System.arraycopy(number, zeros, bytes, length - kept, kept);
        return new TupleId(bytes);
    }

    /** Reads a number as C's strtoul does, for which nothing at all is 0. */
    private static BigInteger number(String text, int from, int to) {
        if (from == to) {
            return BigInteger.ZERO;
        }
        int at = from;
        while (at < to && SPACES.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        int digits = at < to && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
        if (digits == to || !text.substring(digits, to).chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw invalid(text);
        }
        return new BigInteger(text.substring(at, to));
    }

    private static SqlException invalid(String text) {
        return new SqlException(
                ErrorCode.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type tid: \"" + text + "\"");
    }

    /** Returns whether the block has 32 bits. */
    public boolean isShort() {
        return bytes.length == SHORT_BYTES;
    }

    /** Returns block and offset of an address that {@link #isShort} as one number. */
    public long number() {
        long number = 0;
        for (byte each : bytes) {
            number = number << Byte.SIZE | (each & 0xff);
        }
        return number;
    }

    /** Returns block and offset as bytes, the highest first. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Appends the bytes, which are the binary form. */
    public void appendBytes(ByteSink out) {
        out.putBytes(bytes);
    }

    /** Returns what PostgreSQL computes the hash of: the words of block and offset, each with its lower byte first. */
    public byte[] words() {
        byte[] words = bytes.clone();
        for (int i = bytes.length - SHORT_BYTES; i + 1 < bytes.length; i += 2) {
            words[i] = bytes[i + 1];
            words[i + 1] = bytes[i];
        }
        return words;
    }

    @Override
    public int compareTo(TupleId other) {
        return bytes.length != other.bytes.length
                ? Integer.compare(bytes.length, other.bytes.length)
                : Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TupleId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the text: block and offset in parentheses. */
    @Override
    public String toString() {
        String block = isShort()
                ? Long.toString(number() >>> WORD_BITS)
                : new BigInteger(1, Arrays.copyOf(bytes, bytes.length - OFFSET_BYTES)).toString();
        int offset = (bytes[bytes.length - OFFSET_BYTES] & 0xff) << Byte.SIZE | (bytes[bytes.length - 1] & 0xff);
        return "(" + block + "," + offset + ")";
    }
}
