package org.borealisdb.storage.scrub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.redo.message.ChecksumPages;
import org.borealisdb.redo.message.PageChecksums;
import org.borealisdb.redo.message.ReadRefused;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.PageBuild;
import org.borealisdb.storage.layer.PageCursor;
import org.borealisdb.storage.segment.Admission;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * Checksums of pages as a segment has them, out of its layers alone: so at an LSN at or below where these end, which is never above VDL. Called by any task.
 */
public final class ChecksumSource {
    private static final int PAGES_BEFORE_GIVING_WAY = 4;

    private final Tasks tasks;
    private final Metrics metrics;
    private final Runnable learn;

    /** A source; {@code learn} is called when an asker knows newer metadata. */
    public ChecksumSource(Tasks tasks, Metrics metrics, Runnable learn) {
        this.tasks = tasks;
        this.metrics = metrics;
        this.learn = learn;
    }

    /**
     * What a segment can be compared by.
     *
     * @param layers held open: whoever has it releases them
     */
    private record State(Segment segment, List<Layer> layers, HistoryPath path) {}

    /** Answers a peer. */
    public StorageMessage answer(VolumeReplica volume, ChecksumPages request) {
        State state;
        volume.lock().lock();
        try {
            Optional<StorageMessage> refusal =
                    refusal(volume, request.epoch(), request.timeline(), request.group(), request.lsn());
            if (refusal.isPresent()) {
                return refusal.get();
            }
            Segment segment = volume.segment(request.group()).orElseThrow();
            state = new State(segment, segment.layers(), volume.path());
            state.layers().forEach(Layer::acquire);
        } finally {
            volume.lock().unlock();
        }
        try {
            return sums(state, request);
        } catch (MalformedException | FileException e) {
            metrics.count("storage.scrub.sourceDamaged");
            volume.damage().found(state.segment(), e);
            return new ReadRefused(request.volume(), ReadRefused.Reason.DAMAGED, 0);
        } finally {
            state.layers().forEach(Layer::release);
        }
    }

    /** Locked. */
    private Optional<StorageMessage> refusal(
            VolumeReplica volume, VolumeEpoch epoch, int timeline, int group, long lsn) {
        VolumeMetadata metadata = volume.metadata();
        Admission compared = volume.compare(epoch, timeline);
        if (compared == Admission.OLDER
                || (compared == Admission.ACCEPTED
                        && timeline != metadata.timelines().current().id())) {
            return Optional.of(new Rejection(metadata));
        }
        if (compared == Admission.NEWER) {
            learn.run();
            return refused(volume, ReadRefused.Reason.NO_SEGMENT, 0);
        }
        Optional<Segment> found = volume.segment(group);
        if (found.isEmpty() || found.get().tail() || !found.get().votes(metadata.timelines())) {
            return refused(volume, ReadRefused.Reason.NO_SEGMENT, 0);
        }
        Segment segment = found.get();
        if (segment.layers().stream().anyMatch(Layer::remote)) {
            // To build all pages is to fetch everything, which is for another task to do at its own pace.
            return refused(volume, ReadRefused.Reason.UNAVAILABLE, 0);
        }
        if (lsn < segment.manifest().collectionFloor()) {
            return refused(
                    volume, ReadRefused.Reason.COLLECTED, segment.manifest().collectionFloor());
        }
        return lsn > segment.flushed()
                ? refused(volume, ReadRefused.Reason.BEHIND, segment.flushed())
                : Optional.empty();
    }

    private static Optional<StorageMessage> refused(VolumeReplica volume, ReadRefused.Reason reason, long lsn) {
        return Optional.of(new ReadRefused(volume.id(), reason, lsn));
    }

    private PageChecksums sums(State state, ChecksumPages request) {
        PageCursor pages = new PageCursor(state.layers(), request.fromPage());
        TreeMap<Long, Integer> sums = new TreeMap<>();
        int asked = 0;
        long nextPage = request.toPage();
        for (long next = pages.next(); next != PageCursor.NONE && next < request.toPage(); next = pages.next()) {
            long page = next;
            if (asked == PageChecksums.MOST) {
                nextPage = page;
                break;
            }
            PageBuild build = new PageBuild(page, request.lsn(), state.path());
            for (Layer layer : state.layers().reversed()) {
                build.add(layer);
            }
            build.build().ifPresent(image -> sums.put(page, Checksum.of(image, 0, image.length)));
            asked++;
            if (asked % PAGES_BEFORE_GIVING_WAY == 0) {
                tasks.giveWay();
            }
        }
        List<PageChecksums.Sum> all = new ArrayList<>();
        sums.forEach((page, sum) -> all.add(new PageChecksums.Sum(page, sum)));
        return new PageChecksums(request.volume(), request.group(), nextPage, all);
    }
}
