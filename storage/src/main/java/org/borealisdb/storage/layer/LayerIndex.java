package org.borealisdb.storage.layer;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.borealisdb.storage.seal.FileKey;

/**
 * The index of a layer in memory: of each section, by page, and of one page from the oldest section to the newest, what its row in the file says ({@link LayerHeader}), each column packed. Immutable.
 *
 * <p>In versions 1 and 2 a page has one section, and rows say nothing of its timeline and LSNs.
 */
final class LayerIndex {
    /** No such section. */
    static final int NONE = -1;

    /** Flags are above the number of bytes in one column of the file. */
    private static final int BELOW_FLAGS = 30;

    private static final int HAS_BASE = LayerHeader.HAS_BASE >>> BELOW_FLAGS;
    private static final int FREED = LayerHeader.FREED >>> BELOW_FLAGS;

    private final int rowBytes;
    private final PackedNumbers pages;
    private final PackedNumbers starts;
    private final PackedNumbers lengths;
    private final PackedNumbers checksums;
    private final PackedNumbers entries;
    private final PackedNumbers deltas;
    private final PackedNumbers deltaBytes;
    private final PackedNumbers flags;
    private final PackedNumbers timelines;
    private final PackedNumbers lowest;
    private final PackedNumbers highest;
    private final PackedNumbers unpacked;
    private final int[] freed;

    /** The index whose rows are {@code rows}, little-endian. */
    LayerIndex(ByteBuffer rows, int version) {
        rowBytes = LayerHeader.indexBytes(version);
        boolean ranged = rowBytes >= LayerHeader.WHOLE_INDEX_BYTES;
        boolean packed = rowBytes == LayerHeader.INDEX_BYTES;
        int tagBytes = LayerHeader.sealed(version) ? FileKey.TAG_BYTES : 0;
        int count = rows.limit() / rowBytes;
        pages = PackedNumbers.of(count, place -> rows.getLong(place * rowBytes));
        starts = PackedNumbers.of(count, place -> rows.getLong(place * rowBytes + 8));
        lengths = PackedNumbers.of(count, place -> rows.getInt(place * rowBytes + 16));
        checksums = PackedNumbers.of(count, place -> rows.getInt(place * rowBytes + 20));
        entries = PackedNumbers.of(count, place -> rows.getInt(place * rowBytes + 24));
        deltas = PackedNumbers.of(count, place -> rows.getInt(place * rowBytes + 28));
        deltaBytes = PackedNumbers.of(count, place -> rows.getInt(place * rowBytes + 32) & ((1 << BELOW_FLAGS) - 1));
        flags = PackedNumbers.of(count, place -> rows.getInt(place * rowBytes + 32) >>> BELOW_FLAGS);
        timelines = PackedNumbers.of(count, place -> ranged ? rows.getInt(place * rowBytes + 36) : 0);
        lowest = PackedNumbers.of(count, place -> ranged ? rows.getLong(place * rowBytes + 40) : 0);
        highest = PackedNumbers.of(count, place -> ranged ? rows.getLong(place * rowBytes + 48) : Long.MAX_VALUE);
        unpacked = PackedNumbers.of(
                count,
                place -> packed ? rows.getInt(place * rowBytes + 56) : rows.getInt(place * rowBytes + 16) - tagBytes);
        freed = IntStream.range(0, ranged ? count : 0)
                .filter(place -> (flags.at(place) & FREED) != 0 && newer(place) < 0)
                .toArray();
    }

    private List<PackedNumbers> columns() {
        return List.of(
                pages,
                starts,
                lengths,
                checksums,
                entries,
                deltas,
                deltaBytes,
                flags,
                timelines,
                lowest,
                highest,
                unpacked);
    }

    /** Places of the newest sections of the pages whose last entry says that they are free; not to be changed. */
    int[] freed() {
        return freed;
    }

    /** Number of sections. */
    int sections() {
        return pages.count();
    }

    /** The page of a section, which ascend. */
    long page(int place) {
        return pages.at(place);
    }

    boolean sameAs(LayerIndex other) {
        List<PackedNumbers> own = columns();
        List<PackedNumbers> others = other.columns();
        return rowBytes == other.rowBytes
                && IntStream.range(0, own.size())
                        .allMatch(column -> own.get(column).sameAs(others.get(column)));
    }

    /** The first section of a page at or behind {@code page}; the number of sections if there is none. */
    int atOrBehind(long page) {
        int low = 0;
        int high = sections();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pages.at(middle) < page) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int oldest(long page) {
        int place = atOrBehind(page);
        return place < sections() && page(place) == page ? place : NONE;
    }

    int newest(long page) {
        int place = atOrBehind(page + 1) - 1;
        return place >= 0 && page(place) == page ? place : NONE;
    }

    int older(int place) {
        return place > 0 && page(place - 1) == page(place) ? place - 1 : NONE;
    }

    int newer(int place) {
        return place + 1 < sections() && page(place + 1) == page(place) ? place + 1 : NONE;
    }

    long at(int place) {
        return starts.at(place);
    }

    /** Where the section ends in the file. */
    long end(int place) {
        return at(place) + length(place);
    }

    int length(int place) {
        return (int) lengths.at(place);
    }

    /** Bytes of the section's entries; more than the section's own if they are packed. */
    int unpacked(int place) {
        return (int) unpacked.at(place);
    }

    /** By how many bytes sections are smaller than their entries. */
    long savedBytes() {
        long saved = 0;
        for (int place = 0; place < sections(); place++) {
            saved += Math.max(0, unpacked(place) - length(place));
        }
        return saved;
    }

    int checksum(int place) {
        return (int) checksums.at(place);
    }

    int entries(int place) {
        return (int) entries.at(place);
    }

    int deltas(int place) {
        return (int) deltas.at(place);
    }

    int deltaBytes(int place) {
        return (int) deltaBytes.at(place);
    }

    boolean hasBase(int place) {
        return (flags.at(place) & HAS_BASE) != 0;
    }

    /** The timeline of all its entries; 0 if there are several, or nobody knows. */
    int timeline(int place) {
        return (int) timelines.at(place);
    }

    /** No entry is below. */
    long lowest(int place) {
        return lowest.at(place);
    }

    /** No entry is above. */
    long highest(int place) {
        return highest.at(place);
    }
}
