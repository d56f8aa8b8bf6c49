package org.borealisdb.storage.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.file.FileStore;

/** Puts and checks file headers and blocks; see the package description for the layout. Buffers are little-endian. */
final class JournalFormat {
    static final int ALIGNMENT = FileStore.BLOCK_BYTES;
    static final int BLOCK_HEADER = 48;
    static final int VERSION = 1;
    /** Generation in the header of a file that was prepared and not used yet. */
    static final long UNUSED = 0;

    private static final int FILE_MAGIC = 0x464A5242;
    private static final int BLOCK_MAGIC = 0x424A5242;
    private static final int FILE_HEADER = 56;
    private static final int CHECKED_FROM = 16;

    private JournalFormat() {}

    /**
     * The header of a file's current use.
     *
     * @param generation       number of this use
     * @param salt             random
     * @param previousEnd      where the generation before ended in its file
     * @param previousSequence its last block
     */
    record FileHeader(long generation, long salt, long previousEnd, long previousSequence) {}

    /**
     * A good block.
     *
     * @param sequence      its place in the generation
     * @param checksum      its CRC field
     * @param entries       number of entries
     * @param payloadLength bytes of entries
     */
    record Block(long sequence, int checksum, int entries, int payloadLength) {
        /** Bytes on disk with padding. */
        int paddedLength() {
            return padded(BLOCK_HEADER + payloadLength);
        }
    }

    static int padded(int bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    static void putFileHeader(ByteBuffer target, FileHeader header) {
        target.putInt(0, FILE_MAGIC).putInt(4, VERSION).putInt(8, FILE_HEADER);
        target.putLong(16, header.generation()).putLong(24, header.salt());
        target.putLong(32, header.previousEnd())
                .putLong(40, header.previousSequence())
                .putLong(48, 0);
        target.putInt(12, Checksum.of(target, CHECKED_FROM, FILE_HEADER - CHECKED_FROM));
    }

    static Optional<FileHeader> fileHeader(ByteBuffer source) {
        if (source.limit() < FILE_HEADER
                || source.getInt(0) != FILE_MAGIC
                || source.getInt(4) != VERSION
                || source.getInt(8) != FILE_HEADER
                || source.getInt(12) != Checksum.of(source, CHECKED_FROM, FILE_HEADER - CHECKED_FROM)) {
            return Optional.empty();
        }
        FileHeader header =
                new FileHeader(source.getLong(16), source.getLong(24), source.getLong(32), source.getLong(40));
        return header.generation() < UNUSED || header.previousEnd() < 0 ? Optional.empty() : Optional.of(header);
    }

    /** Completes a block whose payload is already at {@link #BLOCK_HEADER}; returns its CRC field. */
    static int putBlockHeader(
            ByteBuffer target, int payloadLength, FileHeader file, long sequence, int previousChecksum, int entries) {
        target.putInt(0, BLOCK_MAGIC).putInt(4, VERSION).putInt(8, payloadLength);
        target.putLong(16, file.generation()).putLong(24, file.salt()).putLong(32, sequence);
        target.putInt(40, previousChecksum).putInt(44, entries);
        int checksum = Checksum.of(target, CHECKED_FROM, BLOCK_HEADER + payloadLength - CHECKED_FROM);
        target.putInt(12, checksum);
        return checksum;
    }

    /** The block at {@code at}, if there is a good one of this generation, whatever its sequence. */
    static Optional<Block> block(ByteBuffer source, int at, FileHeader file) {
        if (at + BLOCK_HEADER > source.limit()
                || source.getInt(at) != BLOCK_MAGIC
                || source.getInt(at + 4) != VERSION
                || source.getLong(at + 16) != file.generation()
                || source.getLong(at + 24) != file.salt()) {
            return Optional.empty();
        }
        return sound(source, at);
    }

    /** Bytes of the block that may begin at {@code at}, by what its length field says; those of a header if that is no block. */
    static long claimedLength(ByteBuffer source, int at) {
        if (at + BLOCK_HEADER > source.limit() || source.getInt(at) != BLOCK_MAGIC) {
            return BLOCK_HEADER;
        }
        return BLOCK_HEADER + (long) Math.max(0, source.getInt(at + 8));
    }

    /** The generation of the good block at {@code at}, of whatever file; 0 if there is none. */
    static long generationOfBlock(ByteBuffer source, int at) {
        if (at + BLOCK_HEADER > source.limit() || source.getInt(at) != BLOCK_MAGIC) {
            return 0;
        }
        return sound(source, at).isPresent() ? source.getLong(at + 16) : 0;
    }

    static int previousChecksum(ByteBuffer source, int at) {
        return source.getInt(at + 40);
    }

    private static Optional<Block> sound(ByteBuffer source, int at) {
        int length = source.getInt(at + 8);
        if (length < 0 || length > source.limit() - at - BLOCK_HEADER) {
            return Optional.empty();
        }
        int checksum = source.getInt(at + 12);
        boolean matches = checksum == Checksum.of(source, at + CHECKED_FROM, BLOCK_HEADER + length - CHECKED_FROM);
        if (!matches && !PlantedBug.SKIP_JOURNAL_CHECKSUM.planted()) {
            return Optional.empty();
        }
        return Optional.of(new Block(source.getLong(at + 32), checksum, source.getInt(at + 44), length));
    }
}
