package org.borealisdb.storage.stage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.file.FileStore;

/** Puts and checks headers and records; see the package description for the layout. Buffers are little-endian. */
final class StageFormat {
    static final int ALIGNMENT = FileStore.BLOCK_BYTES;

    private static final int VERSION = 1;
    private static final int FILE_MAGIC = 0x46545242;
    private static final int RECORD_MAGIC = 0x52545242;
    private static final int CHECKED_FROM = 16;
    private static final int FILE_HEADER = CHECKED_FROM + StageId.BYTES;
    private static final int RECORD_HEADER = 36;

    private StageFormat() {}

    /**
     * A good record.
     *
     * @param member whose block it is
     * @param bytes  of the record with its padding
     */
    record Found(String member, StagedBlock block, int bytes) {}

    private static int padded(int bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Bytes of a record with its padding. */
    static int recordBytes(byte[] member, int blockBytes) {
        return padded(RECORD_HEADER + member.length + blockBytes);
    }

    static void putFileHeader(ByteBuffer target, StageId id) {
        target.putInt(0, FILE_MAGIC).putInt(4, VERSION).putInt(8, FILE_HEADER);
        target.put(CHECKED_FROM, id.bytes());
        target.putInt(12, Checksum.of(target, CHECKED_FROM, FILE_HEADER - CHECKED_FROM));
    }

    /** The stage that a file is of; empty if it does not begin as one should. */
    static Optional<StageId> fileHeader(ByteBuffer source) {
        boolean sound = source.limit() >= FILE_HEADER
                && source.getInt(0) == FILE_MAGIC
                && source.getInt(4) == VERSION
                && source.getInt(8) == FILE_HEADER
                && source.getInt(12) == Checksum.of(source, CHECKED_FROM, FILE_HEADER - CHECKED_FROM);
        return sound ? Optional.of(StageId.read(source, CHECKED_FROM)) : Optional.empty();
    }

    /** Puts a record at the position of {@code target}, which moves behind its padding. */
    static void putRecord(ByteBuffer target, byte[] member, long salt, long position, ByteBuffer block) {
        int at = target.position();
        int end = at + RECORD_HEADER + member.length + block.remaining();
        target.putInt(RECORD_MAGIC).putInt(VERSION).putInt(member.length + block.remaining());
        target.putInt(0).putLong(salt).putLong(position).putInt(member.length);
        target.put(member).put(block.duplicate());
        target.putInt(at + 12, Checksum.of(target, at + CHECKED_FROM, end - at - CHECKED_FROM));
        while (target.position() % ALIGNMENT != 0) {
            target.put((byte) 0);
        }
    }

    /** Bytes of the record, with padding, that {@code source} may begin with, by what its length field says. */
    static int claimedBytes(ByteBuffer source) {
        int length = source.limit() < RECORD_HEADER ? 0 : source.getInt(8);
        return length < 0 || length > Integer.MAX_VALUE - RECORD_HEADER - ALIGNMENT
                ? 0
                : padded(RECORD_HEADER + length);
    }

    /** The record at {@code at}, if there is a good one. */
    static Optional<Found> record(ByteBuffer source, int at) {
        if (at + RECORD_HEADER > source.limit()
                || source.getInt(at) != RECORD_MAGIC
                || source.getInt(at + 4) != VERSION) {
            return Optional.empty();
        }
        int length = source.getInt(at + 8);
        int name = source.getInt(at + 32);
        if (length < 0
                || length > source.limit() - at - RECORD_HEADER
                || name < 0
                || name > length
                || source.getInt(at + 12)
                        != Checksum.of(source, at + CHECKED_FROM, RECORD_HEADER - CHECKED_FROM + length)) {
            return Optional.empty();
        }
        byte[] member = new byte[name];
        source.get(at + RECORD_HEADER, member);
        byte[] block = new byte[length - name];
        source.get(at + RECORD_HEADER + name, block);
        return Optional.of(new Found(
                new String(member, StandardCharsets.UTF_8),
                new StagedBlock(
                        source.getLong(at + 16),
                        source.getLong(at + 24),
                        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN)),
                padded(RECORD_HEADER + length)));
    }
}
