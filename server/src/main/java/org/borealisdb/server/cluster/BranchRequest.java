package org.borealisdb.server.cluster;

import java.util.Optional;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * Which point of whose history something new is to begin with.
 *
 * @param source    name of a cluster or snapshot
 * @param kind      what {@code value} is
 * @param value     milliseconds since 1970, an LSN, or 0
 * @param masterKey name of the master key for a data key of its own; empty for that of the source, if it is encrypted
 */
public record BranchRequest(String source, Kind kind, long value, String masterKey) {
    /** How the point is named. */
    public enum Kind {
        /** Everything that is durable when the request is dealt with. */
        NOW(1),
        TIME(2),
        LSN(3);

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
            throw new MalformedException("a point of kind " + code);
        }
    }

    /** {@link #masterKey}, if one was named. */
    public Optional<String> wantedMasterKey() {
        return masterKey.isEmpty() ? Optional.empty() : Optional.of(masterKey);
    }

    void encode(Encoder out) {
        out.putString(source).putByte(kind.code).putLong(value).putString(masterKey);
    }

    static BranchRequest decode(Decoder in) {
        return new BranchRequest(in.getString(), Kind.of(in.getByte()), in.getLong(), in.getString());
    }
}
