package org.borealisdb.storage.segment;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.redo.message.PageImage;
import org.borealisdb.redo.message.ReadPage;
import org.borealisdb.redo.message.ReadRefused;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.PageBuild;
import org.borealisdb.storage.pace.ForegroundLatency;

/**
 * Serves versions of pages. A segment serves what it can prove complete: it is on the reader's timeline, its SCL has reached the group's tail
 * at or below the version asked for, and nothing above its collection floor is gone. Called by any number of tasks.
 */
public final class PageReader {
    private static final int INDEXED_AT_A_TIME = 2048;

    private final Clock clock;
    private final Metrics metrics;
    private final ForegroundLatency latency;
    private final long waitNanos;
    private final Runnable learn;
    private final EarlyIndex index;
    private final FoldedReads folded;

    /**
     * A reader.
     *
     * @param latency   is told how long reads took that did not have to wait for the segment to become complete
     * @param waitNanos how long a read waits for the segment to become complete
     * @param learn     called when a reader knows newer metadata
     * @param index     goes on with what a read has begun to index
     */
    public PageReader(
            Clock clock, Metrics metrics, ForegroundLatency latency, long waitNanos, Runnable learn, EarlyIndex index) {
        this.clock = clock;
        this.metrics = metrics;
        this.latency = latency;
        this.waitNanos = waitNanos;
        this.learn = learn;
        this.index = index;
        this.folded = new FoldedReads(metrics);
    }

    /** What reads have folded since the node was started. */
    public FoldedReads folded() {
        return folded;
    }

    /** Answers a read; may wait. */
    public StorageMessage read(VolumeReplica volume, ReadPage request) {
        long begin = clock.nanoTime();
        long deadline = begin + waitNanos;
        boolean waited = false;
        boolean indexes = false;
        Segment segment;
        PageIndexCursor records;
        List<Layer> layers;
        HistoryPath path;
        volume.lock().lock();
        try {
            while (true) {
                Optional<StorageMessage> refusal = refusal(volume, request);
                if (refusal.isEmpty()) {
                    Segment asked = segment(volume, request);
                    indexes |= !asked.indexed();
                    if (asked.index(INDEXED_AT_A_TIME, volume.lowestReadLsn())) {
                        break;
                    }
                    // Log that is to be acknowledged does not wait for all of it.
                    volume.changed().await(1);
                    continue;
                }
                if (!(refusal.get() instanceof ReadRefused refused)
                        || refused.reason() != ReadRefused.Reason.BEHIND
                        || clock.nanoTime() >= deadline) {
                    return refusal.get();
                }
                metrics.count("storage.read.waited");
                waited = true;
                volume.changed().await(deadline - clock.nanoTime());
            }
            segment = segment(volume, request);
            segment.work().read(clock.nanoTime());
            records = segment.records(request.pageNumber(), request.readLsn(), volume.lowestReadLsn());
            path = volume.path();
            layers = segment.layers();
            layers.forEach(Layer::acquire);
        } finally {
            volume.lock().unlock();
        }
        if (indexes) {
            metrics.count("storage.read.indexes");
            index.want(volume);
        }
        try {
            return build(volume, segment, request, path, records, layers);
        } finally {
            layers.forEach(Layer::release);
            if (!waited) {
                latency.note(clock.nanoTime() - begin);
            }
        }
    }

    private static Segment segment(VolumeReplica volume, ReadPage request) {
        return volume.segment(volume.metadata().geometry().groupOf(request.pageNumber()))
                .orElseThrow();
    }

    /** Why the read can't be served as things are; BEHIND may pass. */
    private Optional<StorageMessage> refusal(VolumeReplica volume, ReadPage request) {
        VolumeMetadata metadata = volume.metadata();
        Admission compared = volume.compare(request.epoch(), request.timeline());
        if (compared == Admission.OLDER
                || (compared == Admission.ACCEPTED
                        && request.timeline() != metadata.timelines().current().id())) {
            metrics.count("storage.read.rejected");
            return Optional.of(new Rejection(metadata));
        }
        int group = metadata.geometry().groupOf(request.pageNumber());
        Optional<Segment> found = volume.segment(group);
        if (compared == Admission.NEWER && !PlantedBug.SERVE_BEFORE_LEARNING.planted()) {
            metrics.count("storage.read.beforeLearning");
            learn.run();
            return refused(request, ReadRefused.Reason.BEHIND, 0);
        }
        if (found.isEmpty() || found.get().tail()) {
            return refused(request, ReadRefused.Reason.NO_SEGMENT, 0);
        }
        Segment segment = found.get();
        if (!segment.healthy()) {
            return refused(request, ReadRefused.Reason.DAMAGED, 0);
        }
        if (segment.differingPages().contains(request.pageNumber())) {
            metrics.count("storage.read.differing");
            return refused(request, ReadRefused.Reason.DAMAGED, 0);
        }
        if (!segment.votes(metadata.timelines())) {
            metrics.count("storage.read.abstaining");
            return refused(request, ReadRefused.Reason.BEHIND, 0);
        }
        if (compared == Admission.ACCEPTED) {
            volume.proveVdl(request.readLsn());
        }
        if (request.readLsn() < segment.manifest().collectionFloor()) {
            metrics.count("storage.read.collected");
            return refused(request, ReadRefused.Reason.COLLECTED, segment.scl());
        }
        if (segment.scl() < request.requiredGroupLsn() && !PlantedBug.SERVE_INCOMPLETE_PAGE.planted()) {
            segment.noteTail(request.requiredGroupLsn());
            return refused(request, ReadRefused.Reason.BEHIND, segment.scl());
        }
        return Optional.empty();
    }

    private static Optional<StorageMessage> refused(ReadPage request, ReadRefused.Reason reason, long scl) {
        return Optional.of(new ReadRefused(request.volume(), reason, scl));
    }

    private StorageMessage build(
            VolumeReplica volume,
            Segment segment,
            ReadPage request,
            HistoryPath path,
            PageIndexCursor records,
            List<Layer> layers) {
        PageBuild build = new PageBuild(request.pageNumber(), request.readLsn(), path);
        records.addTo(build);
        try {
            for (Layer layer : layers.reversed()) {
                build.add(layer);
            }
            folded.note(build.records(), build.recordBytes());
            byte[] none = new byte[0];
            return new PageImage(
                    request.volume(),
                    request.pageNumber(),
                    ByteBuffer.wrap(build.build().orElse(none)));
        } catch (ObjectStoreException e) {
            // A layer of a restored segment that is not here yet: it may be soon, or a peer has fetched it already.
            metrics.count("storage.read.unreachable");
            return new ReadRefused(request.volume(), ReadRefused.Reason.UNAVAILABLE, 0);
        } catch (MalformedException | FileException e) {
            // A layer that can't be read is as good as one that reads wrong.
            metrics.count("storage.read.damaged");
            volume.damage().found(segment, e);
            return new ReadRefused(request.volume(), ReadRefused.Reason.DAMAGED, 0);
        }
    }
}
