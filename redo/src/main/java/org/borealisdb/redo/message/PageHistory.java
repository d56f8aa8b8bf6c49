package org.borealisdb.redo.message;

import java.util.List;

/** A part of what is retained of a page: redo records and images, by LSN. */
public record PageHistory(long page, List<PageEntry> entries) {
    public PageHistory {
        entries = List.copyOf(entries);
    }
}
