package org.borealisdb.storage.backup;

import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * A layer in the object store.
 *
 * @param object   its name within the group
 * @param base     true for images of some of the pages as they were at {@code upTo} in the history of {@code timeline}; false for all records of the group in {@code (after, upTo]},
 *                 whatever line they are on
 * @param timeline the timeline that was current when it was made
 * @param bytes    its length
 * @param millis   when it was made, in milliseconds since 1970
 */
public record StoredLayer(String object, boolean base, int timeline, long after, long upTo, long bytes, long millis) {
    static final int LEAST_BYTES = 41;

    public StoredLayer {
        if (timeline < 1 || after < 0 || upTo < after || bytes < 0) {
            throw new IllegalArgumentException("stored layer " + object + " (" + after + ", " + upTo + "]");
        }
    }

    /** True for a base of the history of {@code line}: it is of that timeline, or of one with the same history up to where it was made. One of a timeline that is not known yet is none. */
    boolean baseOf(TimelineTree timelines, int line) {
        return base && timeline <= timelines.current().id() && upTo <= timelines.sharedUpTo(line, timeline);
    }

    void encode(Encoder out) {
        out.putString(object)
                .putByte(base ? 2 : 1)
                .putInt(timeline)
                .putLong(after)
                .putLong(upTo)
                .putLong(bytes)
                .putLong(millis);
    }

    static StoredLayer decode(Decoder in) {
        String object = in.getString();
        int kind = in.getByte();
        if (kind != 1 && kind != 2) {
            throw new MalformedException("stored layer " + object + " is of kind " + kind);
        }
        return new StoredLayer(
                object,
                kind == 2,
                in.getInt(),
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getLong());
    }
}
