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
        TIME(1),
        /** An LSN. */
        LSN(2),
        /** Where the volume was before it was last rewound. */
        UNDO(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new MalformedException("rewind request of kind " + code);
        }
    }

    void encode(Encoder out) {
        out.putLong(id).putByte(kind.code).putLong(value);
    }

    static RewindRequest decode(Decoder in) {
        return new RewindRequest(in.getLong(), Kind.of(in.getByte()), in.getLong());
    }
}
