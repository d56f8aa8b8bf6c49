package org.borealisdb.storage.repair;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.redo.message.FetchPages;
import org.borealisdb.redo.message.FetchedPages;
import org.borealisdb.redo.message.PagesPrepared;
import org.borealisdb.redo.message.PreparePages;
import org.borealisdb.redo.message.ReadRefused;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.pace.CopyPace;
import org.borealisdb.storage.segment.Admission;
import org.borealisdb.storage.segment.LogByPage;
import org.borealisdb.storage.segment.LogEntry;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * Answers {@link PreparePages} and {@link FetchPages}. Each answer is read from one state of the segment: its layers, held open, and its log in memory. Between answers
 * it may fold and merge as it likes, but not collect what is needed at the base (a pin, which each request renews), so the answers together hold what one merge of
 * everything would have held. Called by any task, one for each asker.
 */
public final class PageSource {
    /** No more requests than this wait for their turn: those who wait take the place of page reads. */
    private static final int MOST_WAITING = 16;
    /** The floor of a tail: it has no pages as of any LSN. */
    private static final long NEVER = Long.MAX_VALUE;

    private final Tasks tasks;
    private final Clock clock;
    private final Metrics metrics;
    private final RepairSettings settings;
    private final CopyPace pace;
    private final Runnable learn;
    /** Requests that wait for their turn. */
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * A source.
     *
     * @param pace  of what the node gives away
     * @param learn is called when an asker knows newer metadata
     */
    public PageSource(
            Tasks tasks, Clock clock, Metrics metrics, RepairSettings settings, CopyPace pace, Runnable learn) {
        this.tasks = tasks;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        this.pace = pace;
        this.learn = learn;
    }

    /** Says how far the segment can be copied, and keeps it so for a while. */
    public StorageMessage prepare(VolumeReplica volume, Address from, PreparePages request) {
        List<Layer> layers;
        PagesPrepared prepared;
        volume.lock().lock();
        try {
            Optional<StorageMessage> refusal =
                    refusal(volume, from, request.epoch(), request.timeline(), request.group());
            if (refusal.isPresent()) {
                return refusal.get();
            }
            Segment segment = volume.segment(request.group()).orElseThrow();
            layers = segment.layers();
            pin(segment, from, segment.manifest().collectionFloor());
            prepared = new PagesPrepared(
                    request.volume(),
                    request.group(),
                    volume.membershipEpoch(request.group()),
                    segment.scl(),
                    segment.tail() ? NEVER : segment.manifest().collectionFloor(),
                    segment.highestBase(volume.vdl()),
                    segment.manifest().logFloor(),
                    segment.layerContentBytes() + segment.logBytes(),
                    List.of());
        } finally {
            volume.lock().unlock();
        }
        metrics.count("storage.repair.prepared");
        pace.expect();
        return new PagesPrepared(
                prepared.volume(),
                prepared.group(),
                prepared.membershipEpoch(),
                prepared.scl(),
                prepared.lowest(),
                prepared.highest(),
                prepared.logFloor(),
                prepared.bytes(),
                cuts(layers, prepared.bytes()));
    }

    private void pin(Segment segment, Address from, long base) {
        segment.pins().set(from, base, clock.nanoTime() + settings.pinTime().toNanos());
    }

    /** Pages that divide the largest layer evenly: few parts, each worth a file and some requests. */
    private List<Long> cuts(List<Layer> layers, long bytes) {
        Optional<Layer> largest = layers.stream().max(Comparator.comparingInt(Layer::sections));
        int sections = largest.map(Layer::sections).orElse(0);
        int parts = (int) Math.min(
                Math.min(PagesPrepared.MAX_CUTS + 1L, settings.workers()),
                Math.min(bytes / settings.pieceBytes(), sections));
        List<Long> cuts = new ArrayList<>();
        for (int part = 1; part < parts; part++) {
            cuts.add(largest.orElseThrow().page((int) ((long) sections * part / parts)));
        }
        return cuts;
    }

    /** Why the asker gets nothing from this segment. Locked. */
    private Optional<StorageMessage> refusal(
            VolumeReplica volume, Address from, VolumeEpoch epoch, int timeline, int group) {
        VolumeMetadata metadata = volume.metadata();
        Admission compared = volume.compare(epoch, timeline);
        boolean member = group >= 0
                && group < metadata.groups().size()
                && metadata.group(group).contains(from);
        if (compared == Admission.OLDER
                || (compared == Admission.ACCEPTED
                        && timeline != metadata.timelines().current().id())) {
            return Optional.of(new Rejection(metadata));
        }
        if (compared == Admission.NEWER || !member) {
            learn.run();
            return compared == Admission.NEWER
                    ? refused(volume, ReadRefused.Reason.BEHIND, 0)
                    : Optional.of(new Rejection(metadata));
        }
        Optional<Segment> segment = volume.segment(group);
        if (segment.isEmpty()) {
            return refused(volume, ReadRefused.Reason.NO_SEGMENT, 0);
        }
        if (!segment.get().votes(metadata.timelines())) {
            boolean damaged = !segment.get().healthy();
            return refused(volume, damaged ? ReadRefused.Reason.DAMAGED : ReadRefused.Reason.BEHIND, 0);
        }
        return Optional.empty();
    }

    private Optional<StorageMessage> refused(VolumeReplica volume, ReadRefused.Reason reason, long scl) {
        metrics.count("storage.repair.refused");
        return Optional.of(new ReadRefused(volume.id(), reason, scl));
    }

    /** Sends a piece of the segment, when it is its turn. */
    public StorageMessage fetch(VolumeReplica volume, Address from, FetchPages request) {
        int complete = healthyCopies(volume, request.group());
        int expected = Math.clamp(request.maxBytes(), 1, settings.pieceBytes());
        boolean mayWait = waiting.incrementAndGet() <= MOST_WAITING;
        try {
            // Whoever asks gives up after the time-out, and has others to ask.
            pace.begin(expected, complete, mayWait ? settings.callTimeout().toNanos() / 4 : 0);
        } finally {
            waiting.decrementAndGet();
        }
        StorageMessage answer = new ReadRefused(request.volume(), ReadRefused.Reason.UNAVAILABLE, 0);
        try {
            answer = read(volume, from, request);
            return answer;
        } finally {
            pace.end(expected, answer instanceof FetchedPages pages ? pages.bytes() : 0, complete);
        }
    }

    /** How many copies of the group have everything, this one included. */
    private int healthyCopies(VolumeReplica volume, int group) {
        volume.lock().lock();
        try {
            Optional<Segment> segment = volume.segment(group);
            return segment.isEmpty() ? 0 : 1 + segment.get().peers().complete(volume.peersOf(group), clock.nanoTime());
        } finally {
            volume.lock().unlock();
        }
    }

    private StorageMessage read(VolumeReplica volume, Address from, FetchPages request) {
        Segment segment;
        List<Layer> layers;
        List<LogEntry> log;
        Optional<LogByPage> kept;
        long floor;
        HistoryPath path;
        volume.lock().lock();
        try {
            Optional<StorageMessage> refusal = refusal(
                            volume, from, request.epoch(), request.timeline(), request.group())
                    .or(() -> unable(volume, request));
            if (refusal.isPresent()) {
                return refusal.get();
            }
            segment = volume.segment(request.group()).orElseThrow();
            pin(segment, from, request.base());
            floor = segment.manifest().collectionFloor();
            path = volume.path();
            layers = segment.layers();
            layers.forEach(Layer::acquire);
            log = segment.upTo(request.base());
            kept = segment.pins().kept(from, log);
        } finally {
            volume.lock().unlock();
        }
        try {
            LogByPage byPage = kept.orElseGet(() -> made(volume, segment, from, request.base(), log));
            return new PagePiece(tasks, layers, byPage, request, path, floor).read();
        } catch (ObjectStoreException e) {
            // A layer of a restored segment that is not here yet: another peer may have it.
            return refused(volume, ReadRefused.Reason.UNAVAILABLE, 0).orElseThrow();
        } catch (MalformedException | FileException e) {
            metrics.count("storage.repair.sourceDamaged");
            volume.damage().found(segment, e);
            return new ReadRefused(request.volume(), ReadRefused.Reason.DAMAGED, 0);
        } finally {
            layers.forEach(Layer::release);
        }
    }

    private static LogByPage made(VolumeReplica volume, Segment segment, Address from, long base, List<LogEntry> log) {
        LogByPage made = new LogByPage(log, base);
        volume.lock().lock();
        try {
            segment.pins().keep(from, base, made);
        } finally {
            volume.lock().unlock();
        }
        return made;
    }

    /** Why the segment can't be given as of the base. Locked. */
    private Optional<StorageMessage> unable(VolumeReplica volume, FetchPages request) {
        Segment segment = volume.segment(request.group()).orElseThrow();
        if (segment.tail()) {
            return refused(volume, ReadRefused.Reason.NO_SEGMENT, segment.scl());
        }
        if (segment.differingPages().any(request.fromPage(), request.toPage())) {
            return refused(volume, ReadRefused.Reason.DAMAGED, segment.scl());
        }
        if (request.base() > Math.min(segment.scl(), volume.vdl())) {
            return refused(volume, ReadRefused.Reason.BEHIND, segment.scl());
        }
        if (request.base() < segment.manifest().collectionFloor() && !PlantedBug.COPY_WITHOUT_PIN.planted()) {
            return refused(volume, ReadRefused.Reason.COLLECTED, segment.scl());
        }
        return Optional.empty();
    }
}
