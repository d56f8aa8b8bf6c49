package org.borealisdb.storage.segment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.borealisdb.redo.message.Acknowledgement;
import org.borealisdb.redo.message.Gossip;
import org.borealisdb.redo.message.SegmentContent;
import org.borealisdb.redo.message.SegmentProgress;

/** What a node tells others of its segments of a volume: only of those that vote, for the others may have forgotten what they acknowledged (R14). */
public final class SegmentReports {
    private final VolumeReplica replica;

    SegmentReports(VolumeReplica replica) {
        this.replica = replica;
    }

    /** An acknowledgement of the segments of {@code groups}, or of all if that is empty; and whom to send it to. */
    public Acknowledgement acknowledgement(long nonce, Collection<Integer> groups) {
        replica.lock().lock();
        try {
            List<SegmentProgress> progress = new ArrayList<>();
            for (Segment segment : replica.segments()) {
                if ((groups.isEmpty() || groups.contains(segment.group()))
                        && segment.votes(replica.metadata().timelines())) {
                    progress.add(progressOf(segment));
                }
            }
            return new Acknowledgement(
                    replica.metadata().id(), replica.metadata().epoch(), nonce, progress);
        } finally {
            replica.lock().unlock();
        }
    }

    /** Progress of the segments that vote. */
    public List<SegmentProgress> progress() {
        return acknowledgement(0, List.of()).segments();
    }

    SegmentProgress progressOf(Segment segment) {
        return new SegmentProgress(
                replica.metadata().id(),
                segment.group(),
                replica.metadata().group(segment.group()).epoch(),
                replica.metadata().timelines().current().id(),
                segment.scl());
    }

    /** What each segment that votes has (R8). */
    public List<SegmentContent> contents() {
        replica.lock().lock();
        try {
            int timeline = replica.metadata().timelines().current().id();
            List<SegmentContent> contents = new ArrayList<>();
            for (Segment segment : replica.segments()) {
                if (segment.votes(replica.metadata().timelines())) {
                    contents.add(SegmentSurvey.of(segment, timeline, replica.vdl(), replica.lowestReadLsn()));
                }
            }
            return contents;
        } finally {
            replica.lock().unlock();
        }
    }

    /** What to tell the peers: until the metadata are known to be the newest, only how new they are (R10). */
    public Gossip gossip() {
        List<SegmentProgress> progress = progress();
        replica.lock().lock();
        try {
            return new Gossip(
                    replica.metadata().id(),
                    replica.metadata().revision(),
                    replica.vdl(),
                    replica.learnt() ? progress : List.of());
        } finally {
            replica.lock().unlock();
        }
    }
}
