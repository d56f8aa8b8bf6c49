package org.borealisdb.redo.message;

import java.util.Arrays;
import java.util.Optional;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Between writer and reader in either direction, one-way or in answer to {@link Follow}: the joining is over, or was none. What was promised to the reader counts no more.
 *
 * @param detail for people; at most {@value #LONGEST_DETAIL} characters, and cut there
 */
public record Farewell(VolumeId volume, long joining, Reason reason, String detail) implements StreamMessage {
    /** Longest detail, in characters. */
    public static final int LONGEST_DETAIL = 500;

    /** Why, with its code on the wire. */
    public enum Reason {
        /** The reader leaves. */
        LEAVING(1),
        /** The log that the reader lacks is not kept for it any longer. */
        TOO_FAR_BEHIND(2),
        /** The writer has not heard of the reader for too long, or knows nothing of this joining. */
        FORGOTTEN(3),
        /** Who was asked does not write the volume, or no longer. */
        NOT_WRITING(4),
        /** As many readers as there may be follow already. */
        TOO_MANY(5),
        /** There was no durable point to begin at within the time. */
        NOT_NOW(6);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        static Optional<Reason> of(int code) {
            return Arrays.stream(values()).filter(reason -> reason.code == code).findFirst();
        }
    }

    public Farewell {
        detail = detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL);
    }
}
