package org.borealisdb.storage.materialize;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.PageBuild;

/** One page while its new records are folded: its content as of one of them after another. Reads layers when it is asked for the first. Used by one task. */
final class PageVersion {
    private final long page;
    private final FoldRecords records;
    private final List<Layer> layers;
    private final HistoryPath path;
    private final byte[] content = new byte[Page.BYTES];
    private int next;

    /** Of a page whose first new record is {@code first}, and whose older ones are in {@code layers}. */
    PageVersion(long page, int first, FoldRecords records, List<Layer> layers, HistoryPath path) {
        this.page = page;
        this.next = first;
        this.records = records;
        this.layers = layers;
        this.path = path;
    }

    /** The page as of its record {@code last}, which is behind those that were asked for before. The array is changed by the next call. */
    byte[] upTo(int last) {
        int from = next;
        boolean base = false;
        int end = records.next(last);
        for (int record = next; record != end; record = records.next(record)) {
            if (records.base(record)) {
                from = record;
                base = true;
            }
        }
        if (!base && next == records.first(page)) {
            PageBuild older = new PageBuild(page, records.lsn(next) - 1, path);
            layers.reversed().forEach(older::add);
            older.build().ifPresent(built -> System.arraycopy(built, 0, content, 0, Page.BYTES));
        }
        MemorySegment target = MemorySegment.ofArray(content);
        for (int record = from; record != end; record = records.next(record)) {
            PageApplier.apply(target, 0, records.memory(record), records.at(record), records.lsn(record));
        }
        next = end;
        return content;
    }
}
