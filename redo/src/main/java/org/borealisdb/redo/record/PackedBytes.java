package org.borealisdb.redo.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * Bytes in fewer, in the block format of LZ4 (its description: lz4_Block_format.md of the LZ4 project). Fast to make and faster to read, which fits redo: made
 * once, by whoever builds a page, and read only when somebody asks for that page.
 *
 * <p>The codec is lz4-java's, and of its variants the one in plain Java: it packs the same bytes alike on every machine, so that a seed replays, and damaged bytes cannot lead it
 * outside of the arrays that it is given. No state: any task may call it.
 */
public final class PackedBytes {
    private static final LZ4Compressor COMPRESSOR = LZ4Factory.safeInstance().fastCompressor();
    private static final LZ4SafeDecompressor DECOMPRESSOR =
            LZ4Factory.safeInstance().safeDecompressor();

    private PackedBytes() {}

    /**
     * Packs {@code length} bytes.
     *
     * @param most bytes of {@code into} that may be used, from {@code to} on
     * @return how many were; 0 if they are not enough, and then those bytes may hold anything
     */
    public static int pack(byte[] source, int from, int length, byte[] into, int to, int most) {
        try {
            return COMPRESSOR.compress(source, from, length, into, to, most);
        } catch (LZ4Exception _) {
            // The only one it throws: no room.
            return 0;
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
        return unpack(in, 0, packed, length);
    }

    /** The same of bytes in an array. */
    public static byte[] unpack(byte[] source, int at, int packed, int length) {
        byte[] out = new byte[length];
        int unpacked;
        try {
            unpacked = DECOMPRESSOR.decompress(source, at, packed, out, 0, length);
        } catch (LZ4Exception _) {
            unpacked = -1;
        }
        if (unpacked != length) {
            throw new MalformedException(packed + " packed bytes do not stand for " + length);
        }
        return out;
    }
}
