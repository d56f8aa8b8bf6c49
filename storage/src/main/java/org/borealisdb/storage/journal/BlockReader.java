package org.borealisdb.storage.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.redo.volume.DataKeyId;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.storage.journal.JournalFormat.Block;
import org.borealisdb.storage.journal.JournalFormat.FileHeader;
import org.borealisdb.storage.seal.FileKey;
import org.borealisdb.storage.seal.Purpose;
import org.borealisdb.storage.seal.VolumeKeys;

/** Takes the entries of one generation out of its good blocks, opening what is sealed. Used by one task. */
final class BlockReader {
    private final FileHeader header;
    private final VolumeKeys keys;
    private final JournalEntryVisitor visitor;
    private final String name;
    /** Only looked up by id. */
    private final Map<DataKeyId, FileKey> derived = new HashMap<>();

    BlockReader(FileHeader header, VolumeKeys keys, JournalEntryVisitor visitor) {
        this.header = header;
        this.keys = keys;
        this.visitor = visitor;
        this.name = "generation " + header.generation();
    }

    /**
     * Delivers the entries of the block at {@code place} of {@code content}. What is delivered before damage is met stays delivered.
     *
     * @param blockAt for messages: where it is in its file
     * @return what is wrong with it, if something is: its checksum does not cover what was received
     * @throws org.borealisdb.cloud.key.KeyUnavailableException if it is of a volume that this node knows, but its key is not
     */
    Optional<String> read(ByteBuffer content, int place, long blockAt, Block block) {
        int at = place + JournalFormat.BLOCK_HEADER;
        int end = at + block.payloadLength();
        if (header.version() == JournalFormat.CLEAR) {
            return entries(content, at, end, block.parts(), blockAt);
        }
        Optional<String> wrong = Optional.empty();
        for (int part = 0; part < block.parts(); part++) {
            if (end - at < JournalFormat.SECTION_HEADER) {
                return Optional.of(malformed(blockAt));
            }
            long volume = JournalFormat.sectionVolume(content, at);
            DataKeyId id = JournalFormat.sectionKey(content, at);
            int length = JournalFormat.sectionLength(content, at);
            int count = JournalFormat.sectionEntries(content, at);
            boolean sealed = !id.equals(DataKeyId.NONE);
            int from = at + JournalFormat.SECTION_HEADER;
            int tag = sealed ? FileKey.TAG_BYTES : 0;
            if (volume <= 0 || length < 0 || count < 0 || length > end - from - tag) {
                return Optional.of(malformed(blockAt));
            }
            Optional<String> here = !sealed
                    ? entries(content, from, from + length, count, blockAt)
                    : keys.knows(new VolumeId(volume))
                            ? open(content, at, part, block.sequence(), blockAt)
                            : Optional.empty();
            wrong = wrong.or(() -> here);
            at = from + length + tag;
        }
        return wrong;
    }

    private Optional<String> open(ByteBuffer content, int at, int part, long sequence, long blockAt) {
        FileKey key = derived.computeIfAbsent(
                JournalFormat.sectionKey(content, at),
                id -> keys.opening(id).derive(Purpose.JOURNAL, header.keySalt()));
        byte[] sealed = new byte[JournalFormat.sectionLength(content, at) + FileKey.TAG_BYTES];
        content.get(at + JournalFormat.SECTION_HEADER, sealed);
        byte[] clear;
        try {
            clear = key.open(
                    sequence,
                    part,
                    JournalFormat.sectionHeader(content, at),
                    sealed,
                    0,
                    sealed.length,
                    "section " + part);
        } catch (MalformedException e) {
            return Optional.of(malformed(blockAt) + ": " + e.getMessage());
        }
        return entries(
                ByteBuffer.wrap(clear).order(ByteOrder.LITTLE_ENDIAN),
                0,
                clear.length,
                JournalFormat.sectionEntries(content, at),
                blockAt);
    }

    private Optional<String> entries(ByteBuffer content, int from, int end, int count, long blockAt) {
        Optional<String> wrong = Optional.empty();
        int at = from;
        for (int entry = 0; entry < count; entry++) {
            int length = end - at < Integer.BYTES ? -1 : content.getInt(at);
            if (length < 0 || length > end - at - Integer.BYTES) {
                return Optional.of(malformed(blockAt));
            }
            try {
                visitor.entry(
                        header.generation(),
                        content.slice(at + Integer.BYTES, length).order(ByteOrder.LITTLE_ENDIAN));
            } catch (MalformedException e) {
                // It was checked before it was written: what the block's checksum covers is not what was received.
                wrong = Optional.of(name + " has a malformed entry in its block at " + blockAt + ": " + e.getMessage());
            }
            at += Integer.BYTES + length;
        }
        return wrong;
    }

    private String malformed(long blockAt) {
        return name + " has a malformed block at " + blockAt;
    }
}
