package org.borealisdb.storage.segment;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;

/**
 * Pages of a segment of which at least one peer has another content at the same LSN, though all checksums are right (R15): nobody can say by looking at them who is right. The
 * segment serves none of these pages, in no form, and keeps them as they are. Durable, since the next start would not see it. Guarded by the volume's lock.
 */
public final class DifferingPages {
    static final int MAGIC = 0x50445242;
    static final int VERSION = 1;
    /** More than these, and the segment serves no page at all. */
    static final int MOST = 4096;

    private static final int ENTRY_BYTES = 20;

    /**
     * What was seen of a page.
     *
     * @param lsn      at which it was compared
     * @param checksum of this segment's version
     */
    public record Difference(long lsn, int checksum) {}

    private final TreeMap<Long, Difference> pages = new TreeMap<>();

    DifferingPages() {}

    public boolean isEmpty() {
        return pages.isEmpty();
    }

    /** How many. */
    public int count() {
        return pages.size();
    }

    /** True if {@code page} must not be served. */
    public boolean contains(long page) {
        return pages.containsKey(page) || pages.size() >= MOST;
    }

    /** True if one of the pages {@code [from, to)} must not be served. */
    public boolean any(long from, long to) {
        Long next = pages.ceilingKey(from);
        return (next != null && next < to) || pages.size() >= MOST;
    }

    /** Adds one; false if it is known. */
    boolean add(long page, Difference difference) {
        return pages.size() < MOST && pages.putIfAbsent(page, difference) == null;
    }

    /** What was seen of each of them, by page. */
    public Map<Long, Difference> all() {
        return new TreeMap<>(pages);
    }

    /** Removes one; false if it was not there. */
    boolean remove(long page) {
        return pages.remove(page) != null;
    }

    void clear() {
        pages.clear();
    }

    byte[] encode() {
        Encoder out = new Encoder(64);
        out.putInt(pages.size());
        pages.forEach((page, seen) -> out.putLong(page).putLong(seen.lsn()).putInt(seen.checksum()));
        ByteBuffer done = out.finish();
        byte[] bytes = new byte[done.remaining()];
        done.get(bytes);
        return bytes;
    }

    /** Reads what {@link #encode} wrote. */
    void decode(ByteBuffer bytes) {
        Decoder in = new Decoder(bytes, "differing pages");
        in.getList(ENTRY_BYTES, each -> {
            pages.put(each.getPositiveLong(), new Difference(each.getPositiveLong(), each.getInt()));
            return pages.size();
        });
        in.end();
    }
}
