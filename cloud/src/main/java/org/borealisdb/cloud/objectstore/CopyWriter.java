package org.borealisdb.cloud.objectstore;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;

/**
 * Writes the copies of one object in several folders at once, so that its content is read once. Large ones, which are hardly ever read again, are written past the page cache. Used once, by one task.
 */
final class CopyWriter {
    /** What is smaller is not worth the padding. */
    private static final int LARGE_BYTES = 128 << 10;

    private static final int WRITE_BYTES = 8 * StoredCopy.BLOCK_BYTES;

    /** A copy that is being written. */
    private record Copy(FileStore folder, StoredFile file) {}

    private final String fresh;
    private final List<String> troubles;
    private final List<Copy> copies = new ArrayList<>();
    private final int version;
    private final ByteBuffer pending;
    private long written;

    private CopyWriter(List<FileStore> folders, String fresh, List<String> troubles, long length) {
        this.fresh = fresh;
        this.troubles = troubles;
        this.version = length >= LARGE_BYTES ? StoredCopy.PADDED : StoredCopy.EXACT;
        int bytes = (int) Math.min(WRITE_BYTES + StoredCopy.BLOCK_BYTES, StoredCopy.fileBytes(length, version));
        this.pending =
                version == StoredCopy.PADDED ? folders.getFirst().alignedBuffer(bytes) : ByteBuffer.allocate(bytes);
    }

    /**
     * Writes copies as the file {@code fresh} of {@code folders}, durably: the content as the object {@code name} with {@code tag}.
     *
     * @param troubles gets what went wrong in a folder
     * @return the folders that have one now
     * @throws MalformedException if the content is shorter than it says
     */
    static List<FileStore> write(
            List<FileStore> folders,
            String fresh,
            String name,
            long tag,
            ObjectContent content,
            List<String> troubles) {
        long length = content.length();
        CopyWriter writer = new CopyWriter(folders, fresh, troubles, length);
        try {
            folders.forEach(writer::begin);
            writer.append(StoredCopy.header(name, tag, length, writer.version));
            writer.content(name, length, content);
            return writer.finish();
        } finally {
            writer.copies.forEach(copy -> copy.file().close());
        }
    }

    private void begin(FileStore folder) {
        try {
            folder.delete(fresh);
            WriteMode mode = version == StoredCopy.PADDED ? WriteMode.DIRECT : WriteMode.BUFFERED;
            copies.add(new Copy(folder, folder.create(fresh, 0, mode)));
        } catch (FileException e) {
            troubles.add(String.valueOf(e.getMessage()));
        }
    }

    private void content(String name, long length, ObjectContent content) {
        Encoder checksums = new Encoder(64);
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(StoredCopy.BLOCK_BYTES, Math.max(length, 1)));
        for (long at = 0; at < length; at += block.limit()) {
            block.clear().limit((int) Math.min(StoredCopy.BLOCK_BYTES, length - at));
            if (content.read(at, block) != block.limit()) {
                throw new MalformedException("what is to be stored as " + name + " ends before byte " + length);
            }
            checksums.putInt(Checksum.of(block, 0, block.limit()));
            append(block.flip());
        }
        checksums.putInt(Checksum.of(checksums.array(), 0, checksums.length()));
        append(checksums.finish());
    }

    private List<FileStore> finish() {
        if (version == StoredCopy.PADDED) {
            append(ByteBuffer.allocate(-pending.position() & (FileStore.BLOCK_BYTES - 1)));
        }
        write(pending.position());
        each(StoredFile::sync);
        return copies.stream().map(Copy::folder).toList();
    }

    private void append(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), pending.remaining());
            pending.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            if (pending.position() >= WRITE_BYTES) {
                write(pending.position() & -FileStore.BLOCK_BYTES);
            }
        }
    }

    /** Writes the first {@code count} of the bytes that are pending. */
    private void write(int count) {
        each(file -> file.write(written, pending.slice(0, count)));
        written += count;
        pending.flip().position(count);
        pending.compact();
    }

    /** A folder in which it fails has no copy. */
    private void each(Consumer<StoredFile> action) {
        List<Copy> failed = new ArrayList<>();
        for (Copy copy : copies) {
            try {
                action.accept(copy.file());
            } catch (FileException e) {
                troubles.add(String.valueOf(e.getMessage()));
                failed.add(copy);
            }
        }
        failed.forEach(copy -> copy.file().close());
        copies.removeAll(failed);
    }
}
