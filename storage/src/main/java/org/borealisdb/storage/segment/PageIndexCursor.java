package org.borealisdb.storage.segment;

import java.util.Optional;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.storage.layer.PageBuild;

/** The records of a page that are in memory, newest first, down to an image of it if there is one; taken under the volume's lock and valid without it. */
final class PageIndexCursor {
    private final PageIndex.Records records;
    private final Optional<FollowedPage.Image> base;
    private int next;

    PageIndexCursor(PageIndex.Records records, int newest, Optional<FollowedPage.Image> base) {
        this.records = records;
        this.next = newest;
        this.base = base;
    }

    /** Hands on records until the version is complete. */
    void addTo(PageBuild build) {
        int end = base.map(FollowedPage.Image::record).orElse(PageIndex.NONE);
        while (next > end && !build.complete()) {
            Batch batch = records.batches[next];
            build.add(PageBuild.record(records.lsns[next], batch.timeline(), batch.memory(), records.places[next]));
            next = records.older[next];
        }
        base.ifPresent(image -> build.add(image.entry()));
    }
}
