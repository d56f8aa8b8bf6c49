package org.borealisdb.redo.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * Part of a page in fewer bytes, in the block format of LZ4 (its description: lz4_Block_format.md of the LZ4 project): sequences of a token, literal bytes, and a copy of bytes
 * that came before. Fast to make and faster to read, which fits redo: made once, by whoever builds a page, and read only when somebody asks for that page.
 *
 * <p>Packs at most a page, so all distances fit the format. Has scratch space, so a packer belongs to one task; {@link #unpack} has no state.
 */
public final class PackedBytes {
    private static final int MIN_MATCH = 4;

    /** The format's rules: no copy begins in the last 12 bytes, and the last 5 are literals. */
    private static final int LAST_MATCH_START = 12;

    private static final int LAST_LITERALS = 5;

    private static final int HASH_BITS = 12;
    private static final int HASH_FACTOR = 0x9E37_79B1;
    private static final int NIBBLE = 15;
    private static final int BYTE = 255;

    /** After so many steps without a copy, the steps become longer: bytes that cannot be packed are passed quickly. */
    private static final int PATIENCE_BITS = 6;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** By hash of four bytes, where they were seen last. */
    private final int[] seen = new int[1 << HASH_BITS];

    private byte[] target = {};
    private int written;
    private int limit;

    /**
     * Packs {@code length} bytes, at most a page.
     *
     * @param most bytes of {@code into} that may be used, from {@code to} on
     * @return how many were; 0 if they are not enough
     */
    public int pack(byte[] source, int from, int length, byte[] into, int to, int most) {
        if (length > Page.BYTES) {
            throw new IllegalArgumentException(length + " bytes are more than a page");
        }
        target = into;
        written = to;
        limit = to + most;
        Arrays.fill(seen, -1);
        int end = from + length;
        int literals = from;
        int at = from;
        int misses = 0;
        while (at < end - LAST_MATCH_START) {
            int hash = ((int) INT.get(source, at) * HASH_FACTOR) >>> (Integer.SIZE - HASH_BITS);
            int before = seen[hash];
            seen[hash] = at;
            if (before < 0 || (int) INT.get(source, before) != (int) INT.get(source, at)) {
                at += 1 + (misses++ >> PATIENCE_BITS);
                continue;
            }
            while (at > literals && before > from && source[at - 1] == source[before - 1]) {
                at--;
                before--;
            }
            int matched = matched(source, before, at, end - LAST_LITERALS);
            if (!sequence(source, literals, at - literals, at - before, matched)) {
                return 0;
            }
            at += matched;
            literals = at;
            misses = 0;
        }
        return sequence(source, literals, end - literals, 0, 0) ? written - to : 0;
    }

    private static int matched(byte[] source, int before, int at, int end) {
        int length = MIN_MATCH;
        while (at + length + Long.BYTES <= end) {
            long difference = (long) LONG.get(source, before + length) ^ (long) LONG.get(source, at + length);
            if (difference != 0) {
                return length + Long.numberOfTrailingZeros(difference) / Byte.SIZE;
            }
            length += Long.BYTES;
        }
        while (at + length < end && source[before + length] == source[at + length]) {
            length++;
        }
        return length;
    }

    /** Writes literals and, but for the last sequence, a copy; false if there is no room. */
    private boolean sequence(byte[] source, int from, int literals, int distance, int matched) {
        int room = 1 + literals + literals / BYTE + 1 + Short.BYTES + matched / BYTE + 1;
        if (limit - written < room) {
            return false;
        }
        int copied = matched == 0 ? 0 : matched - MIN_MATCH;
        target[written++] = (byte) ((Math.min(literals, NIBBLE) << 4) | Math.min(copied, NIBBLE));
        rest(literals);
        System.arraycopy(source, from, target, written, literals);
        written += literals;
        if (matched > 0) {
            target[written++] = (byte) distance;
            target[written++] = (byte) (distance >> Byte.SIZE);
            rest(copied);
        }
        return true;
    }

    private void rest(int length) {
        if (length >= NIBBLE) {
            int left = length - NIBBLE;
            while (left >= BYTE) {
                target[written++] = (byte) BYTE;
                left -= BYTE;
            }
            target[written++] = (byte) left;
        }
    }

    /**
     * Unpacks {@code packed} bytes at {@code at} of {@code source}.
     *
     * @param length how many bytes they stand for
     * @throws MalformedException if they do not stand for so many
     */
    static byte[] unpack(MemorySegment source, long at, int packed, int length) {
        byte[] in = new byte[packed];
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, at, in, 0, packed);
        byte[] out = new byte[length];
        try {
            if (!unpack(in, out)) {
                throw new MalformedException(packed + " packed bytes do not stand for " + length);
            }
        } catch (IndexOutOfBoundsException _) {
            throw new MalformedException(packed + " packed bytes do not stand for " + length);
        }
        return out;
    }

    /** False, or an index out of bounds, if the bytes are not well-formed. */
    private static boolean unpack(byte[] in, byte[] out) {
        int read = 0;
        int done = 0;
        while (true) {
            int token = in[read++] & BYTE;
            int literals = token >> 4;
            if (literals == NIBBLE) {
                int more;
                do {
                    more = in[read++] & BYTE;
                    literals += more;
                } while (more == BYTE);
            }
            System.arraycopy(in, read, out, done, literals);
            read += literals;
            done += literals;
            if (read == in.length) {
                return done == out.length;
            }
            int distance = (in[read] & BYTE) | ((in[read + 1] & BYTE) << Byte.SIZE);
            read += Short.BYTES;
            int matched = (token & NIBBLE) + MIN_MATCH;
            if ((token & NIBBLE) == NIBBLE) {
                int more;
                do {
                    more = in[read++] & BYTE;
                    matched += more;
                } while (more == BYTE);
            }
            if (distance == 0) {
                return false;
            }
            if (distance >= matched) {
                System.arraycopy(out, done - distance, out, done, matched);
            } else {
                for (int i = 0; i < matched; i++) {
                    out[done + i] = out[done + i - distance];
                }
            }
            done += matched;
        }
    }
}
