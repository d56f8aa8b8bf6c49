package org.borealisdb.storage.layer;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.borealisdb.storage.seal.FileKey;

/**
 * The index of a layer in memory: a row for each section, by page, and of one page from the oldest section to the newest. Immutable.
 *
 * <p>In versions 1 and 2 a page has one section, and rows say nothing of its timeline and LSNs.
 */
final class LayerIndex {
    /** No such section. */
    static final int NONE = -1;

    private final ByteBuffer rows;
    private final int rowBytes;
    private final int tagBytes;
    private final long[] pages;
    private final int[] freed;

    /** The index whose rows are {@code rows}, little-endian. */
    LayerIndex(ByteBuffer rows, int version) {
        this.rows = rows;
        this.rowBytes = LayerHeader.indexBytes(version);
        this.tagBytes = LayerHeader.sealed(version) ? FileKey.TAG_BYTES : 0;
        this.pages = new long[rows.limit() / rowBytes];
        for (int place = 0; place < pages.length; place++) {
            pages[place] = rows.getLong(place * rowBytes);
        }
        this.freed = IntStream.range(0, pages.length)
                .filter(place -> ranged() && (flags(place) & LayerHeader.FREED) != 0 && newer(place) < 0)
                .toArray();
    }

    /** Places of the newest sections of the pages whose last entry says that they are free; not to be changed. */
    int[] freed() {
        return freed;
    }

    private int flags(int place) {
        return rows.getInt(place * rowBytes + 32);
    }

    /** The page of each section, ascending; not to be changed. */
    long[] pages() {
        return pages;
    }

    boolean sameAs(LayerIndex other) {
        return rowBytes == other.rowBytes && has(other.rows);
    }

    /** True if these are its rows. */
    boolean has(ByteBuffer others) {
        return rows.duplicate().rewind().equals(others.duplicate().rewind());
    }

    /** The first section of a page at or behind {@code page}; the number of sections if there is none. */
    int atOrBehind(long page) {
        int low = 0;
        int high = pages.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pages[middle] < page) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int oldest(long page) {
        int place = atOrBehind(page);
        return place < pages.length && pages[place] == page ? place : NONE;
    }

    int newest(long page) {
        int place = atOrBehind(page + 1) - 1;
        return place >= 0 && pages[place] == page ? place : NONE;
    }

    int older(int place) {
        return place > 0 && pages[place - 1] == pages[place] ? place - 1 : NONE;
    }

    int newer(int place) {
        return place + 1 < pages.length && pages[place + 1] == pages[place] ? place + 1 : NONE;
    }

    long at(int place) {
        return rows.getLong(place * rowBytes + 8);
    }

    /** Where the section ends in the file. */
    long end(int place) {
        return at(place) + length(place);
    }

    int length(int place) {
        return rows.getInt(place * rowBytes + 16);
    }

    /** Bytes of the section's entries; more than the section's own if they are packed. */
    int unpacked(int place) {
        return rowBytes == LayerHeader.INDEX_BYTES ? rows.getInt(place * rowBytes + 56) : length(place) - tagBytes;
    }

    /** By how many bytes sections are smaller than their entries. */
    long savedBytes() {
        long saved = 0;
        for (int place = 0; place < pages.length; place++) {
            saved += Math.max(0, unpacked(place) - length(place));
        }
        return saved;
    }

    int checksum(int place) {
        return rows.getInt(place * rowBytes + 20);
    }

    int entries(int place) {
        return rows.getInt(place * rowBytes + 24);
    }

    int deltas(int place) {
        return rows.getInt(place * rowBytes + 28);
    }

    int deltaBytes(int place) {
        return flags(place) & ~(LayerHeader.HAS_BASE | LayerHeader.FREED);
    }

    boolean hasBase(int place) {
        return (flags(place) & LayerHeader.HAS_BASE) != 0;
    }

    /** The timeline of all its entries; 0 if there are several, or nobody knows. */
    int timeline(int place) {
        return ranged() ? rows.getInt(place * rowBytes + 36) : 0;
    }

    /** No entry is below. */
    long lowest(int place) {
        return ranged() ? rows.getLong(place * rowBytes + 40) : 0;
    }

    /** No entry is above. */
    long highest(int place) {
        return ranged() ? rows.getLong(place * rowBytes + 48) : Long.MAX_VALUE;
    }

    private boolean ranged() {
        return rowBytes >= LayerHeader.WHOLE_INDEX_BYTES;
    }
}
