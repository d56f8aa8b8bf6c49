package org.borealisdb.storage.backup;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.volume.DataKeyId;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.storage.seal.DataKey;
import org.borealisdb.storage.seal.FileKey;
import org.borealisdb.storage.seal.Purpose;
import org.borealisdb.storage.seal.VolumeKeys;
import org.borealisdb.storage.segment.LogEntry;

/**
 * The content of a log object: batches as they were received, each behind its u32 length; sealed in one piece if the volume is encrypted. What of a batch is beyond the object's range, or on no line that is
 * wanted, does not count.
 */
public final class LogObject {
    private static final int MAGIC = 0x4C425242;
    private static final int VERSION = 1;
    private static final long SEQUENCE = 1;
    private static final int PART = 0;
    private static final byte[] NOTHING = {};

    private LogObject() {}

    static byte[] encode(List<LogEntry> entries, VolumeId volume, VolumeKeys keys) {
        long bytes =
                entries.stream().mapToLong(entry -> entry.batch().length() + 4L).sum();
        Encoder batches = new Encoder(Math.toIntExact(bytes + 16)).putInt(entries.size());
        entries.forEach(entry ->
                batches.putInt(entry.batch().length()).putBytes(entry.batch().bytes()));
        ByteBuffer plain = batches.finish();
        Optional<DataKey> key = keys.sealing(volume);
        Encoder out = new Encoder(plain.remaining() + 128).putByte(key.isPresent() ? 1 : 0);
        if (key.isPresent()) {
            byte[] salt = keys.newSalt();
            int length = plain.remaining();
            byte[] sealed = new byte[length + FileKey.TAG_BYTES];
            plain.get(sealed, 0, length);
            key.get().derive(Purpose.BACKUP_LOG, salt).seal(SEQUENCE, PART, NOTHING, sealed, 0, length);
            DataKeyId id = key.get().id();
            out.putLong(id.high()).putLong(id.low()).putBytes(salt).putBytes(sealed);
        } else {
            out.putBytes(plain);
        }
        return Framed.encode(MAGIC, VERSION, out);
    }

    /**
     * The batches in a log object.
     *
     * @param keys that may have sealed it
     * @throws org.borealisdb.runtime.codec.MalformedException if it is damaged
     */
    public static List<Batch> decode(ByteBuffer content, VolumeKeys keys) {
        Decoder framed = Framed.decode(MAGIC, VERSION, content, "log object");
        boolean sealed = framed.getByte() != 0;
        ByteBuffer plain = sealed ? open(framed, keys) : framed.getBytes(framed.remaining());
        Decoder in = new Decoder(plain, "log object");
        List<Batch> batches = in.getList(Batch.FIXED_BYTES, each -> Batch.decode(each.getBytes(each.getCount(1))));
        in.end();
        return batches;
    }

    private static ByteBuffer open(Decoder in, VolumeKeys keys) {
        DataKeyId id = new DataKeyId(in.getLong(), in.getLong());
        byte[] salt = new byte[DataKey.SALT_BYTES];
        in.getBytes(DataKey.SALT_BYTES).get(salt);
        byte[] sealed = new byte[in.remaining()];
        in.getBytes(sealed.length).get(sealed);
        FileKey key = keys.opening(id).derive(Purpose.BACKUP_LOG, salt);
        return ByteBuffer.wrap(key.open(SEQUENCE, PART, NOTHING, sealed, 0, sealed.length, "log object"));
    }
}
