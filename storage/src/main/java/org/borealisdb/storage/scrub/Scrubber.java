package org.borealisdb.storage.scrub;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.borealisdb.redo.message.CompareAgain;
import org.borealisdb.redo.message.ScrubProgress;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.ingest.Ingest;
import org.borealisdb.storage.ingest.Volumes;
import org.borealisdb.storage.journal.Journal;
import org.borealisdb.storage.layer.DamagedSectionException;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerScan;
import org.borealisdb.storage.materialize.Materializer;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * The task that verifies all files of a node within a bounded time, and begins again: see the package description for what becomes of what it finds. Everything but {@link #run} may be
 * called by any task.
 */
public final class Scrubber {
    private static final long MOST_SUSPECTS = 64;
    private static final long MICROS = 1000;
    /** How often within a period it is asked again about pages that differ. */
    private static final long RECONSIDERED = 1000;

    private final Tasks tasks;
    private final Clock clock;
    private final FileStore files;
    private final Metrics metrics;
    private final ScrubSettings settings;
    private final Volumes volumes;
    private final SmallFileScrub small;
    private final ChecksumSource sums;
    private final Consumer<VolumeMetadata> learn;
    private final Consumer<String> report;
    private final ScrubPace pace;
    private final Lock lock;
    /** Pages that peers say are different there. */
    private final ArrayDeque<CompareAgain> suspects = new ArrayDeque<>();

    private volatile ScrubPlace place = ScrubPlace.beginning(0, 0);
    private volatile long totalBytes;
    /** Of files that don't belong to a segment, and small ones. */
    private final AtomicLong damaged = new AtomicLong();

    private final AtomicLong restored = new AtomicLong();
    private long rememberedAt;
    private long reconsideredAt;
    private int passes;

    /**
     * The task of a node.
     *
     * @param windowBytes in which the journal is read, a multiple of the block size
     * @param sums   answers what the node's own pages are
     * @param learn  takes metadata that may be newer
     * @param report is told in words what was found
     */
    public Scrubber(
            Tasks tasks,
            Clock clock,
            FileStore files,
            Metrics metrics,
            ScrubSettings settings,
            int windowBytes,
            Volumes volumes,
            Journal journal,
            Ingest ingest,
            Materializer materializer,
            ChecksumSource sums,
            Consumer<VolumeMetadata> learn,
            Consumer<String> report) {
        this.tasks = tasks;
        this.clock = clock;
        this.files = files;
        this.metrics = metrics;
        this.settings = settings;
        this.volumes = volumes;
        this.sums = sums;
        this.learn = learn;
        this.report = report;
        this.small = new SmallFileScrub(
                tasks,
                files,
                metrics,
                volumes,
                journal,
                ingest,
                materializer,
                windowBytes,
                this::found,
                this::restored);
        this.pace = new ScrubPace(tasks, clock, settings);
        this.lock = tasks.lock("scrub suspects");
    }

    /** Ends the task. */
    public void close() {
        pace.close();
    }

    /** A peer has another content of a page: it is compared soon. */
    public void compareAgain(CompareAgain suspect) {
        lock.lock();
        try {
            if (suspects.size() < MOST_SUSPECTS) {
                suspects.add(suspect);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How far it is. */
    public ScrubProgress progress() {
        int differing = 0;
        long found = damaged.get();
        long mended = restored.get();
        for (VolumeReplica volume : volumes.all()) {
            found += volume.damage().found();
            mended += volume.damage().mended();
            volume.lock().lock();
            try {
                for (Segment segment : volume.segments()) {
                    differing += segment.differingPages().count();
                }
            } finally {
                volume.lock().unlock();
            }
        }
        ScrubPlace now = place;
        return new ScrubProgress(
                now.completedMillis(),
                now.doneBytes(),
                Math.max(totalBytes, now.doneBytes()),
                found,
                mended,
                differing);
    }

    private void found(String what) {
        damaged.incrementAndGet();
        metrics.count("storage.scrub.damaged");
        report.accept("scrub: " + what);
    }

    private void restored() {
        restored.incrementAndGet();
        metrics.count("storage.scrub.restored");
    }

    /** The task's body. */
    public void run(Endpoint endpoint) {
        CopyComparison comparison = new CopyComparison(metrics, settings, sums, endpoint, learn, report);
        place = ScrubPlace.read(files).orElseGet(() -> ScrubPlace.beginning(millis(), 0));
        rememberedAt = clock.nanoTime();
        reconsideredAt = rememberedAt;
        try {
            while (true) {
                pass(comparison);
                long completed = millis();
                metrics.count("storage.scrub.passes");
                long rest = settings.period().toMillis() - (completed - place.startedMillis());
                place = ScrubPlace.beginning(completed, completed);
                remember(true);
                passes++;
                rest(comparison, Math.clamp(rest, 1, settings.period().toMillis()));
                place = ScrubPlace.beginning(millis(), completed);
            }
        } catch (ScrubEndedException closing) {
            // The next start goes on.
        }
    }

    private long millis() {
        return Math.max(0, clock.wallMicros() / MICROS);
    }

    /** Rests, but looks at what peers find strange. */
    private void rest(CopyComparison comparison, long restMillis) {
        long until = clock.nanoTime() + Duration.ofMillis(restMillis).toNanos();
        long slice =
                Math.min(settings.callTimeout().toNanos(), settings.period().toNanos());
        while (clock.nanoTime() - until < 0) {
            pace.rest(Math.min(slice, until - clock.nanoTime()));
            lookAtSuspects(comparison);
        }
    }

    private void pass(CopyComparison comparison) {
        totalBytes = small.bytes() + layerBytes();
        long elapsed = Math.clamp(
                millis() - place.startedMillis(), 0, settings.period().toMillis());
        // Building pages for a comparison reads the layers once more.
        pace.begin(Math.max(1, 2 * (totalBytes - Math.min(totalBytes, place.doneBytes()))), Duration.ofMillis(elapsed));
        small.verify(bytes -> advance(place, bytes));
        for (VolumeReplica volume : volumes.all()) {
            long id = volume.id().value();
            for (Segment segment : segments(volume)) {
                if (place.beyond(id, segment.group(), Long.MAX_VALUE, Long.MAX_VALUE - 1)) {
                    continue;
                }
                small.verify(volume, segment);
                verifyLayers(volume, segment);
                lookAtSuspects(comparison);
                compare(comparison, volume, segment);
            }
        }
    }

    private long layerBytes() {
        long bytes = 0;
        for (VolumeReplica volume : volumes.all()) {
            volume.lock().lock();
            try {
                for (Segment segment : volume.segments()) {
                    bytes += segment.layerBytes();
                }
            } finally {
                volume.lock().unlock();
            }
        }
        return bytes;
    }

    private static List<Segment> segments(VolumeReplica volume) {
        List<Segment> all = new ArrayList<>(volume.segmentsNow());
        all.sort(Comparator.comparingInt(Segment::group));
        return all;
    }

    /** {@code bytes} were read, and everything up to {@code reached} is verified. */
    private void advance(ScrubPlace reached, long bytes) {
        metrics.counter("storage.scrub.bytes").add(bytes);
        place = reached.plus(bytes);
        remember(false);
        pace.spent(bytes);
    }

    /** Makes the place durable if that was long ago, unless something before it is not mended yet: a restart is to find that again. */
    private void remember(boolean now) {
        boolean due =
                now || clock.nanoTime() - rememberedAt >= settings.remembered().toNanos();
        if (!due || anythingToMend()) {
            return;
        }
        try {
            place.write(files);
            rememberedAt = clock.nanoTime();
        } catch (FileException e) {
            if (e.kind() != FileException.Kind.FULL) {
                throw e;
            }
        }
    }

    private boolean anythingToMend() {
        for (VolumeReplica volume : volumes.all()) {
            volume.lock().lock();
            try {
                for (Segment segment : volume.segments()) {
                    if (!segment.damagedSections().isEmpty()) {
                        return true;
                    }
                }
            } finally {
                volume.lock().unlock();
            }
        }
        return false;
    }

    private void verifyLayers(VolumeReplica volume, Segment segment) {
        long id = volume.id().value();
        Optional<Layer> next = nextLayer(volume, segment, 0);
        while (next.isPresent()) {
            Layer layer = next.get();
            try {
                if (layer.remote()) {
                    // Nothing of it is here that could rot; it is verified when it arrives.
                    metrics.count("storage.scrub.remote");
                } else if (!place.beyond(id, segment.group(), layer.number(), Long.MAX_VALUE - 1)) {
                    verify(volume, segment, layer);
                }
            } finally {
                layer.release();
            }
            next = nextLayer(volume, segment, layer.number() + 1);
        }
    }

    /** The layer of lowest number from {@code number} on, held. */
    private static Optional<Layer> nextLayer(VolumeReplica volume, Segment segment, long number) {
        volume.lock().lock();
        try {
            return volume.holds(segment)
                    ? segment.layers().stream()
                            .filter(layer -> layer.number() >= number)
                            .min(Comparator.comparingLong(Layer::number))
                            .map(Layer::acquire)
                    : Optional.empty();
        } finally {
            volume.lock().unlock();
        }
    }

    private void verify(VolumeReplica volume, Segment segment, Layer layer) {
        long id = volume.id().value();
        try {
            layer.verifyFrame();
        } catch (MalformedException e) {
            if (volume.damage().foundFrame(segment, layer, String.valueOf(e.getMessage()))) {
                metrics.count("storage.scrub.damaged");
            }
        }
        try (LayerScan scan = layer.scan()) {
            while (scan.more()) {
                int bytes = 0;
                try {
                    bytes = scan.next();
                } catch (DamagedSectionException e) {
                    metrics.count("storage.scrub.damaged");
                    volume.damage().found(segment, e);
                }
                advance(place.at(id, segment.group(), layer.number(), 0), bytes);
            }
        }
        place = place.at(id, segment.group(), layer.number(), Long.MAX_VALUE);
    }

    private void compare(CopyComparison comparison, VolumeReplica volume, Segment segment) {
        List<Address> peers;
        VolumeMetadata metadata = volume.metadata();
        volume.lock().lock();
        try {
            boolean comparable = volume.holds(segment)
                    && segment.votes(metadata.timelines())
                    && segment.layers().stream().noneMatch(Layer::remote);
            peers = comparable && !segment.tail() ? volume.fullPeersOf(segment.group()) : List.of();
        } finally {
            volume.lock().unlock();
        }
        long id = volume.id().value();
        long end = metadata.geometry().firstPage(segment.group() + 1);
        long page = Math.max(
                metadata.geometry().firstPage(segment.group()),
                place.beyond(id, segment.group(), Long.MAX_VALUE, 0) ? place.page() : 0);
        while (!peers.isEmpty() && page < end) {
            Address peer = peers.get(passes % peers.size());
            long next = comparison.next(volume, segment, peer, page, bytes -> pace.spent(bytes));
            page = Math.max(next, page + 1);
            place = place.at(id, segment.group(), Long.MAX_VALUE, Math.min(page, end));
            remember(false);
            lookAtSuspects(comparison);
            tasks.giveWay();
        }
        place = place.at(id, segment.group(), Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private void lookAtSuspects(CopyComparison comparison) {
        reconsider(comparison);
        for (Optional<CompareAgain> next = suspect(); next.isPresent(); next = suspect()) {
            CompareAgain suspect = next.get();
            volumes.find(suspect.volume())
                    .ifPresent(volume -> segments(volume).stream()
                            .filter(segment -> segment.group() == suspect.group() && segment.healthy())
                            .forEach(segment -> comparison.again(volume, segment, suspect.page())));
        }
    }

    /** Asks again, now and then, about what differed. */
    private void reconsider(CopyComparison comparison) {
        if (clock.nanoTime() - reconsideredAt < settings.period().toNanos() / RECONSIDERED) {
            return;
        }
        reconsideredAt = clock.nanoTime();
        for (VolumeReplica volume : volumes.all()) {
            for (Segment segment : segments(volume)) {
                if (segment.healthy()) {
                    comparison.reconsider(volume, segment);
                }
            }
        }
    }

    private Optional<CompareAgain> suspect() {
        lock.lock();
        try {
            return Optional.ofNullable(suspects.poll());
        } finally {
            lock.unlock();
        }
    }
}
