package org.borealisdb.volume.history;

import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * Somebody wants the volume to be as it was.
 *
 * @param id    random, by which the outcome is found
 * @param kind  what {@code value} is
 * @param value milliseconds since 1970, an LSN, or 0
 */
public record RewindRequest(long id, Kind kind, long value) {
    /** How the point is named. */
    public enum Kind {
        /** A time. */
        TIME,
        /** An LSN. */
        LSN,
        /** Where the volume was before it was last rewound. */
        UNDO
    }

    void encode(Encoder out) {
        out.putLong(id).putByte(kind.ordinal()).putLong(value);
    }

    static RewindRequest decode(Decoder in) {
        long id = in.getLong();
        int kind = in.getByte();
        if (kind < 0 || kind >= Kind.values().length) {
            throw new MalformedException("rewind request of kind " + kind);
        }
        return new RewindRequest(id, Kind.values()[kind], in.getLong());
    }
}
