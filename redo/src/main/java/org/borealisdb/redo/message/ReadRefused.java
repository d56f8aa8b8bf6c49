package org.borealisdb.redo.message;

import java.util.Arrays;
import java.util.Optional;
import org.borealisdb.redo.volume.VolumeId;

/** Answer to {@link ReadPage}, {@link PreparePages} or {@link FetchPages} from a segment that cannot prove that it has what is asked for; the next one may. */
public record ReadRefused(VolumeId volume, Reason reason, long scl) implements StorageMessage {
    /** Why, with its code on the wire. */
    public enum Reason {
        /** The segment lacks records of the group, and did not get them in the time it waits. */
        BEHIND(1),
        /** The LSN is below what the segment has kept. */
        COLLECTED(2),
        /** The segment found damage in its files and abstains. */
        DAMAGED(3),
        /** The node has no segment of that group, or one without pages. */
        NO_SEGMENT(4),
        /** The node is stopping, or out of service. */
        UNAVAILABLE(5);

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
}
