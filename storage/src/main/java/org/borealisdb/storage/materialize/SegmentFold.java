package org.borealisdb.storage.materialize;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.segment.LogEntry;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

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

    SegmentFold(Budget budget, Clock clock, Metrics metrics, MaterializeSettings settings) {
        this.budget = budget;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
    }

    /** Folds if at least {@code minimumBytes} can be; true if so. */
    boolean fold(VolumeReplica volume, Segment segment, long minimumBytes) {
        return fold(volume, segment, minimumBytes, false);
    }

    /** Folds whatever there is, as far as the backup has it; true if there was something. */
    boolean foldEarly(VolumeReplica volume, Segment segment) {
        return fold(volume, segment, 1, true);
    }

    private boolean fold(VolumeReplica volume, Segment segment, long minimumBytes, boolean early) {
        List<LogEntry> entries;
        List<Layer> layers;
        Manifest manifest;
        TimelineTree timelines;
        HistoryPath path;
        long flushed;
        long vdl;
        long floor;
        volume.lock().lock();
        try {
            if (!segment.healthy() || segment.gapFreeBytes() < least(segment, minimumBytes)) {
                return false;
            }
            vdl = volume.vdl();
            timelines = volume.timelines();
            path = volume.path();
            flushed = segment.flushed();
            floor = Floor.of(volume, segment, clock.nanoTime(), settings.retainedBytes());
            entries = early
                    ? segment.foldable(Math.min(vdl, segment.archived()), 1, settings.foldLimit())
                    : foldable(segment, floor, vdl, minimumBytes);
            layers = segment.layers();
            manifest = segment.manifest();
        } finally {
            volume.lock().unlock();
        }
        if (entries.isEmpty()) {
            return false;
        }
        long upTo = entries.getLast().upTo();
        long number = manifest.nextFile();
        LayerHeader header = new LayerHeader(
                segment.volume(), segment.group(), timelines.current().id(), flushed, upTo);
        NewLayer made = NewLayer.write(
                segment,
                number,
                header,
                metrics,
                writer -> write(writer, new FoldRecords(entries), layers, path, floor));
        List<Long> rawLogs;
        volume.lock().lock();
        try {
            rawLogs = segment.neededRawLogs(upTo, timelines);
        } finally {
            volume.lock().unlock();
        }
        Manifest next = manifest.withFlush(timelines.current().id(), upTo, vdl, rawLogs, made.complete() ? 0 : floor);
        made.name(segment, next);
        List<Layer> more = new ArrayList<>(layers);
        more.add(made.layer());
        volume.lock().lock();
        try {
            segment.flushed(upTo, more, next);
            volume.settling().folded();
        } finally {
            volume.lock().unlock();
        }
        for (long raw : manifest.rawLogs()) {
            if (!rawLogs.contains(raw)) {
                segment.files().deleteRawLog(raw);
            }
        }
        return true;
    }

    /**
     * What to fold: if there is enough at or below the floor, that, so that older versions need not be written; else up to VDL. A journal file that is wanted back
     * does not wait for the floor.
     */
    private List<LogEntry> foldable(Segment segment, long floor, long vdl, long minimumBytes) {
        if (PlantedBug.IMAGE_PAST_VDL.planted()) {
            return segment.foldable(Long.MAX_VALUE, minimumBytes, settings.foldLimit());
        }
        // The backup takes log from memory: what it has not yet waits for it, unless too much has gathered.
        boolean waits = minimumBytes >= settings.foldBytes() && segment.gapFreeBytes() < settings.foldLimit();
        long upTo = waits ? Math.min(vdl, segment.archived()) : vdl;
        List<LogEntry> settled =
                segment.foldable(Math.min(floor, upTo), least(segment, settings.foldBytes()), settings.foldLimit());
        if (!settled.isEmpty()) {
            return settled;
        }
        // The floor is never far behind VDL as a rule: it is worth waiting for.
        long enough = minimumBytes < settings.foldBytes() ? minimumBytes : least(segment, 2 * minimumBytes);
        return segment.foldable(upTo, enough, settings.foldLimit());
    }

    /** How much log is enough where {@code bytes} are as a rule: less if images of its pages take much memory, which go with it. */
    private static long least(Segment segment, long bytes) {
        return segment.crowded() ? Math.max(1, bytes / 4) : bytes;
    }

    /** Writes all pages' new records; false if some were left out, since an image at or below {@code floor} stands for them. */
    private boolean write(LayerWriter writer, FoldRecords records, List<Layer> layers, HistoryPath path, long floor) {
        int pages = 0;
        boolean complete = true;
        for (long page : records.pages()) {
            writer.beginPage(page);
            complete &= writePage(writer, page, records, layers, path, floor);
            writer.endPage();
            pages++;
            if (pages % PAGES_BEFORE_GIVING_WAY == 0) {
                budget.spent();
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
