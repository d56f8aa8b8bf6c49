package org.borealisdb.storage.repair;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.message.FetchedPages;
import org.borealisdb.redo.message.PageEntry;
import org.borealisdb.redo.message.PageHistory;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.segment.SegmentFiles;
import org.jspecify.annotations.Nullable;

/**
 * A range of a segment's pages, how far it was copied, and the file that it is copied into. All sources have the same records, so where one ends another may go on, even within a
 * page. Used by one task at a time.
 */
final class PageRange implements AutoCloseable {
    private final SegmentFiles files;
    private final int number;
    private final LayerHeader header;
    private final long toPage;
    private long nextPage;
    private long nextLsn;
    private @Nullable LayerWriter writer;
    /** The page that is being written, -1 between pages. */
    private long open = -1;

    private boolean written;

    /** Pages {@code [fromPage, toPage)}, as copy {@code number} of {@code files}. */
    PageRange(SegmentFiles files, int number, LayerHeader header, long fromPage, long toPage) {
        this.files = files;
        this.number = number;
        this.header = header;
        this.nextPage = fromPage;
        this.toPage = toPage;
    }

    /** The ranges that {@code cuts} make of the pages of a group, as far as they lie in between. */
    static List<PageRange> divide(
            SegmentFiles files, LayerHeader header, long firstPage, long endPage, List<Long> cuts) {
        List<PageRange> ranges = new ArrayList<>();
        long from = firstPage;
        for (long cut : cuts) {
            if (cut > from && cut < endPage) {
                ranges.add(new PageRange(files, ranges.size(), header, from, cut));
                from = cut;
            }
        }
        ranges.add(new PageRange(files, ranges.size(), header, from, endPage));
        return ranges;
    }

    long nextPage() {
        return nextPage;
    }

    long nextLsn() {
        return nextLsn;
    }

    long toPage() {
        return toPage;
    }

    boolean complete() {
        return nextPage >= toPage;
    }

    /** Number of the file, which is durable once the range is complete; empty if there is nothing of these pages. */
    Optional<Integer> file() {
        return written ? Optional.of(number) : Optional.empty();
    }

    /**
     * Takes what a peer sent for where the range stands; answers its bytes.
     *
     * @throws MalformedException if it is anything else: nothing of it was taken
     */
    int take(FetchedPages piece, TimelineTree timelines) {
        check(piece, timelines);
        int bytes = 0;
        for (PageHistory history : piece.pages()) {
            for (PageEntry entry : history.entries()) {
                bytes += entry.bytes().remaining();
                write(history.page(), entry);
            }
        }
        nextPage = piece.nextPage();
        nextLsn = piece.nextLsn();
        if (open >= 0 && open != nextPage) {
            endPage();
        }
        if (complete() && writer != null) {
            writer.finish();
            close();
            written = true;
        }
        return bytes;
    }

    private void check(FetchedPages piece, TimelineTree timelines) {
        long page = nextPage;
        long lsn = nextLsn;
        for (PageHistory history : piece.pages()) {
            lsn = history.page() == page ? lsn : 0;
            check(history.page() >= page, piece);
            page = history.page();
            for (PageEntry entry : history.entries()) {
                // An image may follow the record that it is of.
                check(entry.lsn() > lsn || (entry.lsn() == lsn && lsn != nextLsn && entry.image()), piece);
                // Lines that a rewind has left are copied too.
                check(
                        entry.lsn() <= header.upTo()
                                && entry.timeline() <= timelines.current().id(),
                        piece);
                lsn = entry.lsn();
            }
        }
        boolean further = piece.nextPage() > nextPage || (piece.nextPage() == nextPage && piece.nextLsn() > nextLsn);
        boolean behindAll = piece.nextPage() > page || (piece.nextPage() == page && piece.nextLsn() >= lsn);
        check(further && behindAll && page < toPage && piece.nextPage() <= toPage, piece);
        check(piece.collectionFloor() <= header.upTo(), piece);
    }

    private void check(boolean holds, FetchedPages piece) {
        if (!holds) {
            throw new MalformedException("pages from " + nextPage + " to " + toPage + " as of " + header.upTo()
                    + " were asked for, and answered with others up to " + piece.nextPage());
        }
    }

    private void write(long page, PageEntry entry) {
        LayerWriter out = writer;
        if (out == null) {
            out = files.writeLayer(files.copyName(number), header);
            writer = out;
        }
        if (open != page) {
            if (open >= 0) {
                endPage();
            }
            out.beginPage(page);
            open = page;
        }
        MemorySegment memory = MemorySegment.ofBuffer(entry.bytes());
        out.add(new LayerEntry(entry.lsn(), entry.timeline(), entry.image(), memory, 0, (int) memory.byteSize()));
    }

    private void endPage() {
        if (writer != null) {
            writer.endPage();
        }
        open = -1;
    }

    /** Gives the file up as it is. */
    @Override
    public void close() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }
}
