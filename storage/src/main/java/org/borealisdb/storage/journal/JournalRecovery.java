package org.borealisdb.storage.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.storage.file.ReplacedFile;
import org.borealisdb.storage.journal.JournalFormat.Block;
import org.borealisdb.storage.journal.JournalFormat.FileHeader;
import org.borealisdb.storage.seal.VolumeKeys;

/**
 * Reads a journal back, once, before its node serves.
 *
 * <p>The argument (R4): what was acknowledged was in a block whose write had returned. Writes follow one another, so all blocks up to that one
 * are good unless the disk lost them. A bad block is thus the write that was under way at the crash, or damage. It is damage if anything proves that a
 * later write was begun: a good block of a later sequence in this generation, or a next generation whose header names an end beyond it.
 * The end found is written into the next header before anything else, so a later recovery never reads past it, and never
 * takes what a torn write left there for log. A whole generation can't go missing unseen: the control file names the oldest one needed, and
 * they are numbered without gaps.
 */
final class JournalRecovery {
    static final String FOLDER = "journal";
    static final String CONTROL = "journal/control";
    static final int CONTROL_MAGIC = 0x434A5242;
    static final int CONTROL_VERSION = 1;

    private final FileStore files;
    private final VolumeKeys keys;
    private final JournalEntryVisitor visitor;
    private final TreeMap<Long, JournalFile> found = new TreeMap<>();
    private final TreeMap<Long, FileHeader> headers = new TreeMap<>();
    private final List<JournalFile> free = new ArrayList<>();
    private final JournalWindow window;
    private String damage = "";

    private JournalRecovery(FileStore files, int windowBytes, VolumeKeys keys, JournalEntryVisitor visitor) {
        this.files = files;
        this.keys = keys;
        this.visitor = visitor;
        this.window = new JournalWindow(files, windowBytes);
    }

    /** Reads it in pieces of {@code windowBytes}, or as long as the longest block. */
    static RecoveredJournal recover(FileStore files, int windowBytes, VolumeKeys keys, JournalEntryVisitor visitor) {
        return new JournalRecovery(files, windowBytes, keys, visitor).run();
    }

    private RecoveredJournal run() {
        long oldest = readControl();
        for (String name : files.list(FOLDER)) {
            if (name.startsWith("file-")) {
                classify(FOLDER + "/" + name, oldest);
            }
        }
        long end = JournalFormat.ALIGNMENT;
        long sequence = 0;
        TreeMap<Long, Long> ends = new TreeMap<>();
        if (!found.isEmpty()) {
            long newest = found.lastKey();
            for (long generation = oldest; generation < newest; generation++) {
                if (!found.containsKey(generation)) {
                    damaged("generation " + generation + " is missing");
                }
            }
            for (long generation : found.keySet()) {
                long[] ending = read(generation, Optional.ofNullable(headers.get(generation + 1)));
                end = ending[0];
                sequence = ending[1];
                ends.put(generation, end);
            }
        }
        return new RecoveredJournal(
                oldest, found, free, ends, end, sequence, damage.isEmpty() ? Optional.empty() : Optional.of(damage));
    }

    private long readControl() {
        boolean used = files.list(FOLDER).stream().anyMatch(name -> name.startsWith("file-"));
        try {
            Optional<ByteBuffer> control = ReplacedFile.read(files, CONTROL, CONTROL_MAGIC, CONTROL_VERSION);
            if (control.isPresent() && control.get().remaining() == Long.BYTES) {
                return control.get().getLong(0);
            }
            if (used) {
                damaged("the control file is missing");
            }
        } catch (MalformedException e) {
            damaged(String.valueOf(e.getMessage()));
        }
        return 1;
    }

    /** Decides from its header whether a file is part of the log. */
    private void classify(String name, long oldest) {
        Optional<FileHeader> header;
        JournalFile journalFile;
        ByteBuffer first = ByteBuffer.allocate(JournalFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        try (StoredFile file = files.open(name, WriteMode.BUFFERED)) {
            file.read(0, first);
            first.flip();
            header = JournalFormat.fileHeader(first);
            journalFile = new JournalFile(name, file.size());
        }
        if (header.isPresent() && header.get().generation() >= oldest) {
            long generation = header.get().generation();
            if (found.put(generation, journalFile) != null && !PlantedBug.REUSE_JOURNAL_GENERATION.planted()) {
                damaged("two files are of generation " + generation);
            }
            headers.put(generation, header.get());
            return;
        }
        if (header.isEmpty() && holdsBlocksFrom(name, oldest)) {
            damaged("the header of " + name + " is bad, but it holds blocks that are needed");
            return;
        }
        free.add(journalFile);
    }

    private boolean holdsBlocksFrom(String name, long oldest) {
        try (StoredFile file = window.look(name)) {
            for (long at = JournalFormat.ALIGNMENT; at < window.size(); at += JournalFormat.ALIGNMENT) {
                int place = window.place(file, at);
                if (JournalFormat.generationOfBlock(window.buffer(), place) >= oldest) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Delivers the entries of one generation; answers where it ends and its last sequence. */
    private long[] read(long generation, Optional<FileHeader> next) {
        FileHeader header = headers.get(generation);
        JournalFile journalFile = found.get(generation);
        if (header == null || journalFile == null) {
            throw new IllegalStateException("generation " + generation + " was not found");
        }
        long knownEnd = next.map(FileHeader::previousEnd).orElse(Long.MAX_VALUE);
        long at = JournalFormat.ALIGNMENT;
        long sequence = 0;
        int checksum = 0;
        BlockReader reader = new BlockReader(header, keys, visitor);
        try (StoredFile file = window.look(journalFile.name())) {
            while (at < knownEnd) {
                int place = window.place(file, at);
                Optional<Block> block = JournalFormat.block(window.buffer(), place, header);
                if (block.isEmpty()
                        || block.get().sequence() != sequence + 1
                        || JournalFormat.previousChecksum(window.buffer(), place) != checksum) {
                    return ended(header, file, at, sequence, next);
                }
                Optional<String> wrong = reader.read(window.buffer(), place, at, block.get());
                if (wrong.isPresent() && !PlantedBug.SKIP_JOURNAL_CHECKSUM.planted()) {
                    damaged(wrong.get());
                }
                sequence++;
                checksum = block.get().checksum();
                at += block.get().paddedLength();
            }
        }
        return new long[] {at, sequence};
    }

    private long[] ended(FileHeader header, StoredFile file, long badAt, long sequence, Optional<FileHeader> next) {
        long generation = header.generation();
        if (next.isPresent()) {
            damaged("generation " + generation + " is bad at " + badAt + ", but went on to "
                    + next.get().previousEnd());
            return new long[] {next.get().previousEnd(), next.get().previousSequence()};
        }
        long end = badAt;
        long last = sequence;
        for (long at = badAt; at < window.size(); at += JournalFormat.ALIGNMENT) {
            int place = window.place(file, at);
            Optional<Block> later = JournalFormat.block(window.buffer(), place, header);
            // The bad block's own sequence may still show: a block whose link to the one before is wrong.
            if (later.isPresent() && later.get().sequence() > sequence + (at == badAt ? 0 : 1)) {
                end = at + (long) later.get().paddedLength();
                last = later.get().sequence();
            }
        }
        if (end > badAt) {
            damaged("generation " + generation + " is bad at " + badAt + ", but a later block ends at " + end);
        }
        return new long[] {end, last};
    }

    private void damaged(String reason) {
        if (damage.isEmpty()) {
            damage = "journal: " + reason;
        }
    }
}
