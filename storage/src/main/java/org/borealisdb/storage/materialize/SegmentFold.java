package org.borealisdb.storage.materialize;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.layer.PageBuild;
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
            if (!segment.healthy() || segment.gapFreeBytes() < minimumBytes) {
                return false;
            }
            vdl = volume.vdl();
            timelines = volume.timelines();
            path = volume.path();
            flushed = segment.flushed();
            floor = Floor.of(volume, segment, clock.nanoTime(), settings.retainedBytes());
            entries = foldable(segment, floor, vdl, minimumBytes);
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
        List<LogEntry> settled = segment.foldable(Math.min(floor, upTo), settings.foldBytes(), settings.foldLimit());
        if (!settled.isEmpty()) {
            return settled;
        }
        // The floor is never far behind VDL as a rule: it is worth waiting for.
        long enough = minimumBytes < settings.foldBytes() ? minimumBytes : 2 * minimumBytes;
        return segment.foldable(upTo, enough, settings.foldLimit());
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
     * Writes a page's new records, with an image if its chain would become too long: in place of those that nobody asks for any more, as long as what
     * comes after it is short; otherwise behind all of them.
     */
    private boolean writePage(
            LayerWriter writer, long page, FoldRecords records, List<Layer> layers, HistoryPath path, long floor) {
        int first = records.first(page);
        if (!isTooLong(page, first, records, layers)) {
            writeRecords(writer, first, records);
            return true;
        }
        int imaged = FoldRecords.NONE;
        int newest = first;
        int after = 0;
        for (int record = first; record != FoldRecords.NONE; record = records.next(record)) {
            newest = record;
            after++;
            if (records.lsn(record) <= floor) {
                imaged = record;
                after = 0;
            }
        }
        boolean inPlace = imaged != FoldRecords.NONE
                && after <= settings.imageRecords() / 2
                && !PlantedBug.IMAGE_PAST_VDL.planted();
        if (!inPlace) {
            writeRecords(writer, first, records);
            writer.addImage(
                    records.lsn(newest), records.timeline(newest), image(page, first, newest, records, layers, path));
            return true;
        }
        writer.addImage(
                records.lsn(imaged), records.timeline(imaged), image(page, first, imaged, records, layers, path));
        writeRecords(writer, records.next(imaged), records);
        return false;
    }

    private static void writeRecords(LayerWriter writer, int from, FoldRecords records) {
        for (int record = from; record != FoldRecords.NONE; record = records.next(record)) {
            writer.addDelta(records.lsn(record), records.timeline(record), records.memory(record), records.at(record));
        }
    }

    private boolean isTooLong(long page, int first, FoldRecords records, List<Layer> layers) {
        int deltas = 0;
        long bytes = 0;
        boolean base = false;
        for (int record = first; record != FoldRecords.NONE; record = records.next(record)) {
            if (records.base(record)) {
                base = true;
                deltas = 0;
                bytes = 0;
            }
            deltas++;
            bytes += records.length(record);
        }
        for (int index = layers.size() - 1; index >= 0 && !base; index--) {
            Layer layer = layers.get(index);
            int place = layer.find(page);
            if (place >= 0) {
                deltas += layer.deltas(place);
                bytes += layer.deltaBytes(place);
                base = layer.hasBase(place);
            }
        }
        return deltas > settings.imageRecords() || bytes > settings.imageBytes();
    }

    /** The page as of its record {@code last}. */
    private static byte[] image(
            long page, int first, int last, FoldRecords records, List<Layer> layers, HistoryPath path) {
        int from = first;
        boolean base = false;
        int end = records.next(last);
        for (int record = first; record != end; record = records.next(record)) {
            if (records.base(record)) {
                from = record;
                base = true;
            }
        }
        PageBuild older = new PageBuild(page, records.lsn(first) - 1, path);
        if (!base) {
            layers.reversed().forEach(older::add);
        }
        byte[] image = older.build().orElseGet(() -> new byte[Page.BYTES]);
        MemorySegment target = MemorySegment.ofArray(image);
        for (int record = from; record != end; record = records.next(record)) {
            PageApplier.apply(target, 0, records.memory(record), records.at(record), records.lsn(record));
        }
        return image;
    }
}
