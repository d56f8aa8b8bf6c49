package org.borealisdb.volume.healing;

import java.util.Optional;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.error.OperationException;

/**
 * The zone that is lost for long, as an operator decided: in the metadata log under {@code zones/lost}. Healers have its places count no more, until it is back. At most one: without two
 * zones nothing is left to agree. Its methods wait.
 *
 * <p>Bytes: {@link Framed} with magic {@code BRLZ}, version 1: the zone's name, empty if none is lost.
 */
public final class LostZone {
    private static final String KEY = "zones/lost";
    private static final int MAGIC = 0x5A4C5242;
    private static final int VERSION = 1;
    private static final int MOST_ATTEMPTS = 16;

    private final MetadataLog log;

    public LostZone(MetadataLog log) {
        this.log = log;
    }

    /**
     * Its name.
     *
     * @throws OperationException if the log can't be reached
     */
    public Optional<String> read() {
        return log.read(KEY).flatMap(LostZone::decode);
    }

    /**
     * {@code zone} is lost for long.
     *
     * @return the zone that is lost now: another one, if that was so before, and then nothing has changed
     */
    public String lose(String zone) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<MetadataValue> known = log.read(KEY);
            Optional<String> before = known.flatMap(LostZone::decode);
            if (before.isPresent() || change(known, zone)) {
                return before.orElse(zone);
            }
        }
        throw outrun();
    }

    /** {@code zone} is back; false if it was not lost. */
    public boolean takeBack(String zone) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<MetadataValue> known = log.read(KEY);
            if (!known.flatMap(LostZone::decode).equals(Optional.of(zone))) {
                return false;
            }
            if (change(known, "")) {
                return true;
            }
        }
        throw outrun();
    }

    private boolean change(Optional<MetadataValue> known, String zone) {
        byte[] bytes = Framed.encode(MAGIC, VERSION, new Encoder(64).putString(zone));
        return log.compareAndSet(KEY, known.map(MetadataValue::version).orElse(0L), bytes);
    }

    private static OperationException outrun() {
        return new OperationException("others change which zone is lost at the same time; try again", true);
    }

    private static Optional<String> decode(MetadataValue value) {
        Decoder in = Framed.decode(MAGIC, VERSION, value.bytes(), "lost zone");
        String zone = in.getString();
        in.end();
        return zone.isEmpty() ? Optional.empty() : Optional.of(zone);
    }
}
