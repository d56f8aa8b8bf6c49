package org.borealisdb.tests.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Timeline;

/**
 * What one opening of the volume must see: the pages' versions that it inherited, and those that it appended. Outside the simulated
 * world: it never crashes.
 */
final class PageModel {
    /** LSN to CRC of the page's content, by page number; the CRC covers all of the page. None where it was freed. */
    private final Map<Long, NavigableMap<Long, Optional<Integer>>> versions = new TreeMap<>();
    /** Ends of the mini-transactions in this history. */
    private final NavigableMap<Long, Long> ends = new TreeMap<>();

    private final String writer;
    private final long openedAt;
    private final long epoch;
    private final int timeline;
    /** VDL of the writer before, at least, when this one opened. */
    private final long foundVdl;
    /** What the writer before had used when this one opened, at least. */
    private final Optional<PageModel> parent;

    private long highestAcknowledged;
    private long highestVdl;

    private PageModel(
            String writer, long openedAt, long foundVdl, long epoch, int timeline, Optional<PageModel> parent) {
        this.writer = writer;
        this.openedAt = openedAt;
        this.epoch = epoch;
        this.timeline = timeline;
        this.foundVdl = foundVdl;
        this.parent = parent;
        this.highestVdl = openedAt;
    }

    /** Before any writer: nothing. */
    static PageModel empty() {
        return new PageModel("nobody", 0, 0, 0, 1, Optional.empty());
    }

    /**
     * The model of the timeline that comes after this one's, and of the writer that opened it.
     *
     * @param next        the writer
     * @param line        the timeline, as it was decided
     * @param history     of the timeline that it branched from
     * @param epochNumber number of the epoch under which that was
     */
    PageModel openedBy(String next, Timeline line, PageModel history, long epochNumber) {
        long left = line.rewound() ? line.leftLsn() : line.branchLsn();
        checkFound(next, left);
        check(
                line.branchLsn() == history.openedAt || history.ends.containsKey(line.branchLsn()),
                next + " begins at LSN " + line.branchLsn() + ", which is no consistency point of " + history.writer);
        return fork(next, history, line.branchLsn(), left, epochNumber, line.id());
    }

    /**
     * The model of a branch of this history, before anybody writes it.
     *
     * @param name of the branch
     * @param line the first timeline of its own, as it was decided
     */
    PageModel branch(String name, Timeline line) {
        check(
                line.branchLsn() == openedAt || ends.containsKey(line.branchLsn()),
                name + " begins at LSN " + line.branchLsn() + ", which is no consistency point of " + writer);
        PageModel model = new PageModel(name, line.branchLsn(), line.branchLsn(), 0, line.id(), Optional.empty());
        model.inherit(this, line.branchLsn());
        return model;
    }

    private void inherit(PageModel history, long upTo) {
        ends.putAll(history.ends.headMap(upTo, true));
        history.versions.forEach((page, known) -> {
            NavigableMap<Long, Optional<Integer>> kept = known.headMap(upTo, true);
            if (!kept.isEmpty()) {
                versions.put(page, new TreeMap<>(kept));
            }
        });
    }

    private void checkFound(String next, long found) {
        check(
                found >= highestAcknowledged,
                next + " found VDL " + found + ", but " + writer + " had LSN " + highestAcknowledged + " acknowledged");
        check(found >= highestVdl, next + " found VDL " + found + ", but " + writer + " had published " + highestVdl);
    }

    private PageModel fork(String next, PageModel history, long found, long left, long epochNumber, int timelineId) {
        check(epochNumber >= epoch, next + " has epoch " + epochNumber + " after epoch " + epoch);
        PageModel model = new PageModel(next, found, left, epochNumber, timelineId, Optional.of(this));
        model.inherit(history, found);
        return model;
    }

    /** A point of this history that was published, not the last of them; empty if there is none. */
    Optional<Long> pastPoint(SplittableRandom random) {
        List<Long> points = new ArrayList<>(ends.headMap(highestVdl, false).keySet());
        return points.isEmpty()
                ? Optional.empty()
                : Optional.of(points.get(Math.max(0, points.size() - 1 - random.nextInt(1 << random.nextInt(1, 9)))));
    }

    /** The timeline that this writer writes. */
    int timeline() {
        return timeline;
    }

    /** Number of the volume epoch of this writer. */
    long epoch() {
        return epoch;
    }

    String writer() {
        return writer;
    }

    /** The highest LSN of which a commit was acknowledged, or at which the writer published a VDL. */
    long seenDurable() {
        return Math.max(highestAcknowledged, highestVdl);
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
                start >= before.used(),
                writer + " appended (" + start + ", " + end + "], but LSNs up to " + before.used() + " are used"));
        ends.put(end, start);
    }

    /** The mini-transaction left {@code page} with that content at {@code lsn}. */
    void version(long page, long lsn, int crc) {
        versions.computeIfAbsent(page, _ -> new TreeMap<>()).put(lsn, Optional.of(crc));
    }

    /** The mini-transaction freed {@code page} at {@code lsn}: from there on it is as one that was never written. */
    void freed(long page, long lsn) {
        versions.computeIfAbsent(page, _ -> new TreeMap<>()).put(lsn, Optional.empty());
    }

    /** True if {@code page} was written once and is free now. */
    boolean free(long page) {
        return versions.containsKey(page) && content(page, Long.MAX_VALUE).isEmpty();
    }

    /** True if {@code page} had a content at {@code lsn}, and was freed later. */
    boolean freedSince(long page, long lsn) {
        NavigableMap<Long, Optional<Integer>> history = versions.get(page);
        return content(page, lsn).isPresent()
                && history != null
                && history.tailMap(lsn, false).containsValue(Optional.<Integer>empty());
    }

    /** A commit at {@code lsn} was acknowledged. */
    void acknowledged(long lsn, Optional<PageModel> successor) {
        successor.ifPresent(next -> check(
                lsn <= next.foundVdl,
                writer + " had LSN " + lsn + " acknowledged after " + next.writer + " opened the volume at "
                        + next.foundVdl));
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

    /** The content of {@code page} at {@code lsn}: its CRC; empty if it was never written, or freed. */
    Optional<Integer> content(long page, long lsn) {
        NavigableMap<Long, Optional<Integer>> history = versions.get(page);
        Map.Entry<Long, Optional<Integer>> version = history == null ? null : history.floorEntry(lsn);
        return version == null ? Optional.empty() : version.getValue();
    }

    /** True if a mini-transaction of this history ends there, or it begins there. */
    boolean endsAt(long lsn) {
        return lsn == openedAt || ends.containsKey(lsn);
    }

    /** LSN of the last record of {@code group} at or below {@code lsn}, 0 if there is none. */
    long groupTail(int group, Geometry geometry, long lsn) {
        long tail = 0;
        for (Map.Entry<Long, NavigableMap<Long, Optional<Integer>>> each : versions.entrySet()) {
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

    /** The highest LSN that this writer and those before have used. */
    private long used() {
        return Math.max(lastAppended(), parent.map(PageModel::used).orElse(0L));
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
