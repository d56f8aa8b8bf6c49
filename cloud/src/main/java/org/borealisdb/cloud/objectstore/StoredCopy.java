package org.borealisdb.cloud.objectstore;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;

/** One copy of an object in one folder, as {@link CopyWriter} has written it: reads checked pieces of it. The bytes are in the package description. */
final class StoredCopy implements AutoCloseable {
    static final int BLOCK_BYTES = 64 << 10;
    /** A copy that ends with its checksums. */
    static final int EXACT = 1;
    /** A copy that ends with zeroes behind its checksums, so that it has whole blocks of {@link FileStore#BLOCK_BYTES}. */
    static final int PADDED = 2;

    static final int HEADER_BYTES = 32;
    private static final int MAGIC = 0x424F5242;
    /** Longest object: the checksums of its blocks are read as one. */
    private static final long MAX_LENGTH = 1L << 40;

    private final StoredFile file;
    private final String name;
    private final long tag;
    private final long length;

    private StoredCopy(StoredFile file, String name, long tag, long length) {
        this.file = file;
        this.name = name;
        this.tag = tag;
        this.length = length;
    }

    /**
     * Opens the copy of {@code name} in {@code path} after checking its header.
     *
     * @throws MalformedException if it is damaged, or a copy of another object
     */
    static StoredCopy open(FileStore files, String path, String name) {
        StoredFile file = files.open(path, WriteMode.BUFFERED);
        try {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            if (file.read(0, header) != HEADER_BYTES
                    || header.getInt(0) != MAGIC
                    || (header.getInt(4) != EXACT && header.getInt(4) != PADDED)
                    || header.getInt(24) != checksum(name)
                    || header.getInt(28) != Checksum.of(header.array(), 0, HEADER_BYTES - Integer.BYTES)) {
                throw new MalformedException(file.name() + " is no whole copy of " + name);
            }
            long length = header.getLong(16);
            if (length < 0 || length > MAX_LENGTH || file.size() != fileBytes(length, header.getInt(4))) {
                throw new MalformedException(file.name() + " has " + file.size() + " bytes, for " + length);
            }
            return new StoredCopy(file, name, header.getLong(8), length);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The header of a copy of {@code length} bytes of the object {@code name} with {@code tag}. */
    static ByteBuffer header(String name, long tag, long length, int version) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC).putInt(version).putLong(tag).putLong(length).putInt(checksum(name));
        header.putInt(Checksum.of(header.array(), 0, HEADER_BYTES - Integer.BYTES));
        return header.flip();
    }

    /** Bytes of the file of a copy of {@code length} bytes. */
    static long fileBytes(long length, int version) {
        long exact = HEADER_BYTES + length + tableBytes(length);
        return version == PADDED ? (exact + FileStore.BLOCK_BYTES - 1) & -FileStore.BLOCK_BYTES : exact;
    }

    private static int checksum(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return Checksum.of(utf8, 0, utf8.length);
    }

    private static long tableBytes(long length) {
        return (blocks(length) + 1) * Integer.BYTES;
    }

    private static long blocks(long length) {
        return (length + BLOCK_BYTES - 1) / BLOCK_BYTES;
    }

    long tag() {
        return tag;
    }

    long length() {
        return length;
    }

    /**
     * Reads into {@code target} until it is full or the object ends.
     *
     * @throws MalformedException if a block that is needed is damaged; then {@code target} may hold part of what was asked for
     */
    int read(long position, ByteBuffer target) {
        if (position < 0) {
            throw new IllegalArgumentException("byte " + position + " of " + name);
        }
        int wanted = Math.clamp(length - position, 0, target.remaining());
        if (wanted == 0) {
            return 0;
        }
        ByteBuffer table = whole(HEADER_BYTES + length, (int) tableBytes(length));
        int end = table.limit() - Integer.BYTES;
        if (table.getInt(end) != Checksum.of(table, 0, end)) {
            throw new MalformedException(file.name() + ": its checksums are damaged");
        }
        long at = position;
        int left = wanted;
        while (left > 0) {
            int index = (int) (at / BLOCK_BYTES);
            long start = (long) index * BLOCK_BYTES;
            ByteBuffer block = whole(HEADER_BYTES + start, (int) Math.min(BLOCK_BYTES, length - start));
            if (table.getInt(index * Integer.BYTES) != Checksum.of(block, 0, block.limit())) {
                throw new MalformedException(file.name() + ": block " + index + " is damaged");
            }
            int from = (int) (at - start);
            int count = Math.min(left, block.limit() - from);
            target.put(block.slice(from, count));
            at += count;
            left -= count;
        }
        return wanted;
    }

    private ByteBuffer whole(long at, int bytes) {
        ByteBuffer read = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (file.read(at, read) != bytes) {
            throw new MalformedException(file.name() + " ends before byte " + (at + bytes));
        }
        return read.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        file.close();
    }
}
