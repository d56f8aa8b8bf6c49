package org.borealisdb.storage.backup;

import java.nio.ByteBuffer;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;

/**
 * Says that a volume was deleted. Its backup stays for the retention.
 *
 * @param millis when a storage node first told the store, in milliseconds since 1970
 * @param groups that it had
 */
public record Tombstone(long millis, int groups) {
    private static final int MAGIC = 0x44425242;
    private static final int VERSION = 1;

    static String name(VolumeId volume) {
        return BackupNames.DELETED + "/" + volume.value();
    }

    byte[] encode() {
        return Framed.encode(MAGIC, VERSION, new Encoder(12).putLong(millis).putInt(groups));
    }

    /**
     * Reads an encoded one.
     *
     * @throws org.borealisdb.runtime.codec.MalformedException if it is damaged
     */
    public static Tombstone decode(ByteBuffer bytes) {
        Decoder in = Framed.decode(MAGIC, VERSION, bytes, "tombstone of a backup");
        Tombstone tombstone = new Tombstone(in.getPositiveLong(), in.getInt());
        in.end();
        return tombstone;
    }
}
