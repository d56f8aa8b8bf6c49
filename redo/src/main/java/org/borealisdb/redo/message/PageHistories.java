package org.borealisdb.redo.message;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * Encodes and decodes {@link PageHistory}s.
 *
 * <table border="1">
 * <caption>Page histories, little-endian</caption>
 * <tr><th>bytes</th><th>field</th></tr>
 * <tr><td>4</td><td>number of pages; for each:</td></tr>
 * <tr><td>8, 4</td><td>page, number of entries; for each:</td></tr>
 * <tr><td>8, 4, 1</td><td>LSN, timeline, kind (1 record, 2 image)</td></tr>
 * <tr><td>4, ...</td><td>length, bytes</td></tr>
 * </table>
 */
final class PageHistories {
    private static final int RECORD = 1;
    private static final int IMAGE = 2;
    private static final int PAGE_BYTES = 12;
    private static final int ENTRY_BYTES = 17;

    private PageHistories() {}

    static void put(Encoder out, List<PageHistory> pages) {
        out.putInt(pages.size());
        for (PageHistory page : pages) {
            out.putLong(page.page()).putInt(page.entries().size());
            for (PageEntry entry : page.entries()) {
                out.putLong(entry.lsn()).putInt(entry.timeline()).putByte(entry.image() ? IMAGE : RECORD);
                out.putInt(entry.bytes().remaining()).putBytes(entry.bytes());
            }
        }
    }

    /**
     * Reads them, and checks that pages and LSNs ascend, that records are well-formed and of their page, and images whole and of their LSN.
     *
     * @throws MalformedException if not
     */
    static List<PageHistory> get(Decoder in) {
        int count = in.getCount(PAGE_BYTES);
        List<PageHistory> pages = new ArrayList<>(count);
        long last = -1;
        for (int index = 0; index < count; index++) {
            long page = in.getPositiveLong();
            if (page <= last) {
                throw new MalformedException("page " + page + " comes after page " + last);
            }
            last = page;
            pages.add(new PageHistory(page, entries(in, page)));
        }
        return pages;
    }

    private static List<PageEntry> entries(Decoder in, long page) {
        int count = in.getCount(ENTRY_BYTES);
        List<PageEntry> entries = new ArrayList<>(count);
        long last = 0;
        for (int index = 0; index < count; index++) {
            PageEntry entry = entry(in, page);
            if (entry.lsn() < last || entry.lsn() == 0) {
                throw new MalformedException("LSN " + entry.lsn() + " of page " + page + " comes after " + last);
            }
            last = entry.lsn();
            entries.add(entry);
        }
        return entries;
    }

    private static PageEntry entry(Decoder in, long page) {
        long lsn = in.getPositiveLong();
        int timeline = in.getInt();
        int kind = in.getByte();
        ByteBuffer bytes = in.getBytes(in.getCount(1)).order(ByteOrder.LITTLE_ENDIAN);
        MemorySegment memory = MemorySegment.ofBuffer(bytes);
        boolean sound = switch (kind) {
            case RECORD ->
                RedoRecord.check(memory, 0, bytes.remaining()) == bytes.remaining()
                        && RedoRecord.pageNumber(memory, 0) == page;
            case IMAGE -> bytes.remaining() == Page.BYTES && Page.lsn(memory, 0) == lsn;
            default -> false;
        };
        if (!sound || timeline < 1) {
            throw new MalformedException("an entry of page " + page + " at LSN " + lsn + " is malformed");
        }
        return new PageEntry(lsn, timeline, kind == IMAGE, bytes);
    }
}
