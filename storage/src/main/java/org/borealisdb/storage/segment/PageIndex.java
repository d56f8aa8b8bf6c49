package org.borealisdb.storage.segment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.PageBuild;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of a page in the gap-free part of a received log. Built only as far as reads ask for it: a segment that nobody reads from
 * spends nothing on it. Guarded by the volume's lock.
 */
final class PageIndex {
    /** The records of one page, newest first. */
    record Link(LayerEntry entry, @Nullable Link older) {}

    /** Looked up by key only, so its order never shows. */
    private final Map<Long, Link> newest = new HashMap<>();

    private int indexed;

    /** Starts again: the log has changed other than at its end. */
    void clear() {
        newest.clear();
        indexed = 0;
    }

    /** The newest record of {@code page} in {@code chained}. */
    @Nullable
    Link newest(long page, List<LogEntry> chained) {
        while (indexed < chained.size()) {
            add(chained.get(indexed));
            indexed++;
        }
        return newest.get(page);
    }

    private void add(LogEntry entry) {
        var memory = entry.batch().memory();
        int timeline = entry.batch().timeline();
        entry.batch().forEachRecord((at, lsn) -> {
            if (lsn > entry.after() && lsn <= entry.upTo()) {
                newest.merge(
                        RedoRecord.pageNumber(memory, at),
                        new Link(PageBuild.record(lsn, timeline, memory, at), null),
                        (older, link) -> new Link(link.entry(), older));
            }
        });
    }
}
