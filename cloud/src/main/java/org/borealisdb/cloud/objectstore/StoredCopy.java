package org.borealisdb.cloud.objectstore;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;

/** One copy of an object in one folder: writes it whole, and reads checked pieces of it. The bytes are in the package description. */
final class StoredCopy implements AutoCloseable {
    static final int BLOCK_BYTES = 64 << 10;
    private static final int MAGIC = 0x424F5242;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 32;
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

    /** Writes a copy as file {@code fresh}, durably: the content as the object {@code name} with {@code tag}. */
    static void write(FileStore files, String fresh, String name, long tag, ObjectContent content) {
        files.delete(fresh);
        long length = content.length();
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC).putInt(VERSION).putLong(tag).putLong(length).putInt(checksum(name));
        header.putInt(Checksum.of(header.array(), 0, HEADER_BYTES - Integer.BYTES));
        try (StoredFile file = files.create(fresh, 0, WriteMode.BUFFERED)) {
            file.write(0, header.flip());
            Encoder checksums = new Encoder(64);
            ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK_BYTES, Math.max(length, 1)));
            long at = 0;
            while (at < length) {
                block.clear().limit((int) Math.min(BLOCK_BYTES, length - at));
                if (content.read(at, block) != block.limit()) {
                    throw new MalformedException("what is to be stored as " + name + " ends before byte " + length);
                }
                block.flip();
                checksums.putInt(Checksum.of(block, 0, block.limit()));
                int count = block.remaining();
                file.write(HEADER_BYTES + at, block);
                at += count;
            }
            checksums.putInt(Checksum.of(checksums.array(), 0, checksums.length()));
            file.write(HEADER_BYTES + length, checksums.finish());
            file.sync();
        }
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
                    || header.getInt(4) != VERSION
                    || header.getInt(24) != checksum(name)
                    || header.getInt(28) != Checksum.of(header.array(), 0, HEADER_BYTES - Integer.BYTES)) {
                throw new MalformedException(file.name() + " is no whole copy of " + name);
            }
            long length = header.getLong(16);
            if (length < 0 || length > MAX_LENGTH || file.size() != HEADER_BYTES + length + tableBytes(length)) {
                throw new MalformedException(file.name() + " has " + file.size() + " bytes, for " + length);
            }
            return new StoredCopy(file, name, header.getLong(8), length);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
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
