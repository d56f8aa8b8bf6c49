package org.borealisdb.volume.stream;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.borealisdb.redo.message.LaggingSegment;
import org.borealisdb.redo.message.Welcome;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.volume.quorum.Segments;
import org.borealisdb.volume.reader.ReadPoints;

/**
 * One joining of a reader: where it is on one writer's line. When it begins again it makes another one, so a read that began on this one cannot be taken for one of the next. Safe for use by all
 * tasks; {@link #advance} by one at a time.
 *
 * <p>Tails of groups move before the read point does: whoever reads as of a point asks for at least what the group has there.
 */
final class FollowedLine implements Segments {
    private final long joining;
    private final int timeline;
    private final LogInbox inbox;
    private final ReadPoints reads;

    private volatile Optional<String> lost = Optional.empty();
    private volatile VolumeMetadata metadata;
    private volatile AtomicLongArray tails;
    private volatile Map<LaggingKey, Long> lagging = Map.of();
    private volatile long historyStart;
    private volatile long readPoint;
    /** LSN behind which the log goes on that was not applied: the read point, or where the timeline begins. */
    private volatile long position;

    private record LaggingKey(int group, Address node) implements Comparable<LaggingKey> {
        @Override
        public int compareTo(LaggingKey other) {
            return group != other.group ? Integer.compare(group, other.group) : node.compareTo(other.node);
        }
    }

    FollowedLine(Welcome welcome, long mostBytes) {
        this.joining = welcome.joining();
        this.metadata = welcome.metadata();
        this.timeline = metadata.timelines().current().id();
        this.position = Math.max(welcome.vdl(), metadata.timelines().current().firstLsn());
        this.inbox = new LogInbox(mostBytes, position, welcome.vdl());
        this.reads = new ReadPoints(welcome.vdl());
        this.readPoint = welcome.vdl();
        this.historyStart = welcome.historyStart();
        long[] first =
                new long[Math.max(metadata.groups().size(), welcome.groupTails().size())];
        for (int group = 0; group < welcome.groupTails().size(); group++) {
            first[group] = welcome.groupTails().get(group);
        }
        this.tails = new AtomicLongArray(first);
    }

    long joining() {
        return joining;
    }

    int timeline() {
        return timeline;
    }

    VolumeMetadata metadata() {
        return metadata;
    }

    LogInbox inbox() {
        return inbox;
    }

    ReadPoints reads() {
        return reads;
    }

    long readPoint() {
        return readPoint;
    }

    long position() {
        return position;
    }

    long historyStart() {
        return historyStart;
    }

    /** Takes newer metadata of the same epoch. */
    synchronized void learn(VolumeMetadata newest) {
        if (newest.epoch().equals(metadata.epoch()) && newest.newerThan(metadata)) {
            metadata = newest;
        }
    }

    /** Takes what the writer says of segments. */
    void learn(List<LaggingSegment> segments, long newHistoryStart) {
        Map<LaggingKey, Long> next = new TreeMap<>();
        segments.forEach(each -> next.put(new LaggingKey(each.group(), each.node()), each.scl()));
        lagging = next;
        historyStart = Math.max(historyStart, newHistoryStart);
    }

    /** No more log comes on this line, for this reason. */
    synchronized void lose(String reason) {
        if (lost.isEmpty()) {
            lost = Optional.of(reason);
        }
    }

    /** Why no more log comes; empty as long as it does. */
    Optional<String> lost() {
        return lost;
    }

    /** From now on pages are read as of the end of {@code length} bytes of {@code log}, whole mini-transactions from {@link #position} on. */
    void advance(MemorySegment log, int length) {
        int at = 0;
        while (at < length) {
            int group = metadata.geometry().groupOf(RedoRecord.pageNumber(log, at));
            at += RedoRecord.length(log, at);
            // Whoever sees the read point, which is stored after it, sees it too.
            tailsFor(group).setRelease(group, position + at);
        }
        readPoint = position + length;
        position = readPoint;
    }

    private AtomicLongArray tailsFor(int group) {
        AtomicLongArray known = tails;
        if (group < known.length()) {
            return known;
        }
        long[] more = new long[Math.max(group + 1, metadata.groups().size())];
        for (int each = 0; each < known.length(); each++) {
            more[each] = known.get(each);
        }
        AtomicLongArray next = new AtomicLongArray(more);
        tails = next;
        return next;
    }

    @Override
    public List<Membership> memberships() {
        return metadata.groups();
    }

    @Override
    public long durableTail(int group) {
        AtomicLongArray known = tails;
        return group < known.length() ? known.get(group) : 0;
    }

    /** Who was not said to lag has everything. */
    @Override
    public long scl(int group, Address node) {
        return lagging.getOrDefault(new LaggingKey(group, node), Long.MAX_VALUE);
    }
}
