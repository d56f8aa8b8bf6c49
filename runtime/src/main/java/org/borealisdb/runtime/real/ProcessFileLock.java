package org.borealisdb.runtime.real;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileLock;

/**
 * A lock of the operating system on a file, which ends with the process, with the process id in the file for people.
 *
 * <p>POSIX drops a process's lock as soon as the process closes <em>any</em> descriptor of the file. So a second attempt within this
 * process must not even open it, which {@link #HELD_HERE} prevents, and nobody may open a lock file by other means.
 */
final class ProcessFileLock implements FileLock {
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ProcessFileLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Takes the lock on the file of that name in {@code folder}, which exists. */
    static ProcessFileLock take(Path folder, Path fileName) {
        try {
            // Two paths to one folder must not look like two locks.
            Path path = folder.toRealPath().resolve(fileName);
            if (!HELD_HERE.add(path)) {
                throw new FileException(FileException.Kind.LOCKED, path + " is locked by this process already");
            }
            boolean taken = false;
            try {
                ProcessFileLock lock = new ProcessFileLock(path, lockedChannel(path));
                taken = true;
                return lock;
            } catch (OverlappingFileLockException heldHere) {
                throw new FileException(
                        FileException.Kind.LOCKED, path + " is locked by this process already", heldHere);
            } finally {
                if (!taken) {
                    HELD_HERE.remove(path);
                }
            }
        } catch (IOException failure) {
            throw FileFailures.of("lock", folder.resolve(fileName).toString(), failure);
        }
    }

    private static FileChannel lockedChannel(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            if (channel.tryLock() == null) {
                throw new FileException(FileException.Kind.LOCKED, path + " is locked by " + holder(path));
            }
            byte[] processId = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(processId), 0);
            locked = true;
            return channel;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static String holder(Path path) throws IOException {
        String content = Files.size(path) > 20
                ? ""
                : Files.readString(path, StandardCharsets.US_ASCII).strip();
        return content.isEmpty() ? "another process" : "process " + content;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException failure) {
            throw FileFailures.of("unlock", path.toString(), failure);
        } finally {
            HELD_HERE.remove(path);
        }
    }
}
