package org.borealisdb.storage.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.redo.volume.DataKeyId;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.storage.seal.DataKey;
import org.borealisdb.storage.seal.FileKey;
import org.borealisdb.storage.seal.Purpose;
import org.borealisdb.storage.seal.VolumeKeys;

/**
 * Gathers the payload of the next block behind its header: sections, each of entries of one volume that came one after the other. {@link #seal} encrypts them in
 * place. Used by the one task that writes the journal.
 */
final class BlockPayload {
    private final ByteBuffer buffer;
    private final VolumeKeys keys;

    private final List<Section> sections = new ArrayList<>();
    private int length = JournalFormat.BLOCK_HEADER;

    /** Keys of the generation with that salt; only looked up by id. */
    private final Map<DataKeyId, FileKey> derived = new HashMap<>();

    private byte[] derivedFrom = {};

    /** A section whose header is at {@code at}. */
    private record Section(VolumeId volume, Optional<DataKey> key, int at) {
        int tagBytes() {
            return key.isPresent() ? FileKey.TAG_BYTES : 0;
        }

        DataKeyId id() {
            return key.isPresent() ? key.get().id() : DataKeyId.NONE;
        }
    }

    BlockPayload(ByteBuffer buffer, VolumeKeys keys) {
        this.buffer = buffer;
        this.keys = keys;
    }

    /** True if one entry of {@code bytes} bytes fits into an empty block. */
    boolean fits(int bytes) {
        return JournalFormat.BLOCK_HEADER + JournalFormat.SECTION_HEADER + Integer.BYTES + bytes + FileKey.TAG_BYTES
                <= buffer.capacity();
    }

    /** Adds a copy of an entry; false if there is no room for it. */
    boolean add(VolumeId volume, ByteBuffer bytes) {
        int count = bytes.remaining();
        Optional<DataKey> key = keys.sealing(volume);
        boolean fresh = sections.isEmpty()
                || !sections.getLast().volume().equals(volume)
                || !sections.getLast().key().equals(key);
        int more = Integer.BYTES + count + (fresh ? JournalFormat.SECTION_HEADER : 0);
        int tag = fresh && key.isPresent() ? FileKey.TAG_BYTES : 0;
        if (end() + more + tag > buffer.capacity()) {
            return false;
        }
        if (fresh) {
            begin(new Section(volume, key, end()));
        }
        Section section = sections.getLast();
        buffer.putInt(length, count);
        buffer.put(length + Integer.BYTES, bytes, bytes.position(), count);
        length += Integer.BYTES + count;
        JournalFormat.countEntry(buffer, section.at(), Integer.BYTES + count);
        return true;
    }

    private void begin(Section section) {
        JournalFormat.putSectionHeader(buffer, section.at(), section.volume(), section.id());
        length = section.at() + JournalFormat.SECTION_HEADER;
        sections.add(section);
    }

    /** Where the block ends, with its last section's tag. */
    int end() {
        return sections.isEmpty() ? length : length + sections.getLast().tagBytes();
    }

    /** Number of sections. */
    int sections() {
        return sections.size();
    }

    /**
     * Seals all sections that are to be sealed, for block {@code sequence} of the generation whose salt that is. To be called once for each block: a nonce is {@code (sequence, place of the
     * section)}.
     */
    void seal(byte[] salt, long sequence) {
        if (!Arrays.equals(derivedFrom, salt)) {
            derived.clear();
            derivedFrom = salt;
        }
        for (int place = 0; place < sections.size(); place++) {
            Section section = sections.get(place);
            if (section.key().isPresent()) {
                int from = section.at() + JournalFormat.SECTION_HEADER;
                int upTo = place + 1 < sections.size() ? sections.get(place + 1).at() - FileKey.TAG_BYTES : length;
                DataKey key = section.key().get();
                derived.computeIfAbsent(key.id(), _ -> key.derive(Purpose.JOURNAL, salt))
                        .seal(
                                sequence,
                                place,
                                JournalFormat.sectionHeader(buffer, section.at()),
                                buffer,
                                from,
                                upTo - from);
            }
        }
    }

    /** Drops what was gathered. */
    void clear() {
        sections.clear();
        length = JournalFormat.BLOCK_HEADER;
    }
}
