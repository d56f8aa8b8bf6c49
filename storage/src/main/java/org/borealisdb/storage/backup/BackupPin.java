package org.borealisdb.storage.backup;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;

/**
 * A promise that layers which a restored volume still reads stay.
 *
 * @param lsn         nothing that is needed at this LSN goes
 * @param untilMillis it ends by itself then, in milliseconds since 1970
 */
public record BackupPin(long lsn, long untilMillis) {
    private static final int MAGIC = 0x50425242;
    private static final int VERSION = 1;

    public byte[] encode() {
        return Framed.encode(MAGIC, VERSION, new Encoder(16).putLong(lsn).putLong(untilMillis));
    }

    static BackupPin decode(ByteBuffer bytes) {
        Decoder in = Framed.decode(MAGIC, VERSION, bytes, "pin of a backup");
        BackupPin pin = new BackupPin(in.getPositiveLong(), in.getPositiveLong());
        in.end();
        return pin;
    }
}
