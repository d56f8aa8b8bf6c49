package org.borealisdb.storage.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.borealisdb.redo.volume.DataKeyId;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.storage.seal.DataKey;

/** Puts and checks file headers and blocks; see the package description for the layout. Buffers are little-endian. */
final class JournalFormat {
    static final int ALIGNMENT = FileStore.BLOCK_BYTES;
    static final int BLOCK_HEADER = 48;
    /** Entries follow the block header, in the clear. Still read. */
    static final int CLEAR = 1;
    /** Sections follow it, each of one volume, sealed if that is encrypted. */
    static final int VERSION = 2;
    /** Bytes before the entries of a section. */
    static final int SECTION_HEADER = 32;
    /** Generation in the header of a file that was prepared and not used yet. */
    static final long UNUSED = 0;

    private static final int FILE_MAGIC = 0x464A5242;
    private static final int BLOCK_MAGIC = 0x424A5242;
    private static final int CLEAR_FILE_HEADER = 56;
    private static final int FILE_HEADER = CLEAR_FILE_HEADER + DataKey.SALT_BYTES;
    private static final int CHECKED_FROM = 16;

    private JournalFormat() {}

    /**
     * The header of a file's current use.
     *
     * @param version          of the file and all its blocks
     * @param generation       number of this use
     * @param salt             random
     * @param previousEnd      where the generation before ended in its file
     * @param previousSequence its last block
     * @param keySalt          what the keys of this use are derived with; not to be changed; nothing in version 1
     */
    @SuppressWarnings("ArrayRecordComponent") // Headers are never compared.
    record FileHeader(
            int version, long generation, long salt, long previousEnd, long previousSequence, byte[] keySalt) {}

    /**
     * A good block.
     *
     * @param sequence      its place in the generation
     * @param checksum      its CRC field
     * @param parts         number of sections; in version 1 of entries
     * @param payloadLength bytes behind the header
     */
    record Block(long sequence, int checksum, int parts, int payloadLength) {
        /** Bytes on disk with padding. */
        int paddedLength() {
            return padded(BLOCK_HEADER + payloadLength);
        }
    }

    static int padded(int bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    static void putFileHeader(ByteBuffer target, FileHeader header) {
        int length = fileHeaderBytes(header.version());
        target.putInt(0, FILE_MAGIC).putInt(4, header.version()).putInt(8, length);
        target.putLong(16, header.generation()).putLong(24, header.salt());
        target.putLong(32, header.previousEnd())
                .putLong(40, header.previousSequence())
                .putLong(48, 0)
                .put(CLEAR_FILE_HEADER, header.keySalt());
        target.putInt(12, Checksum.of(target, CHECKED_FROM, length - CHECKED_FROM));
    }

    private static int fileHeaderBytes(int version) {
        return version == CLEAR ? CLEAR_FILE_HEADER : FILE_HEADER;
    }

    static Optional<FileHeader> fileHeader(ByteBuffer source) {
        if (source.limit() < FILE_HEADER
                || source.getInt(0) != FILE_MAGIC
                || (source.getInt(4) != VERSION && source.getInt(4) != CLEAR)) {
            return Optional.empty();
        }
        int version = source.getInt(4);
        int length = fileHeaderBytes(version);
        if (source.getInt(8) != length
                || source.getInt(12) != Checksum.of(source, CHECKED_FROM, length - CHECKED_FROM)) {
            return Optional.empty();
        }
        byte[] keySalt = new byte[length - CLEAR_FILE_HEADER];
        source.get(CLEAR_FILE_HEADER, keySalt);
        FileHeader header = new FileHeader(
                version, source.getLong(16), source.getLong(24), source.getLong(32), source.getLong(40), keySalt);
        return header.generation() < UNUSED || header.previousEnd() < 0 ? Optional.empty() : Optional.of(header);
    }

    /** Completes a block whose payload is already at {@link #BLOCK_HEADER}; returns its CRC field. */
    static int putBlockHeader(
            ByteBuffer target, int payloadLength, FileHeader file, long sequence, int previousChecksum, int sections) {
        target.putInt(0, BLOCK_MAGIC).putInt(4, file.version()).putInt(8, payloadLength);
        target.putLong(16, file.generation()).putLong(24, file.salt()).putLong(32, sequence);
        target.putInt(40, previousChecksum).putInt(44, sections);
        int checksum = Checksum.of(target, CHECKED_FROM, BLOCK_HEADER + payloadLength - CHECKED_FROM);
        target.putInt(12, checksum);
        return checksum;
    }

    /** The block at {@code at}, if there is a good one of this generation, whatever its sequence. */
    static Optional<Block> block(ByteBuffer source, int at, FileHeader file) {
        if (at + BLOCK_HEADER > source.limit()
                || source.getInt(at) != BLOCK_MAGIC
                || source.getInt(at + 4) != file.version()
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

    /** Begins a section without entries at {@code at}. */
    static void putSectionHeader(ByteBuffer target, int at, VolumeId volume, DataKeyId key) {
        target.putLong(at, volume.value()).putLong(at + 8, key.high()).putLong(at + 16, key.low());
        target.putInt(at + 24, 0).putInt(at + 28, 0);
    }

    /** Counts one entry more in the section at {@code at}, of {@code bytes} bytes with its length. */
    static void countEntry(ByteBuffer target, int at, int bytes) {
        target.putInt(at + 24, target.getInt(at + 24) + bytes).putInt(at + 28, target.getInt(at + 28) + 1);
    }

    /** A copy of a section's header. */
    static byte[] sectionHeader(ByteBuffer source, int at) {
        byte[] header = new byte[SECTION_HEADER];
        source.get(at, header);
        return header;
    }

    static long sectionVolume(ByteBuffer source, int at) {
        return source.getLong(at);
    }

    static DataKeyId sectionKey(ByteBuffer source, int at) {
        return new DataKeyId(source.getLong(at + 8), source.getLong(at + 16));
    }

    /** Bytes of its entries. */
    static int sectionLength(ByteBuffer source, int at) {
        return source.getInt(at + 24);
    }

    static int sectionEntries(ByteBuffer source, int at) {
        return source.getInt(at + 28);
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
