package org.borealisdb.storage.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;

/**
 * A small file that is replaced atomically: 16 bytes (magic, version, length of the content, CRC32C of the content), then the content. Old or new,
 * never torn: the new bytes are synced under another name before the rename.
 */
public final class ReplacedFile {
    private static final int HEADER_BYTES = 16;
    /** Longer ones are damage: no metadata or manifest comes near this. */
    private static final int MAX_BYTES = 64 << 20;

    private ReplacedFile() {}

    /** Replaces {@code name} by {@code content}, durably. A crash leaves the old content or the new. */
    public static void write(FileStore files, String name, int magic, int version, byte[] content) {
        String fresh = name + ".new";
        files.delete(fresh);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + content.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(magic).putInt(version).putInt(content.length).putInt(Checksum.of(content, 0, content.length));
        bytes.put(content).flip();
        try (StoredFile file = files.create(fresh, 0, WriteMode.BUFFERED)) {
            file.write(0, bytes);
            file.sync();
        }
        files.replace(fresh, name);
    }

    /**
     * The content of {@code name}; empty if there is no such file.
     *
     * @throws MalformedException if it is damaged
     */
    public static Optional<ByteBuffer> read(FileStore files, String name, int magic, int version) {
        return read(files, name, magic, version, version).map(Content::bytes);
    }

    /**
     * What a file holds.
     *
     * @param version of its format
     */
    public record Content(int version, ByteBuffer bytes) {}

    /**
     * The content of {@code name}, of any version from {@code oldest} to {@code newest}; empty if there is no such file.
     *
     * @throws MalformedException if it is damaged
     */
    public static Optional<Content> read(FileStore files, String name, int magic, int oldest, int newest) {
        if (!files.exists(name)) {
            return Optional.empty();
        }
        try (StoredFile file = files.open(name, WriteMode.BUFFERED)) {
            long size = file.size();
            if (size < HEADER_BYTES || size > MAX_BYTES) {
                throw new MalformedException(name + " has " + size + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
            file.read(0, bytes);
            bytes.flip();
            if (bytes.remaining() != size
                    || bytes.getInt(0) != magic
                    || bytes.getInt(4) < oldest
                    || bytes.getInt(4) > newest
                    || bytes.getInt(8) != size - HEADER_BYTES
                    || bytes.getInt(12) != Checksum.of(bytes, HEADER_BYTES, (int) size - HEADER_BYTES)) {
                throw new MalformedException(name + ": wrong magic, version, length or checksum");
            }
            ByteBuffer content =
                    bytes.slice(HEADER_BYTES, (int) size - HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            return Optional.of(new Content(bytes.getInt(4), content));
        }
    }
}
