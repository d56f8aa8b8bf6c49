package org.borealisdb.storage.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.stage.StageMember;

/**
 * Blocks of a journal that are durable in the stage: they gather here, are written into the journal's own file many at a time, and are synced there when the stage needs the room. {@link #write}, {@link #copy} and {@link #goOnIn} are for
 * the one task that appends, {@link #run} for one other, {@link #sync} for anyone.
 */
final class StagedCopies {
    private static final System.Logger LOG = System.getLogger(StagedCopies.class.getName());

    /** Room for blocks that are not in the journal's file yet. */
    private static final int PENDING_BYTES = 256 << 10;

    private final FileStore files;
    private final StageMember member;
    /** Held while a block is staged and noted, so that who has it knows of all that is staged. */
    private final Lock copying;
    /** Held while files are synced and closed. */
    private final Lock syncing;

    /** Of earlier generations; guarded by {@code copying}. */
    private final List<StoredFile> earlier = new ArrayList<>();
    /** The file of the generation that is written, once it has a copy; guarded by {@code copying}. */
    private Optional<StoredFile> current = Optional.empty();
    /** Blocks of it that follow each other and are not copied yet; guarded by {@code copying}. */
    private final ByteBuffer pending = ByteBuffer.allocateDirect(PENDING_BYTES);

    private long pendingAt;
    /** What was copied is in doubt, and needed from the stage at the next start. */
    private volatile boolean failed;

    private String name = "";

    StagedCopies(FileStore files, Tasks tasks, StageMember member) {
        this.files = files;
        this.member = member;
        this.copying = tasks.lock("staged copies");
        this.syncing = tasks.lock("sync of staged copies");
    }

    /** Before anything is staged. */
    void begin() {
        StageMark.put(files, member.stage());
    }

    /** Blocks are of the file {@code next} from now on, and all earlier ones are copied. */
    void goOnIn(String next) {
        copying.lock();
        try {
            current.ifPresent(earlier::add);
            current = Optional.empty();
            name = next;
        } finally {
            copying.unlock();
        }
    }

    /**
     * Makes the block of {@code length} bytes at the beginning of {@code buffer} durable in the stage, and sees to it that it is copied.
     *
     * @param end where its padding begins
     * @return false if the stage does not take it: nothing is copied
     * @throws FileException FAILED if earlier ones cannot be copied: the journal is unusable
     */
    boolean write(long salt, long position, ByteBuffer buffer, int end, int length) {
        copying.lock();
        try {
            checkIntact();
            if (!member.write(salt, position, buffer.slice(0, end))) {
                return false;
            }
            if (pending.remaining() < length) {
                copyPending();
            }
            if (pending.position() == 0) {
                pendingAt = position;
            }
            pending.put(buffer.slice(0, length));
            return true;
        } finally {
            copying.unlock();
        }
    }

    /** Up to where the current file has what was written up to {@code position}. */
    long copiedTo(long position) {
        copying.lock();
        try {
            return pending.position() == 0 ? position : pendingAt;
        } finally {
            copying.unlock();
        }
    }

    /**
     * Writes what is not in the current file yet, without waiting for the disk.
     *
     * @throws FileException FAILED: the journal is unusable
     */
    void copy() {
        copying.lock();
        try {
            copyPending();
        } finally {
            copying.unlock();
        }
    }

    private void copyPending() {
        if (pending.position() == 0) {
            return;
        }
        checkIntact();
        boolean copied = false;
        try {
            StoredFile target = current.orElseGet(() -> files.open(name, WriteMode.BUFFERED));
            current = Optional.of(target);
            Journal.write(target, pendingAt, pending.flip());
            pending.clear();
            copied = true;
        } finally {
            failed |= !copied;
        }
    }

    private void checkIntact() {
        if (failed) {
            throw new FileException(
                    FileException.Kind.FAILED,
                    "an earlier write or sync of blocks of the stage failed: they are in doubt in the journal");
        }
    }

    /** Syncs what the stage wants to be settled, until {@link #end}. */
    void run() {
        for (long use = member.awaitUnsettled(); use > 0; use = member.awaitUnsettled()) {
            sync();
            member.settled(use);
        }
    }

    void end() {
        member.leave();
    }

    /**
     * Makes all copies of what is staged when this is called durable.
     *
     * @throws FileException FAILED: the journal is unusable
     */
    void sync() {
        syncing.lock();
        try {
            checkIntact();
            List<StoredFile> done;
            List<StoredFile> open;
            copying.lock();
            try {
                copyPending();
                done = List.copyOf(earlier);
                open = new ArrayList<>(earlier);
                current.ifPresent(open::add);
            } finally {
                copying.unlock();
            }
            boolean synced = false;
            try {
                open.forEach(StoredFile::sync);
                synced = true;
            } finally {
                failed |= !synced;
            }
            copying.lock();
            try {
                earlier.removeAll(done);
            } finally {
                copying.unlock();
            }
            done.forEach(StoredFile::close);
        } finally {
            syncing.unlock();
        }
    }

    /** Leaves the stage, with nothing in it that is needed; if that is not so, it stays there, and is found at the next start. Nobody writes any more. */
    void close() {
        try {
            checkIntact();
            sync();
            member.settledAll();
            StageMark.forget(files);
        } catch (FileException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the newest blocks of a journal stay in the stage: {0}",
                    e.getMessage());
        }
        current.ifPresent(StoredFile::close);
        earlier.forEach(StoredFile::close);
    }
}
