package org.borealisdb.runtime.real;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;

/**
 * An open file. After a failed write or sync it refuses all further ones: the kernel reports a lost page once, and a sync that
 * succeeds later says nothing about it (R5).
 */
final class RealFile implements StoredFile {
    /**
     * Longest piece handed to the JDK at once from or into a buffer on the heap, which it copies through a direct buffer of that
     * length that the thread keeps for ever.
     */
    private static final int HEAP_PIECE_BYTES = 1 << 20;

    private final String name;
    private final WriteMode mode;
    private final FileChannel channel;
    private volatile boolean broken;

    RealFile(String name, WriteMode mode, FileChannel channel) {
        this.name = name;
        this.mode = mode;
        this.channel = channel;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        try {
            return channel.size();
        } catch (IOException failure) {
            throw FileFailures.of("ask for the size of", name, failure);
        }
    }

    @Override
    public void write(long position, ByteBuffer source) {
        checkPosition(position);
        checkIntact();
        checkAligned(position, source);
        int bytes = source.remaining();
        boolean written = false;
        try {
            if (mode == WriteMode.DURABLE) {
                writeOnce(position, source);
            } else {
                writeInPieces(position, source);
            }
            written = true;
        } catch (IOException failure) {
            throw FileFailures.of("write " + bytes + " bytes at " + position + " of", name, failure);
        } finally {
            if (!written) {
                broken = true;
            }
        }
    }

    @Override
    public int read(long position, ByteBuffer target) {
        checkPosition(position);
        try {
            return mode != WriteMode.BUFFERED && !aligned(position, target)
                    ? readThroughAlignedBuffer(position, target)
                    : readInPieces(position, target);
        } catch (IOException failure) {
            throw FileFailures.of("read " + target.remaining() + " bytes at " + position + " of", name, failure);
        }
    }

    @Override
    public void sync() {
        checkIntact();
        boolean synced = false;
        try {
            // Data and the file's length; its time stamps may be lost.
            channel.force(false);
            synced = true;
        } catch (IOException failure) {
            throw FileFailures.of("sync", name, failure);
        } finally {
            if (!synced) {
                broken = true;
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw FileFailures.of("close", name, failure);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** A durable write is one system call. If it is short, the rest is not tried again (R5). */
    private void writeOnce(long position, ByteBuffer source) throws IOException {
        int bytes = source.remaining();
        if (bytes == 0) {
            return;
        }
        int written = channel.write(source, position);
        if (written != bytes) {
            throw new FileException(
                    FileException.Kind.FAILED,
                    "short write: " + written + " of " + bytes + " bytes at " + position + " of " + name);
        }
    }

    /** Goes on after a short write, which tells nothing yet; if the file system is full, the next one says so. */
    private void writeInPieces(long position, ByteBuffer source) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            int piece = pieceOf(source);
            int written = channel.write(source.slice(source.position(), piece), at);
            source.position(source.position() + written);
            at += written;
        }
    }

    private int readInPieces(long position, ByteBuffer target) throws IOException {
        int total = 0;
        while (target.hasRemaining()) {
            int piece = pieceOf(target);
            int read = channel.read(target.slice(target.position(), piece), position + total);
            if (read <= 0) {
                break;
            }
            target.position(target.position() + read);
            total += read;
            if (mode != WriteMode.BUFFERED && read % FileStore.BLOCK_BYTES != 0) {
                // The last, partial block of the file. The kernel would not take the unaligned rest.
                break;
            }
        }
        return total;
    }

    /** Reads the blocks around what is asked for, since O_DIRECT reads whole blocks only. */
    private int readThroughAlignedBuffer(long position, ByteBuffer target) throws IOException {
        long first = position - position % FileStore.BLOCK_BYTES;
        int skipped = (int) (position - first);
        int blocks = (int) ((skipped + (long) target.remaining() + FileStore.BLOCK_BYTES - 1) / FileStore.BLOCK_BYTES);
        ByteBuffer around = RealFileStore.aligned(Math.multiplyExact(blocks, FileStore.BLOCK_BYTES));
        int read = readInPieces(first, around);
        int useful = Math.min(target.remaining(), read - skipped);
        if (useful <= 0) {
            return 0;
        }
        target.put(around.slice(skipped, useful));
        return useful;
    }

    private static int pieceOf(ByteBuffer buffer) {
        return buffer.isDirect() ? buffer.remaining() : Math.min(buffer.remaining(), HEAP_PIECE_BYTES);
    }

    private void checkIntact() {
        if (broken) {
            throw new FileException(
                    FileException.Kind.FAILED,
                    "an earlier write or sync of " + name + " failed: its content is in doubt");
        }
    }

    private void checkPosition(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("negative position " + position + " in " + name);
        }
    }

    private void checkAligned(long position, ByteBuffer source) {
        if (mode != WriteMode.BUFFERED && !aligned(position, source)) {
            throw new IllegalArgumentException(mode + " writes are of whole " + FileStore.BLOCK_BYTES
                    + "-byte blocks, durable ones from aligned direct buffers: " + source + " at " + position + " of "
                    + name);
        }
    }

    /** True if the kernel takes the blocks past its page cache; the JDK copies what is in a buffer on the heap through an aligned one. */
    private boolean aligned(long position, ByteBuffer buffer) {
        return position % FileStore.BLOCK_BYTES == 0
                && buffer.remaining() % FileStore.BLOCK_BYTES == 0
                && (buffer.isDirect()
                        ? buffer.alignmentOffset(buffer.position(), FileStore.BLOCK_BYTES) == 0
                        : mode == WriteMode.DIRECT);
    }
}
