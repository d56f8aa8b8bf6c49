package org.borealisdb.storage.segment;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.borealisdb.redo.volume.DataKeyId;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.storage.seal.DataKey;
import org.borealisdb.storage.seal.FileKey;
import org.borealisdb.storage.seal.Purpose;
import org.borealisdb.storage.seal.VolumeKeys;

/** Seals the content of raw logs: one sealing for each file, whose header is the key's id and the salt. */
final class RawLogSeal {
    private static final long SEQUENCE = 1;
    private static final int PART = 0;
    private static final byte[] NOTHING = {};

    private RawLogSeal() {}

    static byte[] seal(DataKey key, byte[] salt, byte[] content) {
        byte[] sealed = Arrays.copyOf(content, content.length + FileKey.TAG_BYTES);
        key.derive(Purpose.RAW_LOG, salt).seal(SEQUENCE, PART, NOTHING, sealed, 0, content.length);
        Encoder out = new Encoder(DataKeyId.BYTES + DataKey.SALT_BYTES + sealed.length);
        out.putLong(key.id().high()).putLong(key.id().low()).putBytes(salt).putBytes(sealed);
        ByteBuffer done = out.finish();
        byte[] bytes = new byte[done.remaining()];
        done.get(bytes);
        return bytes;
    }

    /** What was sealed. */
    static ByteBuffer open(VolumeKeys keys, ByteBuffer content, String what) {
        Decoder in = new Decoder(content, what);
        DataKeyId id = new DataKeyId(in.getLong(), in.getLong());
        byte[] salt = new byte[DataKey.SALT_BYTES];
        in.getBytes(DataKey.SALT_BYTES).get(salt);
        byte[] sealed = new byte[in.remaining()];
        in.getBytes(sealed.length).get(sealed);
        FileKey key = keys.opening(id).derive(Purpose.RAW_LOG, salt);
        return ByteBuffer.wrap(key.open(SEQUENCE, PART, NOTHING, sealed, 0, sealed.length, what));
    }
}
