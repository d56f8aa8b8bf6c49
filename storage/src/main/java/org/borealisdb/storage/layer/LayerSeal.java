package org.borealisdb.storage.layer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.borealisdb.redo.volume.DataKeyId;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.storage.seal.DataKey;
import org.borealisdb.storage.seal.FileKey;
import org.borealisdb.storage.seal.Purpose;
import org.borealisdb.storage.seal.VolumeKeys;

/**
 * How one layer file is sealed. A section's nonce is its place in the index, from 1 on, and its page number goes with it, so that no section passes for
 * another one's; header and index are authenticated together under nonce 0.
 */
final class LayerSeal {
    private static final int PART = 0;
    private static final long INDEX = 0;

    private final FileKey key;
    private final DataKeyId id;
    private final byte[] salt;

    private LayerSeal(DataKey key, byte[] salt) {
        this.key = key.derive(Purpose.LAYER, salt);
        this.id = key.id();
        this.salt = salt;
    }

    /** For a layer that is about to be written; empty if its volume is not encrypted. */
    static Optional<LayerSeal> of(VolumeKeys keys, VolumeId volume) {
        return keys.sealing(volume).map(key -> new LayerSeal(key, keys.newSalt()));
    }

    /**
     * For a layer with that header, which is whole.
     *
     * @throws org.borealisdb.cloud.key.KeyUnavailableException if its key is not known
     */
    static LayerSeal of(VolumeKeys keys, ByteBuffer header) {
        byte[] salt = new byte[DataKey.SALT_BYTES];
        header.get(LayerHeader.BYTES + DataKeyId.BYTES, salt);
        DataKeyId id = new DataKeyId(header.getLong(LayerHeader.BYTES), header.getLong(LayerHeader.BYTES + Long.BYTES));
        return new LayerSeal(keys.opening(id), salt);
    }

    /** Puts the part of the header that only sealed layers have. */
    void putHeader(ByteBuffer header) {
        header.putLong(id.high()).putLong(id.low()).put(salt);
    }

    /** Seals the section of {@code page} in place; it grows by {@link FileKey#TAG_BYTES}. */
    void seal(int place, long page, byte[] bytes, int at, int length) {
        key.seal(place + 1L, PART, associated(page), bytes, at, length);
    }

    /** The section at {@code place}, opened. */
    ByteBuffer open(int place, long page, ByteBuffer section) {
        byte[] plain = key.open(
                place + 1L,
                PART,
                associated(page),
                section.array(),
                section.arrayOffset(),
                section.limit(),
                "the section");
        return ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] associated(long page) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(page)
                .array();
    }

    /** The tag of header and index. */
    byte[] tag(ByteBuffer header, ByteBuffer index) {
        byte[] tag = new byte[FileKey.TAG_BYTES];
        key.seal(INDEX, PART, joined(header, index), tag, 0, 0);
        return tag;
    }

    /** Fails unless {@code tag} is that of header and index. */
    void check(ByteBuffer header, ByteBuffer index, byte[] tag, String what) {
        key.open(INDEX, PART, joined(header, index), tag, 0, tag.length, what);
    }

    private static byte[] joined(ByteBuffer header, ByteBuffer index) {
        byte[] joined = Arrays.copyOf(bytes(header), header.limit() + index.limit());
        index.get(0, joined, header.limit(), index.limit());
        return joined;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.limit()];
        buffer.get(0, bytes);
        return bytes;
    }
}
