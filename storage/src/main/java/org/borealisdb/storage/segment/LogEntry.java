package org.borealisdb.storage.segment;

import org.borealisdb.redo.message.Batch;

/**
 * A batch in a received log, of which the records in {@code (after, upTo]} count: the rest is covered by the batch before, or was cut off by a branch.
 *
 * @param generation generation of the journal that holds it; {@link #IN_RAW_LOG} if a raw log does
 */
public record LogEntry(Batch batch, long after, long upTo, long generation) {
    /** No journal file is needed for it. */
    public static final long IN_RAW_LOG = Long.MAX_VALUE;

    LogEntry within(long from, long to) {
        return new LogEntry(batch, from, to, generation);
    }

    LogEntry inRawLog() {
        return new LogEntry(batch, after, upTo, IN_RAW_LOG);
    }
}
