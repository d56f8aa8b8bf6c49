package org.borealisdb.redo.message;

import java.nio.ByteBuffer;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Reader to writer, a call: those who serve the volume's readers ask whoever serves its writer something that the volume knows nothing of. Answered by {@link Reply}, or by {@link Farewell} if it
 * is not written there.
 *
 * @param content whose format is theirs, shared
 */
public record Question(VolumeId volume, ByteBuffer content) implements StreamMessage {
    /** Most bytes of content, so that the message fits into one of the network's. */
    public static final int MOST_BYTES = 15 << 20;

    public Question {
        content = checked(content);
    }

    static ByteBuffer checked(ByteBuffer content) {
        if (content.remaining() > MOST_BYTES) {
            throw new IllegalArgumentException(
                    content.remaining() + " bytes between reader and writer are more than " + MOST_BYTES);
        }
        return content.slice().asReadOnlyBuffer();
    }
}
