package org.borealisdb.storage.segment;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.message.SegmentProgress;
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

    /** Has the log up to {@code vdl} folded now, where the groups' tails are {@code tails}, and waits for that until the clock shows {@code deadlineNanos}. */
    public List<SegmentProgress> settle(long vdl, List<Long> tails, Runnable wake, Clock clock, long deadlineNanos) {
        replica.lock().lock();
        try {
            replica.noteVdl(vdl);
            wanted = List.copyOf(tails);
        } finally {
            replica.lock().unlock();
        }
        wake.run();
        replica.lock().lock();
        try {
            while (replica.segments().stream().anyMatch(this::wants) && clock.nanoTime() - deadlineNanos < 0) {
                replica.changed().await(Math.max(1, deadlineNanos - clock.nanoTime()));
            }
            List<SegmentProgress> settled = new ArrayList<>();
            for (Segment segment : replica.segments()) {
                if (segment.votes(replica.timelines())) {
                    SegmentProgress progress = reports.progressOf(segment);
                    settled.add(new SegmentProgress(
                            progress.volume(),
                            progress.group(),
                            progress.membershipEpoch(),
                            progress.timeline(),
                            segment.flushed()));
                }
            }
            return settled;
        } finally {
            replica.lock().unlock();
        }
    }

    /** True if the segment is to be folded although little has gathered. Locked. */
    public boolean wants(Segment segment) {
        return segment.group() < wanted.size()
                && segment.healthy()
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
