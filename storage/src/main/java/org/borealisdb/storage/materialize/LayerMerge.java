package org.borealisdb.storage.materialize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerCaching;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerMark;
import org.borealisdb.storage.layer.LayerPacking;
import org.borealisdb.storage.layer.LayerReaders;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.layer.PageCursor;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;
import org.borealisdb.storage.share.MergedLayer;
import org.borealisdb.storage.share.NodeShare;
import org.borealisdb.storage.share.Work;

/**
 * Merges layers of a segment when there are too many, or when they hold much that nobody asks for any more, be it older versions ({@link MergeChoice}) or pages that are free, and
 * drops what lies below a page's newest base at or below the collection floor: nobody asks for those versions, and no peer lacks that log.
 *
 * <p>A merge of large layers takes long; meanwhile the task's other duties go on in between, and new layers may be added behind those that are being merged.
 */
final class LayerMerge {
    private static final int PAGES_BEFORE_GIVING_WAY = 32;
    private static final int PAGES_BEFORE_OTHER_DUTIES = 512;
    private static final int PIECES_BEFORE_OTHER_DUTIES = 16;
    /** Another node's merge is not waited for with so many times as many layers as there should be. */
    private static final int PATIENCE = 2;

    private final Budget budget;
    private final Clock clock;
    private final Metrics metrics;
    private final MaterializeSettings settings;
    private final NodeShare share;
    private final Map<Segment, FreedContent> freed = new WeakHashMap<>();

    LayerMerge(Budget budget, Clock clock, Metrics metrics, MaterializeSettings settings, NodeShare share) {
        this.budget = budget;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        this.share = share;
    }

    /**
     * Merges some layers if there are too many; true if so.
     *
     * @param otherDuties what must not wait for the end of a long merge; may fold into new layers, but not merge
     */
    boolean merge(VolumeReplica volume, Segment segment, Runnable otherDuties) {
        long room = segment.files().store().usableBytes();
        return take(volume, segment, room, otherDuties) || make(volume, segment, room, otherDuties);
    }

    /** Takes a layer that another node of the process has merged from what this segment has too, if there is one; true if so. */
    private boolean take(VolumeReplica volume, Segment segment, long room, Runnable otherDuties) {
        MergedLayer offered;
        List<Layer> merged;
        long number;
        HistoryPath path;
        volume.lock().lock();
        try {
            path = volume.path();
            List<MergedLayer> known = share.merged(segment.volume(), segment.group(), path.timeline());
            if (known.isEmpty()
                    || !segment.healthy()
                    || !segment.damagedSections().isEmpty()) {
                return false;
            }
            long floor = floor(volume, segment);
            List<Layer> layers = segment.layers();
            Optional<MergedLayer> fitting = known.stream()
                    .filter(layer -> layer.gone() <= floor
                            && layer.source().mark().bytes() <= room
                            && layer.among(layers).isPresent())
                    .findFirst();
            if (fitting.isEmpty()) {
                return false;
            }
            offered = fitting.get();
            merged = offered.among(layers).orElseThrow();
            number = takeNumber(segment);
        } finally {
            volume.lock().unlock();
        }
        int[] pieces = new int[1];
        Optional<NewLayer> copied = NewLayer.copy(
                segment,
                number,
                offered.source(),
                segment.work().caching(clock.nanoTime()),
                offered.gone(),
                metrics,
                () -> {
                    budget.spent();
                    pieces[0]++;
                    if (pieces[0] % PIECES_BEFORE_OTHER_DUTIES == 0) {
                        otherDuties.run();
                    }
                });
        if (copied.isPresent() && replace(volume, segment, merged, path, number, copied.get())) {
            merged.forEach(Layer::retire);
            metrics.count("storage.share.merges");
        }
        return copied.isPresent();
    }

    /** The floor that a merge may go by; the volume's lock is held. */
    private long floor(VolumeReplica volume, Segment segment) {
        return Math.min(Floor.of(volume, segment, clock.nanoTime(), settings.retainedBytes()), segment.flushed());
    }

    /** A number for a file of the segment; the volume's lock is held. */
    private static long takeNumber(Segment segment) {
        long number = segment.manifest().nextFile();
        // A fold in between takes the next number, and makes this one's taking durable.
        segment.setManifest(segment.manifest().withNumberTaken());
        return number;
    }

    private boolean make(VolumeReplica volume, Segment segment, long room, Runnable otherDuties) {
        long freedBytes = givesBack(volume, segment);
        List<Layer> merged;
        List<Layer> older;
        long number;
        long floor;
        HistoryPath path;
        volume.lock().lock();
        try {
            if (!segment.healthy() || !segment.damagedSections().isEmpty()) {
                return false;
            }
            List<Layer> layers = segment.layers();
            List<MergeChoice.Candidate> candidates =
                    layers.stream().map(MergeChoice.Candidate::of).toList();
            boolean all = freedBytes > 0 && segment.layerContentBytes() - freedBytes <= room;
            long settled = Floor.of(volume, segment, clock.nanoTime(), settings.retainedBytes());
            Optional<MergeChoice> wanted = all
                    ? Optional.of(MergeChoice.all(candidates))
                    : MergeChoice.of(candidates, settled, room, settings);
            if (wanted.isEmpty() && freedBytes == 0) {
                return false;
            }
            MergeChoice choice = wanted.orElseGet(() -> MergeChoice.newest(candidates, room));
            if (choice.count() < 2 && !all) {
                boolean remote = layers.stream().anyMatch(Layer::remote);
                metrics.count(remote ? "storage.materialize.remote" : "storage.materialize.noRoomToMerge");
                return false;
            }
            merged = layers.subList(choice.from(), choice.to());
            older = layers.subList(0, choice.from());
            // Whoever is at it makes what this node needs, unless that takes too long.
            if (!claim(segment) && layers.size() <= PATIENCE * settings.maximumLayers()) {
                return false;
            }
            number = takeNumber(segment);
            path = volume.path();
            floor = Math.min(settled, segment.flushed());
        } finally {
            volume.lock().unlock();
        }
        LayerHeader last = merged.getLast().header();
        LayerHeader header = new LayerHeader(
                // Those of a branch may be its parent's, which may be gone, and its keys with it.
                segment.volume(),
                segment.group(),
                last.timeline(),
                // After a rewind layers of earlier LSNs may come behind those of the line that was left.
                merged.stream().mapToLong(layer -> layer.header().after()).min().orElseThrow(),
                merged.stream().mapToLong(layer -> layer.header().upTo()).max().orElseThrow());
        LayerCaching caching = segment.work().caching(clock.nanoTime());
        try {
            NewLayer made = NewLayer.write(
                    segment,
                    number,
                    header,
                    caching,
                    LayerPacking.of(header),
                    floor,
                    metrics,
                    writer -> write(segment, writer, caching, merged, older, path, floor, otherDuties));
            if (replace(volume, segment, merged, path, number, made)) {
                List<LayerMark> from = merged.stream().map(Layer::mark).toList();
                merged.forEach(Layer::retire);
                share.offer(new MergedLayer(made.layer().source(), from, path.timeline(), made.gone()));
            }
        } finally {
            share.done(segment.volume(), segment.group(), Work.MERGE);
        }
        if (freedBytes > 0) {
            freedContent(segment, layers(volume, segment)).setLeft(floor);
        }
        return true;
    }

    private boolean claim(Segment segment) {
        return share.claim(segment.volume(), segment.group(), Work.MERGE, clock.nanoTime());
    }

    /** Bytes that a merge of all layers gives back since the pages that they are of are free, if they are many; else 0. */
    private long givesBack(VolumeReplica volume, Segment segment) {
        List<Layer> layers;
        long floor;
        long enough;
        volume.lock().lock();
        try {
            layers = segment.layers();
            floor = floor(volume, segment);
            enough = FreedLog.enough(settings, segment.layerContentBytes());
        } finally {
            volume.lock().unlock();
        }
        if (FreedContent.mostPages(layers, floor) * Page.BYTES < enough
                || layers.stream().anyMatch(Layer::remote)) {
            return 0;
        }
        FreedContent content = freedContent(segment, layers);
        long bytes = content.upTo(floor) - content.left();
        return bytes >= enough ? bytes : 0;
    }

    private static List<Layer> layers(VolumeReplica volume, Segment segment) {
        volume.lock().lock();
        try {
            return segment.layers();
        } finally {
            volume.lock().unlock();
        }
    }

    /** What is free in the segment's layers, which only this task changes. */
    private FreedContent freedContent(Segment segment, List<Layer> layers) {
        FreedContent known = freed.get(segment);
        if (known == null || !known.of(layers)) {
            known = new FreedContent(layers, known == null ? 0 : known.left());
            freed.put(segment, known);
        }
        return known;
    }

    /** Puts {@code made} in the place of {@code merged}; false if it lacks what is needed since a rewind further back than the floor, and was deleted. */
    private boolean replace(
            VolumeReplica volume, Segment segment, List<Layer> merged, HistoryPath path, long number, NewLayer made) {
        List<Layer> layers;
        Manifest manifest;
        volume.lock().lock();
        try {
            TimelineTree timelines = volume.timelines();
            if (made.gone() > timelines.sharedUpTo(timelines.current().id(), path.timeline())) {
                metrics.count("storage.materialize.mergeRewound");
                made.layer().retire();
                return false;
            }
            layers = new ArrayList<>(segment.layers());
            manifest = segment.manifest();
        } finally {
            volume.lock().unlock();
        }
        Manifest next = manifest.withMerge(merged.stream().map(Layer::number).toList(), number, made.gone());
        made.name(segment, next);
        int at = layers.indexOf(merged.getFirst());
        layers.subList(at, at + merged.size()).clear();
        layers.add(at, made.layer());
        volume.lock().lock();
        try {
            segment.setManifest(next);
            segment.setLayers(layers);
        } finally {
            volume.lock().unlock();
        }
        return true;
    }

    /** A page of the new layer, which has it only if there is an entry. */
    private static final class PageOutput implements Consumer<LayerEntry> {
        private final LayerWriter writer;
        private final long page;
        private boolean begun;

        PageOutput(LayerWriter writer, long page) {
            this.writer = writer;
            this.page = page;
        }

        @Override
        public void accept(LayerEntry entry) {
            if (!begun) {
                writer.beginPage(page);
                begun = true;
            }
            writer.add(entry);
        }

        /** Ends it; false if there was no entry. */
        boolean end() {
            if (begun) {
                writer.endPage();
            }
            return begun;
        }
    }

    /** True if nothing was left out. */
    private boolean write(
            Segment segment,
            LayerWriter writer,
            LayerCaching caching,
            List<Layer> merged,
            List<Layer> older,
            HistoryPath path,
            long floor,
            Runnable otherDuties) {
        boolean complete = true;
        int done = 0;
        try (LayerReaders readers = new LayerReaders(merged, caching)) {
            PageCursor pages = readers.pages();
            for (long next = pages.next(); next != PageCursor.NONE; next = pages.next()) {
                long page = next;
                boolean bottom = older.stream().allMatch(layer -> layer.newest(page) < 0);
                PageOutput output = new PageOutput(writer, page);
                complete &= new MergedPage(page, readers.all(), path, floor, bottom).write(output);
                if (!output.end()) {
                    metrics.count("storage.materialize.pageLeftOut");
                }
                done++;
                if (done % PAGES_BEFORE_GIVING_WAY == 0) {
                    budget.spent();
                    claim(segment);
                }
                if (done % PAGES_BEFORE_OTHER_DUTIES == 0) {
                    otherDuties.run();
                }
            }
        }
        return complete;
    }
}
