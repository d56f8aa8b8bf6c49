package org.borealisdb.storage.segment;

import org.borealisdb.storage.layer.PageBuild;
import org.jspecify.annotations.Nullable;

/** The records of a page that are in memory, newest first; taken under the volume's lock and valid without it. */
final class PageIndexCursor {
    private PageIndex.@Nullable Link next;

    PageIndexCursor(PageIndex.@Nullable Link newest) {
        this.next = newest;
    }

    /** Hands on records until the version is complete. */
    void addTo(PageBuild build) {
        while (next != null && !build.complete()) {
            build.add(next.entry());
            next = next.older();
        }
    }
}
