package org.borealisdb.storage.materialize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerPacking;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.segment.LogEntry;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;
import org.borealisdb.storage.share.FoldedLayer;
import org.borealisdb.storage.share.NodeShare;
import org.borealisdb.storage.share.Work;

/**
 * Folds what a segment has received, gap-free and at or below VDL, into one new layer. Where a page gets an image at or below the collection floor, its records
 * up to there are left out: nobody asks for its older versions, and no peer lacks that log. Used by the background task.
 */
final class SegmentFold {
    private static final int PAGES_BEFORE_GIVING_WAY = 32;

    private final Budget budget;
    private final Clock clock;
    private final Metrics metrics;
    private final MaterializeSettings settings;
    private final NodeShare share;

    SegmentFold(Budget budget, Clock clock, Metrics metrics, MaterializeSettings settings, NodeShare share) {
        this.budget = budget;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        this.share = share;
    }

    /** Folds if at least {@code minimumBytes} can be; true if so. */
    boolean fold(VolumeReplica volume, Segment segment, long minimumBytes) {
        return take(volume, segment) || make(volume, segment, minimumBytes, false);
    }

    /** Folds whatever there is, as far as the backup has it; true if there was something. */
    boolean foldEarly(VolumeReplica volume, Segment segment) {
        return make(volume, segment, 1, true);
    }

    /**
     * What is to be folded, and what else was so when that was chosen.
     *
     * @param entries not empty
     * @param flushed what is in layers
     */
    private record Input(
            List<LogEntry> entries,
            List<Layer> layers,
            Manifest manifest,
            TimelineTree timelines,
            HistoryPath path,
            long flushed,
            long vdl,
            long floor) {
        static Input of(VolumeReplica volume, Segment segment, List<LogEntry> entries, long floor) {
            return new Input(
                    entries,
                    segment.layers(),
                    segment.manifest(),
                    volume.timelines(),
                    volume.path(),
                    segment.flushed(),
                    volume.vdl(),
                    floor);
        }

        long upTo() {
            return entries.getLast().upTo();
        }

        int timeline() {
            return timelines.current().id();
        }
    }

    /** Takes the layer that another node of the process has folded from the same log, if there is one; true if so. */
    private boolean take(VolumeReplica volume, Segment segment) {
        FoldedLayer offered;
        Input input;
        volume.lock().lock();
        try {
            Optional<FoldedLayer> next = share.folded(
                    segment.volume(),
                    segment.group(),
                    volume.timelines().current().id(),
                    segment.flushed());
            if (next.isEmpty() || !segment.healthy()) {
                return false;
            }
            offered = next.get();
            long upTo = offered.header().upTo();
            long floor = floor(volume, segment);
            List<LogEntry> entries =
                    segment.foldable(Math.min(upTo, Math.min(volume.vdl(), segment.archived())), 1, Long.MAX_VALUE);
            if (entries.isEmpty() || entries.getLast().upTo() != upTo || offered.gone() > floor) {
                return false;
            }
            input = Input.of(volume, segment, entries, floor);
        } finally {
            volume.lock().unlock();
        }
        if (FoldedLayer.checksum(input.entries()) != offered.log()) {
            metrics.count("storage.share.otherLog");
            share.separate(segment.volume(), segment.group());
            return false;
        }
        Optional<NewLayer> copied = NewLayer.copy(
                segment,
                input.manifest().nextFile(),
                offered.source(),
                segment.work().caching(clock.nanoTime()),
                offered.gone(),
                metrics,
                budget::spent);
        copied.ifPresent(layer -> finish(volume, segment, input, layer));
        if (copied.isPresent()) {
            metrics.count("storage.share.folds");
        }
        return copied.isPresent();
    }

    private boolean make(VolumeReplica volume, Segment segment, long minimumBytes, boolean early) {
        Input input;
        boolean waits;
        volume.lock().lock();
        try {
            if (!segment.healthy() || segment.gapFreeBytes() < least(segment, minimumBytes)) {
                return false;
            }
            long vdl = volume.vdl();
            long floor = floor(volume, segment);
            List<LogEntry> entries = early
                    ? segment.foldable(Math.min(vdl, segment.archived()), 1, settings.foldLimit())
                    : foldable(segment, floor, vdl, minimumBytes);
            if (entries.isEmpty()) {
                return false;
            }
            input = Input.of(volume, segment, inStep(segment, entries), floor);
            waits = waits(segment, minimumBytes);
        } finally {
            volume.lock().unlock();
        }
        // Whoever is at it makes what this node needs, unless that takes too long.
        if (!claim(segment) && waits) {
            return false;
        }
        try {
            LayerHeader header =
                    new LayerHeader(segment.volume(), segment.group(), input.timeline(), input.flushed(), input.upTo());
            NewLayer made = NewLayer.write(
                    segment,
                    input.manifest().nextFile(),
                    header,
                    segment.work().caching(clock.nanoTime()),
                    LayerPacking.PLAIN,
                    input.floor(),
                    metrics,
                    writer -> write(segment, writer, input));
            finish(volume, segment, input, made);
            share.offer(new FoldedLayer(made.layer().source(), FoldedLayer.checksum(input.entries()), made.gone()));
        } finally {
            share.done(segment.volume(), segment.group(), Work.FOLD);
        }
        return true;
    }

    private boolean claim(Segment segment) {
        return share.claim(segment.volume(), segment.group(), Work.FOLD, clock.nanoTime());
    }

    private long floor(VolumeReplica volume, Segment segment) {
        return Floor.of(volume, segment, clock.nanoTime(), settings.retainedBytes());
    }

    /** As many of {@code entries} as end where another node's newest layer does that ends among them: from then on both have the same to fold. */
    private List<LogEntry> inStep(Segment segment, List<LogEntry> entries) {
        long end = share.end(
                segment.volume(),
                segment.group(),
                segment.flushed(),
                entries.getLast().upTo());
        List<LogEntry> fewer =
                entries.stream().takeWhile(entry -> entry.upTo() <= end).toList();
        return !fewer.isEmpty() && fewer.getLast().upTo() == end ? fewer : entries;
    }

    /** A durable layer takes the place of log. */
    private static void finish(VolumeReplica volume, Segment segment, Input input, NewLayer made) {
        List<Long> rawLogs;
        volume.lock().lock();
        try {
            rawLogs = segment.neededRawLogs(input.upTo(), input.timelines());
        } finally {
            volume.lock().unlock();
        }
        Manifest next = input.manifest().withFlush(input.timeline(), input.upTo(), input.vdl(), rawLogs, made.gone());
        made.name(segment, next);
        List<Layer> more = new ArrayList<>(input.layers());
        more.add(made.layer());
        volume.lock().lock();
        try {
            segment.flushed(input.upTo(), more, next);
            volume.settling().folded();
        } finally {
            volume.lock().unlock();
        }
        for (long raw : input.manifest().rawLogs()) {
            if (!rawLogs.contains(raw)) {
                segment.files().deleteRawLog(raw);
            }
        }
    }

    /**
     * What to fold: if there is enough at or below the floor, that, so that older versions need not be written; else up to VDL. A journal file that is wanted back
     * does not wait for the floor.
     */
    private List<LogEntry> foldable(Segment segment, long floor, long vdl, long minimumBytes) {
        if (PlantedBug.IMAGE_PAST_VDL.planted()) {
            return segment.foldable(Long.MAX_VALUE, minimumBytes, settings.foldLimit());
        }
        // The backup takes log from memory: what it has not yet waits for it.
        long upTo = waits(segment, minimumBytes) ? Math.min(vdl, segment.archived()) : vdl;
        List<LogEntry> settled =
                segment.foldable(Math.min(floor, upTo), least(segment, settings.foldBytes()), settings.foldLimit());
        if (!settled.isEmpty()) {
            return settled;
        }
        // The floor is never far behind VDL as a rule: it is worth waiting for.
        long enough = minimumBytes < settings.foldBytes() ? minimumBytes : least(segment, 2 * minimumBytes);
        return segment.foldable(upTo, enough, settings.foldLimit());
    }

    /** True unless a journal file is wanted back, or too much has gathered. */
    private boolean waits(Segment segment, long minimumBytes) {
        return minimumBytes >= settings.foldBytes() && segment.gapFreeBytes() < settings.foldLimit();
    }

    /** How much log is enough where {@code bytes} are as a rule: less if images of its pages take much memory, which go with it. */
    private static long least(Segment segment, long bytes) {
        return segment.crowded() ? Math.max(1, bytes / 4) : bytes;
    }

    /** Writes all pages' new records; false if some were left out, since an image at or below {@code floor} stands for them. */
    private boolean write(Segment segment, LayerWriter writer, Input input) {
        FoldRecords records = new FoldRecords(input.entries());
        int pages = 0;
        boolean complete = true;
        for (long page : records.pages()) {
            writer.beginPage(page);
            complete &= writePage(writer, page, records, input.layers(), input.path(), input.floor());
            writer.endPage();
            pages++;
            if (pages % PAGES_BEFORE_GIVING_WAY == 0) {
                budget.spent();
                claim(segment);
            }
        }
        return complete;
    }

    /**
     * Writes a page's new records, with an image wherever its chain would become too long, and in place of all that nobody asks for any more if there has to be one at all. So a
     * version in layers, be it old or new, is folded from few records.
     */
    private boolean writePage(
            LayerWriter writer, long page, FoldRecords records, List<Layer> layers, HistoryPath path, long floor) {
        int first = records.first(page);
        if (!isTooLong(page, first, records, layers, path)) {
            writeRecords(writer, first, records);
            return true;
        }
        PageVersion version = new PageVersion(page, first, records, layers, path);
        ChainLength chain = new ChainLength(settings);
        int settled = settled(first, records, floor);
        if (settled == FoldRecords.NONE) {
            chain.addLayers(page, layers, path);
        } else if (records.frees(settled)) {
            // There is no image of a page that is free.
            write(writer, settled, records);
        } else {
            writer.addImage(records.lsn(settled), records.timeline(settled), version.upTo(settled));
        }
        int from = settled == FoldRecords.NONE ? first : records.next(settled);
        for (int record = from; record != FoldRecords.NONE; record = records.next(record)) {
            write(writer, record, records);
            extend(chain, record, records);
            if (chain.tooLong()) {
                writer.addImage(records.lsn(record), records.timeline(record), version.upTo(record));
                chain.restart();
            }
        }
        return settled == FoldRecords.NONE;
    }

    /** The page's newest record at or below {@code floor}. */
    private static int settled(int first, FoldRecords records, long floor) {
        int settled = FoldRecords.NONE;
        for (int record = first; record != FoldRecords.NONE; record = records.next(record)) {
            if (records.lsn(record) <= floor && !PlantedBug.IMAGE_PAST_VDL.planted()) {
                settled = record;
            }
        }
        return settled;
    }

    private static void extend(ChainLength chain, int record, FoldRecords records) {
        if (records.base(record)) {
            chain.restart();
        } else {
            chain.add(records.length(record));
        }
    }

    private static void writeRecords(LayerWriter writer, int from, FoldRecords records) {
        for (int record = from; record != FoldRecords.NONE; record = records.next(record)) {
            write(writer, record, records);
        }
    }

    private static void write(LayerWriter writer, int record, FoldRecords records) {
        writer.addDelta(records.lsn(record), records.timeline(record), records.memory(record), records.at(record));
    }

    /** True if a read of any version of the page would have to fold too much without an image. */
    private boolean isTooLong(long page, int first, FoldRecords records, List<Layer> layers, HistoryPath path) {
        ChainLength chain = new ChainLength(settings);
        if (!records.base(first)) {
            chain.addLayers(page, layers, path);
        }
        boolean tooLong = false;
        for (int record = first; record != FoldRecords.NONE && !tooLong; record = records.next(record)) {
            extend(chain, record, records);
            tooLong = chain.tooLong();
        }
        return tooLong;
    }
}
