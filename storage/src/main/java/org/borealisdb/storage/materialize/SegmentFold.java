package org.borealisdb.storage.materialize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.layer.PageBuild;
import org.borealisdb.storage.segment.LogEntry;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * Folds what a segment has received, gap-free and at or below VDL, into one new layer. Of a page that gets an image at or below the collection floor nothing
 * else is written: nobody asks for its older versions, and no peer lacks that log. Used by the background task.
 */
final class SegmentFold {
    private static final int PAGES_BEFORE_GIVING_WAY = 32;

    private record PageRecord(long page, LayerEntry entry) {}

    private final Budget budget;
    private final Metrics metrics;
    private final MaterializeSettings settings;

    SegmentFold(Budget budget, Metrics metrics, MaterializeSettings settings) {
        this.budget = budget;
        this.metrics = metrics;
        this.settings = settings;
    }

    /** Folds if at least {@code minimumBytes} can be; true if so. */
    boolean fold(VolumeReplica volume, Segment segment, long minimumBytes) {
        List<LogEntry> entries;
        List<Layer> layers;
        Manifest manifest;
        TimelineTree timelines;
        long vdl;
        long floor;
        volume.lock().lock();
        try {
            if (!segment.healthy() || segment.gapFreeBytes() < minimumBytes) {
                return false;
            }
            vdl = volume.vdl();
            timelines = volume.timelines();
            floor = Floor.of(volume, segment, settings.retainedBytes());
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
                segment.volume(), segment.group(), timelines.current().id(), manifest.flushed(), upTo);
        NewLayer made = NewLayer.write(
                segment, number, header, metrics, writer -> write(writer, sorted(entries), layers, floor));
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
            return atLeast(minimumBytes, segment.foldable(Long.MAX_VALUE, settings.foldLimit()));
        }
        List<LogEntry> settled =
                atLeast(settings.foldBytes(), segment.foldable(Math.min(floor, vdl), settings.foldLimit()));
        return settled.isEmpty() ? atLeast(minimumBytes, segment.foldable(vdl, settings.foldLimit())) : settled;
    }

    private static List<LogEntry> atLeast(long minimumBytes, List<LogEntry> entries) {
        long bytes = 0;
        for (LogEntry entry : entries) {
            bytes += entry.batch().length();
        }
        return bytes < minimumBytes ? List.of() : entries;
    }

    private static List<PageRecord> sorted(List<LogEntry> entries) {
        List<PageRecord> records = new ArrayList<>();
        for (LogEntry entry : entries) {
            var memory = entry.batch().memory();
            int timeline = entry.batch().timeline();
            entry.batch().forEachRecord((at, lsn) -> {
                if (lsn > entry.after() && lsn <= entry.upTo()) {
                    records.add(new PageRecord(
                            RedoRecord.pageNumber(memory, at), PageBuild.record(lsn, timeline, memory, at)));
                }
            });
        }
        records.sort((a, b) -> a.page() != b.page()
                ? Long.compare(a.page(), b.page())
                : Long.compare(a.entry().lsn(), b.entry().lsn()));
        return records;
    }

    /** True if every record was written. */
    private boolean write(LayerWriter writer, List<PageRecord> records, List<Layer> layers, long floor) {
        boolean complete = true;
        int pages = 0;
        int from = 0;
        while (from < records.size()) {
            long page = records.get(from).page();
            int to = from;
            while (to < records.size() && records.get(to).page() == page) {
                to++;
            }
            complete &= write(writer, page, records.subList(from, to), layers, floor);
            from = to;
            pages++;
            if (pages % PAGES_BEFORE_GIVING_WAY == 0) {
                budget.spent();
            }
        }
        return complete;
    }

    private boolean write(LayerWriter writer, long page, List<PageRecord> records, List<Layer> layers, long floor) {
        LayerEntry newest = records.getLast().entry();
        Optional<byte[]> image = image(page, records, layers);
        int first = image.isPresent() && newest.lsn() <= floor ? records.size() : firstNeeded(records, floor);
        writer.beginPage(page);
        for (PageRecord record : records.subList(first, records.size())) {
            writer.add(record.entry());
        }
        image.ifPresent(bytes -> writer.addImage(newest.lsn(), newest.timeline(), bytes));
        writer.endPage();
        return first == 0;
    }

    private static int firstNeeded(List<PageRecord> records, long floor) {
        for (int index = records.size() - 1; index > 0; index--) {
            LayerEntry entry = records.get(index).entry();
            if (entry.lsn() <= floor && entry.base()) {
                return index;
            }
        }
        return 0;
    }

    /** The page as its newest record leaves it, if its chain has become too long. */
    private Optional<byte[]> image(long page, List<PageRecord> records, List<Layer> layers) {
        int deltas = 0;
        long bytes = 0;
        boolean base = false;
        for (PageRecord record : records.reversed()) {
            deltas++;
            bytes += record.entry().length();
            if (record.entry().base()) {
                base = true;
                break;
            }
        }
        for (int index = layers.size() - 1; index >= 0 && !base; index--) {
            int place = layers.get(index).find(page);
            if (place >= 0) {
                deltas += layers.get(index).deltas(place);
                bytes += layers.get(index).deltaBytes(place);
                base = layers.get(index).hasBase(place);
            }
        }
        if (deltas <= settings.imageRecords() && bytes <= settings.imageBytes()) {
            return Optional.empty();
        }
        PageBuild build = new PageBuild(page, records.getLast().entry().lsn());
        records.reversed().forEach(record -> build.add(record.entry()));
        layers.reversed().forEach(build::add);
        return build.build();
    }
}
