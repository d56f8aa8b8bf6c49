package org.borealisdb.storage.segment;

import org.borealisdb.redo.message.Batch;
import org.borealisdb.storage.layer.PageBuild;

/** The records of a page that are in memory, newest first; taken under the volume's lock and valid without it. */
final class PageIndexCursor {
    private final PageIndex.Records records;
    private int next;

    PageIndexCursor(PageIndex.Records records, int newest) {
        this.records = records;
        this.next = newest;
    }

    /** Hands on records until the version is complete. */
    void addTo(PageBuild build) {
        while (next != PageIndex.NONE && !build.complete()) {
            Batch batch = records.batches[next];
            build.add(PageBuild.record(records.lsns[next], batch.timeline(), batch.memory(), records.places[next]));
            next = records.older[next];
        }
    }
}
