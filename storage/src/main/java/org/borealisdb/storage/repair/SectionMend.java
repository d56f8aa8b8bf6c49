package org.borealisdb.storage.repair;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.borealisdb.redo.message.FetchPages;
import org.borealisdb.redo.message.FetchedPages;
import org.borealisdb.redo.message.PageEntry;
import org.borealisdb.redo.message.PageHistory;
import org.borealisdb.redo.message.PagesPrepared;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.layer.DamagedSectionException;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.layer.PageBuild;
import org.borealisdb.storage.materialize.SegmentChange;
import org.borealisdb.storage.pace.CopyPace;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;
import org.jspecify.annotations.Nullable;

/**
 * Mends one layer: a new file with the entries of its sound sections, sealed anew if the volume is encrypted, and of each damaged page what a peer keeps in the layer's range of LSNs.
 *
 * <p>Why that is the same: all copies have the same records. A peer keeps of a page everything from its newest base at or below its collection floor on. If that base is at or
 * below {@code after}, where the layer begins, the peer has given all of {@code (after, upTo]}; what is older lies in the older layers here. If the base lies within the range, a
 * version at or above the peer's floor needs nothing older, and nobody may ask for others any more: the floor here follows. If it lies above the range, the peer has nothing that fits between
 * the layers here. The result is tried before it is installed: back links show a missing record.
 *
 * <p>After a rewind, layers hold several lines of history in no simple order, and those of a branch may hold more than it shares: then the segment is copied as a whole. Used once, by the rebuilding task.
 */
final class SectionMend {
    /** Of one page as it is kept, in memory; a page with more history is not mended by itself. */
    private static final long MOST_PAGE_BYTES = 64L << 20;

    /** The only copy that is made at a time. */
    private static final int COPY = 0;

    private final Tasks tasks;
    private final Metrics metrics;
    private final RepairSettings settings;
    private final CopyPace pace;
    private final int healthy;
    private final Peers peers;
    private final VolumeReplica volume;
    private final Segment segment;
    private final VolumeMetadata metadata;
    private final Sources sources;
    private long floor;

    SectionMend(
            Tasks tasks,
            Metrics metrics,
            RepairSettings settings,
            CopyPace pace,
            Peers peers,
            Need need,
            VolumeMetadata metadata,
            Sources sources) {
        this.tasks = tasks;
        this.metrics = metrics;
        this.settings = settings;
        this.pace = pace;
        this.healthy = need.completePeers();
        this.peers = peers;
        this.volume = need.volume();
        this.segment = need.segment();
        this.metadata = metadata;
        this.sources = sources;
    }

    /**
     * Writes the new file of one damaged layer, durably; empty if there is nothing to mend any more.
     *
     * @throws UnmendableException if no peer's history fits
     * @throws CopyFailedException if no peer answered that might have it
     */
    Optional<SegmentChange.Mend> write() {
        List<Layer> layers;
        Layer damaged;
        List<Long> pages;
        Set<Long> elsewhere;
        HistoryPath path;
        long flushed;
        volume.lock().lock();
        try {
            Map<Long, List<Long>> all = segment.damagedSections().all();
            Optional<Layer> first = segment.layers().stream()
                    .filter(layer -> all.containsKey(layer.number()))
                    .findFirst();
            if (!segment.healthy() || first.isEmpty()) {
                return Optional.empty();
            }
            damaged = first.get();
            pages = all.getOrDefault(damaged.number(), List.of());
            elsewhere = elsewhere(all, damaged.number());
            layers = segment.layers();
            layers.forEach(Layer::acquire);
            path = volume.path();
            flushed = segment.flushed();
        } finally {
            volume.lock().unlock();
        }
        try {
            if (!pages.isEmpty() && across(metadata)) {
                throw new UnmendableException("its layers hold several lines of history");
            }
            Map<Long, List<LayerEntry>> fetched = new TreeMap<>();
            for (long page : pages) {
                fetched.put(page, fetch(damaged, page));
            }
            write(damaged, fetched);
            // What is damaged in several layers can be built once the last of them is mended.
            List<Long> whole =
                    pages.stream().filter(page -> !elsewhere.contains(page)).toList();
            tryOut(damaged, layers, whole, path, flushed);
            return Optional.of(new SegmentChange.Mend(volume, segment, damaged, COPY, floor, pages.size()));
        } catch (DamagedSectionException more) {
            volume.damage().found(segment, more);
            throw new CopyFailedException("more of it is damaged: " + more.getMessage());
        } finally {
            layers.forEach(Layer::release);
        }
    }

    private static boolean across(VolumeMetadata metadata) {
        return metadata.origin().isPresent()
                || metadata.timelines().timelines().stream().anyMatch(Timeline::rewound);
    }

    /** What belongs into the damaged section, from the peer that kept most and has it. */
    private List<LayerEntry> fetch(Layer damaged, long page) {
        List<Map.Entry<Address, PagesPrepared>> byFloor =
                new ArrayList<>(sources.answers().entrySet());
        byFloor.sort(Comparator.comparingLong(answer -> answer.getValue().lowest()));
        boolean misfit = false;
        for (Map.Entry<Address, PagesPrepared> source : byFloor) {
            long upTo = damaged.header().upTo();
            long highest = source.getValue().highest();
            if (highest < upTo) {
                continue;
            }
            long base = Math.max(upTo, source.getValue().lowest());
            Optional<List<LayerEntry>> history = history(source.getKey(), page, base);
            if (history.isEmpty()) {
                metrics.count("storage.repair.sourceDropped");
                continue;
            }
            Optional<List<LayerEntry>> fitting =
                    fitting(damaged, history.get(), source.getValue().lowest());
            if (fitting.isPresent()) {
                return fitting.get();
            }
            misfit = true;
        }
        if (misfit) {
            throw new UnmendableException("peers have collected page " + page + " beyond LSN "
                    + damaged.header().upTo());
        }
        throw new CopyFailedException(
                "no peer gives page " + page + " up to LSN " + damaged.header().upTo());
    }

    /** The part of a peer's history that the layer had; empty if that can't be told from it. */
    private Optional<List<LayerEntry>> fitting(Layer damaged, List<LayerEntry> history, long sourceFloor) {
        long after = damaged.header().after();
        long upTo = damaged.header().upTo();
        List<LayerEntry> within = history.stream()
                .filter(entry -> entry.lsn() > after && entry.lsn() <= upTo)
                .toList();
        if (within.isEmpty() || history.getFirst().lsn() > upTo) {
            return Optional.empty();
        }
        if (history.getFirst().lsn() > after) {
            if (!history.getFirst().base()) {
                return Optional.empty();
            }
            floor = Math.max(floor, sourceFloor);
        }
        return Optional.of(within);
    }

    /** All that {@code source} keeps of a page at or below {@code base}; empty if it does not give it. */
    private Optional<List<LayerEntry>> history(Address source, long page, long base) {
        List<LayerEntry> history = new ArrayList<>();
        long bytes = 0;
        long lsn = 0;
        while (true) {
            FetchPages request = new FetchPages(
                    metadata.id(),
                    metadata.epoch(),
                    segment.group(),
                    metadata.timelines().current().id(),
                    base,
                    page,
                    lsn,
                    page + 1,
                    settings.pieceBytes());
            Optional<FetchedPages> piece = fetch(source, request);
            if (piece.isEmpty()) {
                return Optional.empty();
            }
            int taken = 0;
            for (PageHistory each : piece.get().pages()) {
                for (PageEntry entry : each.entries()) {
                    if (each.page() != page || entry.lsn() < lsn || entry.lsn() > base) {
                        metrics.count("storage.repair.malformed");
                        return Optional.empty();
                    }
                    lsn = entry.lsn();
                    taken += entry.bytes().remaining();
                    MemorySegment memory = MemorySegment.ofBuffer(entry.bytes());
                    history.add(new LayerEntry(
                            entry.lsn(), entry.timeline(), entry.image(), memory, 0, (int) memory.byteSize()));
                }
            }
            bytes += taken;
            metrics.counter("storage.repair.bytes").add(taken);
            if (piece.get().nextPage() > page) {
                return Optional.of(history);
            }
            if (bytes > MOST_PAGE_BYTES || piece.get().nextLsn() < lsn || taken == 0) {
                throw new UnmendableException("page " + page + " has too much history to be mended by itself");
            }
        }
    }

    private Optional<FetchedPages> fetch(Address source, FetchPages request) {
        pace.begin(settings.pieceBytes(), healthy, settings.callTimeout().toNanos());
        int bytes = 0;
        try {
            Optional<FetchedPages> piece = peers.fetch(source, request);
            bytes = piece.map(FetchedPages::bytes).orElse(0);
            return piece;
        } finally {
            pace.end(settings.pieceBytes(), bytes, healthy);
        }
    }

    /** Pages of which another layer than {@code mended} has a damaged section. */
    private static Set<Long> elsewhere(Map<Long, List<Long>> damaged, long mended) {
        return damaged.entrySet().stream()
                .filter(layer -> layer.getKey() != mended)
                .flatMap(layer -> layer.getValue().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private void write(Layer damaged, Map<Long, List<LayerEntry>> fetched) {
        String name = segment.files().copyName(COPY);
        LayerHeader was = damaged.header();
        // The file is this volume's own now, whatever volume it was shared with, and is sealed as this one's are.
        LayerHeader header = new LayerHeader(metadata.id(), was.group(), was.timeline(), was.after(), was.upTo());
        try (LayerWriter writer = segment.files().writeLayer(name, header)) {
            for (int place = 0; place < damaged.sections(); place = damaged.atOrBehind(damaged.page(place) + 1)) {
                long page = damaged.page(place);
                writer.beginPage(page);
                write(writer, damaged, place, fetched.get(page));
                writer.endPage();
                tasks.giveWay();
            }
            writer.finish();
        }
    }

    /** Writes what was fetched of the page whose first section is at {@code place}, or what the layer has if nothing was. */
    private static void write(LayerWriter writer, Layer damaged, int place, @Nullable List<LayerEntry> fetched) {
        if (fetched != null) {
            fetched.forEach(writer::add);
            return;
        }
        for (int at = place; at >= 0; at = damaged.newer(at)) {
            damaged.section(at).forEach(writer::add);
        }
    }

    /** Builds the mended pages as they would be. */
    private void tryOut(Layer damaged, List<Layer> layers, List<Long> pages, HistoryPath path, long flushed) {
        Layer mended = segment.files().openCopy(COPY, damaged.number());
        try {
            for (long page : pages) {
                PageBuild build = new PageBuild(page, flushed, path);
                for (Layer layer : layers.reversed()) {
                    build.add(layer == damaged ? mended : layer);
                }
                build.build();
            }
        } catch (DamagedSectionException e) {
            throw e;
        } catch (MalformedException e) {
            throw new UnmendableException("what peers gave does not join: " + e.getMessage());
        } finally {
            mended.release();
        }
    }
}
