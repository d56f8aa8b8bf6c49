package org.borealisdb.storage.backup;

import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;

/**
 * A log object in the object store: the group's records in {@code (after, upTo]}.
 *
 * @param object its name within the group
 * @param bytes  its length
 */
public record StoredLog(String object, long after, long upTo, long bytes) {
    static final int LEAST_BYTES = 28;

    public StoredLog {
        if (after < 0 || upTo < after || bytes < 0) {
            throw new IllegalArgumentException("stored log " + object + " (" + after + ", " + upTo + "]");
        }
    }

    void encode(Encoder out) {
        out.putString(object).putLong(after).putLong(upTo).putLong(bytes);
    }

    static StoredLog decode(Decoder in) {
        return new StoredLog(in.getString(), in.getPositiveLong(), in.getPositiveLong(), in.getPositiveLong());
    }
}
