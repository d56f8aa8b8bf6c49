package org.borealisdb.storage.backup;

import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;

/**
 * Where a volume was at a time.
 *
 * @param millis   milliseconds since 1970; of two points, the later one has more
 * @param timeline the timeline that was current
 * @param lsn      VDL
 */
public record TimePoint(long millis, int timeline, long lsn) {
    static final int BYTES = 20;

    void encode(Encoder out) {
        out.putLong(millis).putInt(timeline).putLong(lsn);
    }

    static TimePoint decode(Decoder in) {
        return new TimePoint(in.getPositiveLong(), in.getInt(), in.getPositiveLong());
    }
}
