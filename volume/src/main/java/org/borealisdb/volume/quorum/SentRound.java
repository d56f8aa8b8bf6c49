package org.borealisdb.volume.quorum;

import java.util.List;
import org.borealisdb.redo.message.Batch;

/**
 * A contiguous part of the stream that was sent together, from where the round before ended to a CPL: all its batches, of whatever groups.
 *
 * @param end     LSN of its last record, a CPL
 * @param batches in order of LSN within each group
 */
public record SentRound(long end, List<Batch> batches) {
    public SentRound {
        batches = List.copyOf(batches);
        if (batches.isEmpty()) {
            throw new IllegalArgumentException("a round has at least one batch");
        }
    }
}
