package org.borealisdb.redo.message;

import java.util.List;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Answer to {@link FetchPages}: of each page everything retained at or below the base, from its newest base at or below the collection floor on.
 *
 * @param collectionFloor of the node: no version of these pages below can be built from this
 * @param nextPage        where to go on; the end of the range if this is all
 * @param nextLsn         0, or: of {@code nextPage} everything at or below has been sent
 * @param pages           ascending
 */
public record FetchedPages(
        VolumeId volume, int group, long collectionFloor, long nextPage, long nextLsn, List<PageHistory> pages)
        implements StorageMessage {
    public FetchedPages {
        pages = List.copyOf(pages);
    }

    /** Bytes of all entries. */
    public int bytes() {
        int bytes = 0;
        for (PageHistory page : pages) {
            for (PageEntry entry : page.entries()) {
                bytes += entry.bytes().remaining();
            }
        }
        return bytes;
    }
}
