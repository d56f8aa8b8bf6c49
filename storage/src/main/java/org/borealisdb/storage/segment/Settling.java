package org.borealisdb.storage.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.message.Settle;
import org.borealisdb.runtime.time.Clock;

/** What is to be folded although little has gathered, so that it lies in layers altogether: a rewind is about to leave it. Guarded by the volume's lock. */
public final class Settling {
    private final VolumeReplica replica;
    private final SegmentReports reports;
    /** By group: LSNs up to which log is to be folded now. */
    private List<Long> wanted = List.of();

    Settling(VolumeReplica replica, SegmentReports reports) {
        this.replica = replica;
        this.reports = reports;
    }

    /**
     * Has the log up to VDL folded now, and waits for that until the clock shows {@code deadlineNanos}; answers how far the layers of the segments that vote have come. Empty if the
     * volume is not under that epoch or on that timeline.
     */
    public Optional<List<SegmentProgress>> settle(Settle request, Runnable wake, Clock clock, long deadlineNanos) {
        replica.lock().lock();
        try {
            if (!isOfNow(request)) {
                return Optional.empty();
            }
            replica.noteVdl(request.vdl());
            wanted = request.groupTails();
        } finally {
            replica.lock().unlock();
        }
        wake.run();
        replica.lock().lock();
        try {
            while (replica.segments().stream().anyMatch(this::wants) && clock.nanoTime() - deadlineNanos < 0) {
                replica.changed().await(Math.max(1, deadlineNanos - clock.nanoTime()));
            }
            if (!isOfNow(request)) {
                return Optional.empty();
            }
            List<SegmentProgress> settled = new ArrayList<>();
            for (Segment segment : replica.segments()) {
                reports.progressOf(segment)
                        .map(progress -> new SegmentProgress(
                                progress.volume(),
                                progress.group(),
                                progress.membershipEpoch(),
                                progress.timeline(),
                                // What a tail has is never in layers, and nobody counts on it.
                                segment.tail() ? segment.scl() : segment.flushed()))
                        .ifPresent(settled::add);
            }
            return Optional.of(settled);
        } finally {
            replica.lock().unlock();
        }
    }

    private boolean isOfNow(Settle request) {
        return request.epoch().equals(replica.metadata().epoch())
                && request.timeline() == replica.timelines().current().id();
    }

    /** True if the segment is to be folded although little has gathered. Locked. */
    public boolean wants(Segment segment) {
        return segment.group() < wanted.size()
                && segment.healthy()
                && !segment.tail()
                && segment.flushed() < Math.min(segment.scl(), wanted.get(segment.group()));
    }

    /** The volume has gone on elsewhere. Locked. */
    void stop() {
        wanted = List.of();
    }

    /** A fold has ended. Locked. */
    public void folded() {
        replica.changed().signalAll();
    }
}
