package org.borealisdb.simulation.file;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.borealisdb.runtime.file.FileStore;

/**
 * Bytes in blocks, and how many there are; behind the last there are zeroes. A block never changes, it is replaced: what processes see of a
 * file and what of it is durable share most of them.
 */
final class Blocks {
    private static final int BYTES = FileStore.BLOCK_BYTES;
    private static final byte[] ZEROES = new byte[BYTES];

    private byte[][] blocks = new byte[0][];
    private int size;

    Blocks(int size) {
        this.size = size;
    }

    int size() {
        return size;
    }

    void size(int bytes) {
        size = bytes;
    }

    byte at(int position) {
        return block(position / BYTES)[position % BYTES];
    }

    void flip(int position, byte bit) {
        byte[] block = block(position / BYTES).clone();
        block[position % BYTES] ^= bit;
        set(position / BYTES, block);
    }

    void read(int position, ByteBuffer target, int count) {
        int end = position + count;
        int at = position;
        while (at < end) {
            int from = at % BYTES;
            int length = Math.min(BYTES - from, end - at);
            target.put(block(at / BYTES), from, length);
            at += length;
        }
    }

    /** Puts {@code piece} there, which goes no further than to the end of the block, and never changes. */
    void put(int position, byte[] piece) {
        int number = position / BYTES;
        if (piece.length == BYTES) {
            set(number, piece);
        } else {
            replace(number, position % BYTES, piece, 0, piece.length);
        }
        size = Math.max(size, position + piece.length);
    }

    /** Takes {@code length} bytes from the same place of {@code other}, within one block. */
    void take(int position, int length, Blocks other) {
        int number = position / BYTES;
        if (length == BYTES) {
            set(number, other.block(number));
        } else {
            replace(number, position % BYTES, other.block(number), position % BYTES, length);
        }
    }

    private void replace(int number, int to, byte[] source, int from, int length) {
        byte[] block = block(number).clone();
        System.arraycopy(source, from, block, to, length);
        set(number, block);
    }

    private byte[] block(int number) {
        return number < blocks.length ? blocks[number] : ZEROES;
    }

    private void set(int number, byte[] block) {
        if (number >= blocks.length) {
            int before = blocks.length;
            blocks = Arrays.copyOf(blocks, Math.max(number + 1, before * 2));
            Arrays.fill(blocks, before, blocks.length, ZEROES);
        }
        blocks[number] = block;
    }
}
