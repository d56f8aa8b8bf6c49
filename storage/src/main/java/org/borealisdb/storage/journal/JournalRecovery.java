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
    private final JournalEntryVisitor visitor;
    private final TreeMap<Long, String> names = new TreeMap<>();
    private final TreeMap<Long, FileHeader> headers = new TreeMap<>();
    private final List<String> free = new ArrayList<>();
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private String damage = "";

    private JournalRecovery(FileStore files, JournalEntryVisitor visitor) {
        this.files = files;
        this.visitor = visitor;
    }

    static RecoveredJournal recover(FileStore files, JournalEntryVisitor visitor) {
        return new JournalRecovery(files, visitor).run();
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
        if (!names.isEmpty()) {
            long newest = names.lastKey();
            for (long generation = oldest; generation < newest; generation++) {
                if (!names.containsKey(generation)) {
                    damaged("generation " + generation + " is missing");
                }
            }
            for (long generation : names.keySet()) {
                long[] found = read(generation, Optional.ofNullable(headers.get(generation + 1)));
                end = found[0];
                sequence = found[1];
            }
        }
        return new RecoveredJournal(
                oldest, names, free, end, sequence, damage.isEmpty() ? Optional.empty() : Optional.of(damage));
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
        ByteBuffer first = ByteBuffer.allocate(JournalFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        try (StoredFile file = files.open(name, WriteMode.BUFFERED)) {
            file.read(0, first);
            first.flip();
            header = JournalFormat.fileHeader(first);
        }
        if (header.isPresent() && header.get().generation() >= oldest) {
            long generation = header.get().generation();
            if (names.put(generation, name) != null && !PlantedBug.REUSE_JOURNAL_GENERATION.planted()) {
                damaged("two files are of generation " + generation);
            }
            headers.put(generation, header.get());
            return;
        }
        if (header.isEmpty() && holdsBlocksFrom(name, oldest)) {
            damaged("the header of " + name + " is bad, but it holds blocks that are needed");
            return;
        }
        free.add(name);
    }

    private boolean holdsBlocksFrom(String name, long oldest) {
        ByteBuffer content = content(name);
        for (int at = JournalFormat.ALIGNMENT; at < content.limit(); at += JournalFormat.ALIGNMENT) {
            if (JournalFormat.generationOfBlock(content, at) >= oldest) {
                return true;
            }
        }
        return false;
    }

    /** Delivers the entries of one generation; answers where it ends and its last sequence. */
    private long[] read(long generation, Optional<FileHeader> next) {
        String name = names.getOrDefault(generation, "");
        FileHeader header = headers.get(generation);
        ByteBuffer content = content(name);
        long knownEnd = next.map(FileHeader::previousEnd).orElse(Long.MAX_VALUE);
        int at = JournalFormat.ALIGNMENT;
        long sequence = 0;
        int checksum = 0;
        while (header != null && at < knownEnd) {
            Optional<Block> block = JournalFormat.block(content, at, header);
            if (block.isEmpty()
                    || block.get().sequence() != sequence + 1
                    || JournalFormat.previousChecksum(content, at) != checksum) {
                return ended(generation, header, content, at, sequence, next);
            }
            deliver(generation, content, at, block.get());
            sequence++;
            checksum = block.get().checksum();
            at += block.get().paddedLength();
        }
        return new long[] {at, sequence};
    }

    private long[] ended(
            long generation,
            FileHeader header,
            ByteBuffer content,
            int badAt,
            long sequence,
            Optional<FileHeader> next) {
        if (next.isPresent()) {
            damaged("generation " + generation + " is bad at " + badAt + ", but went on to "
                    + next.get().previousEnd());
            return new long[] {next.get().previousEnd(), next.get().previousSequence()};
        }
        long end = badAt;
        long last = sequence;
        for (int at = badAt; at < content.limit(); at += JournalFormat.ALIGNMENT) {
            Optional<Block> later = JournalFormat.block(content, at, header);
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

    private void deliver(long generation, ByteBuffer content, int blockAt, Block block) {
        int at = blockAt + JournalFormat.BLOCK_HEADER;
        int end = at + block.payloadLength();
        for (int entry = 0; entry < block.entries(); entry++) {
            int length = end - at < Integer.BYTES ? -1 : content.getInt(at);
            if (length < 0 || length > end - at - Integer.BYTES) {
                if (!PlantedBug.SKIP_JOURNAL_CHECKSUM.planted()) {
                    damaged("generation " + generation + " has a malformed block at " + blockAt);
                }
                return;
            }
            try {
                visitor.entry(generation, copy(content, at + Integer.BYTES, length));
            } catch (MalformedException e) {
                // It was checked before it was written: what the block's checksum covers is not what was received.
                if (!PlantedBug.SKIP_JOURNAL_CHECKSUM.planted()) {
                    damaged("generation " + generation + " has a malformed entry in its block at " + blockAt + ": "
                            + e.getMessage());
                }
            }
            at += Integer.BYTES + length;
        }
    }

    /** What is kept of an entry must not keep the file's whole content in memory. */
    private static ByteBuffer copy(ByteBuffer content, int at, int length) {
        byte[] bytes = new byte[length];
        content.get(at, bytes);
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** The content of a file, in the one buffer that all files are read into: valid until the next call. */
    private ByteBuffer content(String name) {
        try (StoredFile file = files.open(name, WriteMode.BUFFERED)) {
            int size = Math.toIntExact(file.size());
            if (buffer.capacity() < size) {
                buffer = ByteBuffer.allocate(size);
            }
            ByteBuffer content = buffer.clear().limit(size);
            file.read(0, content);
            return content.flip().order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private void damaged(String reason) {
        if (damage.isEmpty()) {
            damage = "journal: " + reason;
        }
    }
}
