package org.borealisdb.tests.volume;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.borealisdb.redo.volume.Geometry;

/**
 * What one opening of the volume must see: the pages' versions that it inherited, and those that it appended. Outside the simulated
 * world: it never crashes.
 */
final class PageModel {
    /** LSN to CRC of the page's content, by page number; the CRC covers all of the page. */
    private final Map<Long, NavigableMap<Long, Integer>> versions = new TreeMap<>();
    /** Ends of the mini-transactions in this history. */
    private final NavigableMap<Long, Long> ends = new TreeMap<>();

    private final String writer;
    private final long openedAt;
    private final long epoch;
    /** What the writer before had used when this one opened, at least. */
    private final Optional<PageModel> parent;

    private long highestAcknowledged;
    private long highestVdl;

    private PageModel(String writer, long openedAt, long epoch, Optional<PageModel> parent) {
        this.writer = writer;
        this.openedAt = openedAt;
        this.epoch = epoch;
        this.parent = parent;
        this.highestVdl = openedAt;
    }

    /** Before any writer: nothing. */
    static PageModel empty() {
        return new PageModel("nobody", 0, 0, Optional.empty());
    }

    /**
     * The model of a writer that has just opened the volume, after this one.
     *
     * @param found what the opener says that VDL was
     * @param epochNumber number of the epoch under which it did
     */
    PageModel openedBy(String next, long found, long epochNumber) {
        check(
                found >= highestAcknowledged,
                next + " found VDL " + found + ", but " + writer + " had LSN " + highestAcknowledged + " acknowledged");
        check(found >= highestVdl, next + " found VDL " + found + ", but " + writer + " had published " + highestVdl);
        check(
                found == openedAt || ends.containsKey(found),
                next + " found VDL " + found + ", which is no consistency point of " + writer);
        check(epochNumber > epoch, next + " has epoch " + epochNumber + " after epoch " + epoch);
        PageModel model = new PageModel(next, found, epochNumber, Optional.of(this));
        model.ends.putAll(ends.headMap(found, true));
        versions.forEach((page, history) -> {
            NavigableMap<Long, Integer> kept = history.headMap(found, true);
            if (!kept.isEmpty()) {
                model.versions.put(page, new TreeMap<>(kept));
            }
        });
        return model;
    }

    /** Number of the volume epoch of this writer. */
    long epoch() {
        return epoch;
    }

    String writer() {
        return writer;
    }

    long openedAt() {
        return openedAt;
    }

    /** The writer appended a mini-transaction: {@code (start, end]}. LSNs are never used twice, not even those that were cut off. */
    void appended(long start, long end) {
        check(
                end > start && start >= lastAppended(),
                writer + " appended (" + start + ", " + end + "] after " + lastAppended());
        parent.ifPresent(before -> check(
                start >= before.lastAppended(),
                writer + " appended (" + start + ", " + end + "], but " + before.writer + " has used LSNs up to "
                        + before.lastAppended()));
        ends.put(end, start);
    }

    /** The mini-transaction left {@code page} with that content at {@code lsn}. */
    void version(long page, long lsn, int crc) {
        versions.computeIfAbsent(page, _ -> new TreeMap<>()).put(lsn, crc);
    }

    /** A commit at {@code lsn} was acknowledged. */
    void acknowledged(long lsn, Optional<PageModel> successor) {
        successor.ifPresent(next -> check(
                lsn <= next.openedAt,
                writer + " had LSN " + lsn + " acknowledged after " + next.writer + " opened the volume at "
                        + next.openedAt));
        highestAcknowledged = Math.max(highestAcknowledged, lsn);
    }

    /** The writer published this VDL. */
    void published(long vdl) {
        check(vdl >= highestVdl, "VDL of " + writer + " moved back from " + highestVdl + " to " + vdl);
        check(vdl <= openedAt || ends.containsKey(vdl), "VDL " + vdl + " of " + writer + " is no consistency point");
        highestVdl = vdl;
    }

    long highestVdl() {
        return highestVdl;
    }

    /** The content of {@code page} at {@code lsn}: its CRC; empty if it was never written. */
    Optional<Integer> content(long page, long lsn) {
        NavigableMap<Long, Integer> history = versions.get(page);
        Map.Entry<Long, Integer> version = history == null ? null : history.floorEntry(lsn);
        return version == null ? Optional.empty() : Optional.of(version.getValue());
    }

    /** LSN of the last record of {@code group} at or below {@code lsn}, 0 if there is none. */
    long groupTail(int group, Geometry geometry, long lsn) {
        long tail = 0;
        for (Map.Entry<Long, NavigableMap<Long, Integer>> each : versions.entrySet()) {
            Long last = each.getValue().floorKey(lsn);
            if (last != null && geometry.groupOf(each.getKey()) == group) {
                tail = Math.max(tail, last);
            }
        }
        return tail;
    }

    /** Fails unless {@code page}, read at {@code lsn}, is what it must be. */
    void checkRead(String reader, long page, long lsn, Optional<Integer> crc) {
        if (content(page, lsn).equals(crc)) {
            return;
        }
        throw new AssertionError(reader + " read page " + page + " at LSN " + lsn + " as " + crc + ", but it is "
                + content(page, lsn) + "; versions: " + versions.get(page));
    }

    private long lastAppended() {
        return ends.isEmpty() ? openedAt : ends.lastKey();
    }

    static void check(boolean condition, Supplier<String> message) {
        if (!condition) {
            throw new AssertionError(message.get());
        }
    }

    static void check(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
