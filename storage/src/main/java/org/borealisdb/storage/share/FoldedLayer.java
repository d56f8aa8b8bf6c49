package org.borealisdb.storage.share;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerSource;
import org.borealisdb.storage.segment.LogEntry;

/**
 * A layer that was folded from log.
 *
 * @param log  {@link #checksum} of that log
 * @param gone what it lacks is at or below this LSN; 0 if it lacks nothing
 */
public record FoldedLayer(LayerSource source, int log, long gone) {
    /** What it is about. */
    public LayerHeader header() {
        return source.mark().header();
    }

    /** A checksum of the records of {@code entries}: the same in all segments that have the same log, whatever batches it came in. */
    public static int checksum(List<LogEntry> entries) {
        CRC32C checksum = new CRC32C();
        for (LogEntry entry : entries) {
            ByteBuffer bytes = entry.batch().bytes();
            entry.batch().forEachRecord((at, lsn) -> {
                if (lsn > entry.after() && lsn <= entry.upTo()) {
                    int length = RedoRecord.length(entry.batch().memory(), at);
                    checksum.update(bytes.limit(at + length).position(at));
                }
            });
        }
        return (int) checksum.getValue();
    }
}
