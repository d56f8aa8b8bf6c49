package org.borealisdb.storage.backup;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.TaggedObject;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.time.Clock;

/**
 * A promise that layers which a restored volume still reads stay.
 *
 * @param lsn         nothing that is needed at this LSN goes
 * @param untilMillis it ends by itself then, in milliseconds since 1970
 */
public record BackupPin(long lsn, long untilMillis) {
    private static final int MAGIC = 0x50425242;
    private static final int VERSION = 1;

    /** So long the store keeps what a restored volume has not fetched, unless the promise is renewed. */
    public static final Duration LASTS = Duration.ofDays(7);

    private static final long MICROS_PER_MILLI = 1_000;

    /** A pin at {@code lsn} from now on. */
    public static BackupPin at(long lsn, Clock clock) {
        return new BackupPin(lsn, clock.wallMicros() / MICROS_PER_MILLI + LASTS.toMillis());
    }

    /** Has the pin {@code name} last longer; one that has ended begins again, and keeps everything that is there still. */
    public static void renew(ObjectStore store, String name, Clock clock) {
        Optional<TaggedObject> found = store.read(name);
        long lsn = found.isPresent() ? decode(found.get().bytes()).lsn() : 0;
        store.compareAndSet(
                name, found.map(TaggedObject::tag).orElse(""), at(lsn, clock).encode());
    }

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
