package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeId;

/**
 * Reader to writer, a call: let me follow the log. From before this is answered with a {@link Welcome} until the reader leaves or is forgotten, the writer keeps what a reader at that point may
 * need. Answered by {@link Farewell} if that cannot be.
 *
 * @param joining random id of this joining: a call may arrive twice, and a reader that begins again must not be taken for what it was before
 * @param reader  name of the instance, for people
 */
public record Follow(VolumeId volume, long joining, String reader) implements StreamMessage {
    /** Longest name of a reader, in characters. */
    public static final int LONGEST_NAME = 63;

    public Follow {
        if (reader.isEmpty() || reader.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "the name of a reader has 1 to " + LONGEST_NAME + " characters: '" + reader + "'");
        }
    }
}
