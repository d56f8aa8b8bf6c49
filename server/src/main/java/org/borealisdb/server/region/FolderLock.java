package org.borealisdb.server.region;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to run what a data folder holds. The operating system's lock on the file decides, so it ends with the process however
 * that ends; what the file says ({@link ProcessIdentity}) is for those who want to know who has it. They read and never lock,
 * because a lock taken for a look would make a start at that moment fail. Closing any channel on a locked file drops the lock on
 * some systems, so the process that has it opens the file once.
 */
final class FolderLock implements AutoCloseable {
    private static final int MAX_BYTES = 64;

    private final FileChannel channel;
    private final FileLock lock;

    private FolderLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the lock; empty if somebody has it. */
    static Optional<FolderLock> take(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException takenByThisProcess) {
            lock = null;
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        byte[] owner = (ProcessIdentity.self() + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(owner), 0);
        return Optional.of(new FolderLock(channel, lock));
    }

    /** The running process that wrote itself into the file; empty if there is none. */
    static Optional<ProcessIdentity> owner(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            return ProcessIdentity.parse(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .filter(identity -> identity.running().isPresent());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        channel.truncate(0);
        lock.release();
        channel.close();
    }
}
