package org.borealisdb.storage.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.message.NodeLoad;
import org.borealisdb.redo.message.SegmentLoad;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.message.SegmentRepair;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.storage.ingest.Volumes;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * One walk over all segments of a node.
 *
 * @param segments   what each costs and has
 * @param noteworthy what a person should know of the first that there is something to know of, in words
 */
record NodeSurvey(List<Surveyed> segments, Optional<String> noteworthy) {
    static final NodeSurvey NOTHING = new NodeSurvey(List.of(), Optional.empty());

    NodeSurvey {
        segments = List.copyOf(segments);
    }

    /**
     * A segment.
     *
     * @param progress what it tells others, if it votes
     * @param backlog  bytes of log that are not in layers
     */
    record Surveyed(VolumeId volume, SegmentLoad load, Optional<SegmentProgress> progress, long backlog) {}

    /** Looks at all segments of {@code volumes}, some of which are under {@code repairs}. Takes the volumes' locks. */
    static NodeSurvey of(Volumes volumes, List<SegmentRepair> repairs) {
        List<Surveyed> segments = new ArrayList<>();
        Optional<String> noteworthy = Optional.empty();
        for (VolumeReplica volume : volumes.all()) {
            volume.lock().lock();
            try {
                for (Segment segment : volume.segments()) {
                    segments.add(new Surveyed(
                            volume.id(),
                            segment.work().load(segment),
                            volume.reports().progressOf(segment),
                            segment.logBytes()));
                    noteworthy = noteworthy.or(() -> SegmentState.of(volume, segment, repairs));
                }
            } finally {
                volume.lock().unlock();
            }
        }
        return new NodeSurvey(segments, noteworthy);
    }

    /** Progress of the segments of all volumes that vote. */
    List<SegmentProgress> progress() {
        return segments.stream().flatMap(each -> each.progress().stream()).toList();
    }

    List<SegmentProgress> progressOf(VolumeId volume) {
        return of(volume).stream().flatMap(each -> each.progress().stream()).toList();
    }

    long layerBytes() {
        return segments.stream().mapToLong(each -> each.load().layerBytes()).sum();
    }

    long backlog() {
        return segments.stream().mapToLong(Surveyed::backlog).sum();
    }

    long backlogOf(VolumeId volume) {
        return of(volume).stream().mapToLong(Surveyed::backlog).sum();
    }

    /** What the node bears, and how much of it {@code asked} makes, with {@code usableBytes} left on its disk. */
    NodeLoad load(VolumeId asked, long usableBytes) {
        return new NodeLoad(
                segments.size(),
                Math.max(0, usableBytes),
                segments.stream().mapToLong(each -> each.load().logBytes()).sum(),
                segments.stream().mapToLong(each -> each.load().reads()).sum(),
                of(asked).stream().map(Surveyed::load).toList());
    }

    private List<Surveyed> of(VolumeId volume) {
        return segments.stream().filter(each -> each.volume().equals(volume)).toList();
    }
}
