package org.borealisdb.storage.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.storage.file.ReplacedFile;
import org.borealisdb.storage.journal.JournalFormat.Block;
import org.borealisdb.storage.journal.JournalFormat.FileHeader;

/**
 * Verifies the files of a journal that is being written: header and chain of blocks of each generation in use, up to where it is durable. Here, unlike at a start, the end is known,
 * so even its last block can't rot unseen. Used by one task.
 */
public final class JournalScrub {
    private final FileStore files;
    private final Journal journal;
    private final JournalWindow window;

    /** Reads in pieces of {@code windowBytes}, a multiple of the block size. */
    public JournalScrub(FileStore files, Journal journal, int windowBytes) {
        this.files = files;
        this.journal = journal;
        this.window = new JournalWindow(files, windowBytes);
    }

    /** Bytes that there are to verify. */
    public long bytes() {
        return journal.extents().keySet().stream().mapToLong(JournalExtent::end).sum();
    }

    /**
     * Verifies everything; the newest generation that is damaged, with the reason, or empty if all is sound.
     *
     * @param read told how many bytes were read, after each block
     */
    public Optional<JournalDamage> verify(LongConsumer read) {
        Optional<JournalDamage> newest = Optional.empty();
        for (Map.Entry<JournalExtent, JournalFile> each : journal.extents().entrySet()) {
            Optional<String> damage = verify(each.getKey(), each.getValue().name(), read);
            // What was given up meanwhile may be anything.
            if (damage.isPresent() && journal.holds(each.getKey().generation())) {
                journal.distrust(each.getKey().generation());
                newest = Optional.of(new JournalDamage(each.getKey().generation(), damage.get()));
            }
        }
        return newest;
    }

    private Optional<String> verify(JournalExtent extent, String name, LongConsumer read) {
        String what = "generation " + extent.generation() + " of the journal, " + name + ",";
        Optional<StoredFile> opened = open(name);
        if (opened.isEmpty()) {
            return Optional.of(what + " can't be opened");
        }
        try (StoredFile file = opened.get()) {
            Optional<FileHeader> header = header(file);
            if (header.isEmpty() || header.get().generation() != extent.generation()) {
                return Optional.of(what + " has a bad header");
            }
            long at = JournalFormat.ALIGNMENT;
            long sequence = 0;
            int checksum = 0;
            while (at < extent.end()) {
                Optional<Block> block = block(file, at, header.get(), checksum);
                if (block.isEmpty() || block.get().sequence() != sequence + 1) {
                    return Optional.of(what + " is bad at " + at + " of " + extent.end());
                }
                sequence++;
                checksum = block.get().checksum();
                at += block.get().paddedLength();
                read.accept(block.get().paddedLength());
            }
            return Optional.empty();
        }
    }

    private Optional<StoredFile> open(String name) {
        try {
            return Optional.of(window.look(name, WriteMode.DURABLE));
        } catch (FileException e) {
            return Optional.empty();
        }
    }

    private Optional<FileHeader> header(StoredFile file) {
        ByteBuffer first = files.alignedBuffer(JournalFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        try {
            file.read(0, first);
            return JournalFormat.fileHeader(first.flip().order(ByteOrder.LITTLE_ENDIAN));
        } catch (FileException e) {
            return Optional.empty();
        }
    }

    /** The block at {@code at}, if it can be read, is sound, and follows one whose checksum is {@code previous}. */
    private Optional<Block> block(StoredFile file, long at, FileHeader header, int previous) {
        try {
            int place = window.place(file, at);
            return JournalFormat.block(window.buffer(), place, header)
                    .filter(block -> JournalFormat.previousChecksum(window.buffer(), place) == previous);
        } catch (FileException e) {
            return Optional.empty();
        }
    }

    /** True if the journal's control file reads as it was written. */
    public boolean controlSound() {
        return controlSound(files);
    }

    static boolean controlSound(FileStore files) {
        try {
            return ReplacedFile.read(
                            files,
                            JournalRecovery.CONTROL,
                            JournalRecovery.CONTROL_MAGIC,
                            JournalRecovery.CONTROL_VERSION)
                    .isPresent();
        } catch (MalformedException | FileException e) {
            return false;
        }
    }
}
