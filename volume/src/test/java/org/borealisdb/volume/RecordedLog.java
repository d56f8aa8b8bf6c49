package org.borealisdb.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.volume.stream.FollowedVolume;
import org.borealisdb.volume.stream.LogFollower;

/** A follower that applies all log to pages of its own, beginning with nothing, and checks what it is told. */
final class RecordedLog implements LogFollower {
    private final Tasks tasks;
    private final FollowedVolume volume;
    private final Map<Long, MemorySegment> pages = new TreeMap<>();
    private final List<Long> restarts = new ArrayList<>();
    private long at;
    private long oldestView;
    /** How long it takes to apply something. */
    private long slownessNanos;

    private int longest;
    private int pieces;

    RecordedLog(Tasks tasks, FollowedVolume volume) {
        this.tasks = tasks;
        this.volume = volume;
        this.at = volume.vdl();
        this.oldestView = at;
    }

    @Override
    public void apply(MemorySegment records, int length, long startLsn) {
        assertThat(startLsn).isGreaterThanOrEqualTo(at);
        assertThat(volume.vdl()).as("VDL while log is applied").isEqualTo(at);
        pieces++;
        longest = Math.max(longest, length);
        int offset = 0;
        boolean ended = false;
        while (offset < length) {
            int size = RedoRecord.length(records, offset);
            long page = RedoRecord.pageNumber(records, offset);
            MemorySegment content = pages.computeIfAbsent(page, _ -> MemorySegment.ofArray(new byte[Page.BYTES]));
            PageApplier.apply(content, 0, records, offset, startLsn + offset + size);
            ended = RedoRecord.consistencyPoint(records, offset);
            offset += size;
        }
        assertThat(ended).as("the last record ends a mini-transaction").isTrue();
        if (slownessNanos > 0) {
            tasks.sleep(slownessNanos);
        }
        at = startLsn + length;
    }

    @Override
    public void restart(long lsn) {
        pages.clear();
        restarts.add(lsn);
        at = lsn;
        oldestView = lsn;
    }

    @Override
    public long oldestView() {
        return oldestView;
    }

    void oldestView(long lsn) {
        oldestView = lsn;
    }

    void slow(long nanos) {
        slownessNanos = nanos;
    }

    List<Long> restarts() {
        return restarts;
    }

    int longest() {
        return longest;
    }

    int pieces() {
        return pieces;
    }

    /** The value that the log left in {@code page}. */
    long value(long page) {
        return Optional.ofNullable(pages.get(page)).orElseThrow().get(Page.LONG, Page.HEADER_BYTES);
    }
}
