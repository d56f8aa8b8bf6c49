package org.borealisdb.redo.message;

import java.nio.ByteBuffer;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Writer to reader, in answer to {@link Question}.
 *
 * @param content at most {@link Question#MOST_BYTES}, shared
 */
public record Reply(VolumeId volume, ByteBuffer content) implements StreamMessage {
    public Reply {
        content = Question.checked(content);
    }
}
