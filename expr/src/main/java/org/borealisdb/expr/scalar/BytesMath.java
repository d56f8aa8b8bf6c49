package org.borealisdb.expr.scalar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;
import org.jspecify.annotations.Nullable;

/** What the functions of bytea do. */
final class BytesMath {
    private static final int BITS = 8;

    private BytesMath() {}

    static byte[] bytes(@Nullable Object[] arguments, int index) {
        return (byte[]) NumericMath.value(arguments, index);
    }

    static byte[] joined(byte[] first, byte[] second) {
        if ((long) first.length + second.length > ByteSink.MAXIMUM_SIZE) {
            throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "requested length too large");
        }
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    static byte[] substring(byte[] bytes, long start, long end) {
        int from = (int) Math.min(bytes.length, Math.max(0, start - 1));
        int to = (int) Math.min(bytes.length, Math.max(from, end - 1));
        return Arrays.copyOfRange(bytes, from, to);
    }

    static byte[] substring(byte[] bytes, int start, int count) {
        if (count < 0) {
            throw new SqlException(ErrorCode.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        return substring(bytes, start, (long) start + count);
    }

    static byte[] overlaid(byte[] bytes, byte[] replacement, int start, int count) {
        if (start <= 0) {
            throw new SqlException(ErrorCode.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        byte[] head = substring(bytes, 1, (long) start);
        byte[] tail = substring(bytes, IntegerMath.INT4.plus(start, count), Long.MAX_VALUE);
        return joined(joined(head, replacement), tail);
    }

    static long position(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i + 1L;
            }
        }
        return 0;
    }

    static byte[] trimmed(byte[] bytes, byte[] set, boolean left, boolean right) {
        int start = 0;
        int end = bytes.length;
        while (left && start < end && contains(set, bytes[start])) {
            start++;
        }
        while (right && end > start && contains(set, bytes[end - 1])) {
            end--;
        }
        return Arrays.copyOfRange(bytes, start, end);
    }

    private static boolean contains(byte[] set, byte wanted) {
        for (byte each : set) {
            if (each == wanted) {
                return true;
            }
        }
        return false;
    }

    private static void checkIndex(long index, long length) {
        if (index < 0 || index >= length) {
            throw new SqlException(
                    ErrorCode.ARRAY_SUBSCRIPT_ERROR, "index " + index + " out of valid range, 0.." + (length - 1));
        }
    }

    static long byteAt(byte[] bytes, int index) {
        checkIndex(index, bytes.length);
        return bytes[index] & 0xff;
    }

    static byte[] withByte(byte[] bytes, int index, int value) {
        checkIndex(index, bytes.length);
        byte[] changed = bytes.clone();
        changed[index] = (byte) value;
        return changed;
    }

    static long bitAt(byte[] bytes, long index) {
        checkIndex(index, (long) bytes.length * BITS);
        return bytes[(int) (index / BITS)] >> (index % BITS) & 1;
    }

    static byte[] withBit(byte[] bytes, long index, int value) {
        checkIndex(index, (long) bytes.length * BITS);
        if (value != 0 && value != 1) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "new bit must be 0 or 1");
        }
        byte[] changed = bytes.clone();
        int mask = 1 << (index % BITS);
        int place = (int) (index / BITS);
        changed[place] = (byte) (value == 1 ? changed[place] | mask : changed[place] & ~mask);
        return changed;
    }

    static long bitCount(byte[] bytes) {
        long count = 0;
        for (byte each : bytes) {
            count += Integer.bitCount(each & 0xff);
        }
        return count;
    }

    static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has " + algorithm, impossible);
        }
    }

    /** Returns the text that bytes are in UTF-8, or fails with 22021. */
    static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            int zero = text.indexOf('\0');
            if (zero < 0) {
                return text;
            }
            throw invalid(new byte[] {0}, 1);
        } catch (CharacterCodingException wrong) {
            int at = 0;
            while (at < bytes.length && validLength(bytes, at) > 0) {
                at += validLength(bytes, at);
            }
            byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
            throw invalid(rest, Math.max(1, announcedLength(rest[0])));
        }
    }

    private static SqlException invalid(byte[] bytes, int count) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < Math.min(count, bytes.length); i++) {
            list.append(" 0x").append(HexFormat.of().toHexDigits(bytes[i]));
        }
        return new SqlException(
                ErrorCode.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\":" + list);
    }

    private static int announcedLength(byte first) {
        int value = first & 0xff;
        return value < 0x80 ? 1 : value < 0xc0 ? 1 : value < 0xe0 ? 2 : value < 0xf0 ? 3 : value < 0xf8 ? 4 : 1;
    }

    /** Returns the length of the character at a place, 0 if there is none. */
    private static int validLength(byte[] bytes, int at) {
        int length = announcedLength(bytes[at]);
        if (at + length > bytes.length) {
            return 0;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
            return length;
        } catch (CharacterCodingException wrong) {
            return 0;
        }
    }
}
