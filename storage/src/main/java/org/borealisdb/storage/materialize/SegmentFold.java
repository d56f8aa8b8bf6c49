package org.borealisdb.storage.materialize;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.layer.PageBuild;
import org.borealisdb.storage.segment.LogEntry;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/** Folds what a segment has received, gap-free and at or below VDL, into one new layer. Used by the background task. */
final class SegmentFold {
    private static final int PAGES_BEFORE_GIVING_WAY = 32;

    private record PageRecord(long page, LayerEntry entry) {}

    private final Tasks tasks;
    private final MaterializeSettings settings;

    SegmentFold(Tasks tasks, MaterializeSettings settings) {
        this.tasks = tasks;
        this.settings = settings;
    }

    /** Folds if at least {@code minimumBytes} can be; true if so. */
    boolean fold(VolumeReplica volume, Segment segment, long minimumBytes) {
        List<LogEntry> entries;
        List<Layer> layers;
        Manifest manifest;
        TimelineTree timelines;
        long vdl;
        volume.lock().lock();
        try {
            vdl = volume.vdl();
            timelines = volume.timelines();
            entries = segment.healthy()
                    ? segment.foldable(PlantedBug.IMAGE_PAST_VDL.planted() ? Long.MAX_VALUE : vdl)
                    : List.of();
            layers = segment.layers();
            manifest = segment.manifest();
        } finally {
            volume.lock().unlock();
        }
        long bytes = 0;
        for (LogEntry entry : entries) {
            bytes += entry.batch().length();
        }
        if (entries.isEmpty() || bytes < minimumBytes) {
            return false;
        }
        long upTo = entries.getLast().upTo();
        long number = manifest.nextFile();
        segment.files().deleteLayer(number);
        LayerHeader header = new LayerHeader(
                segment.volume(), segment.group(), timelines.current().id(), manifest.flushed(), upTo);
        try (LayerWriter writer =
                new LayerWriter(segment.files().store(), segment.files().layerName(number), header)) {
            write(writer, sorted(entries), layers);
            writer.finish();
        }
        List<Long> rawLogs;
        volume.lock().lock();
        try {
            rawLogs = segment.neededRawLogs(upTo, timelines);
        } finally {
            volume.lock().unlock();
        }
        Manifest next = manifest.withFlush(timelines.current().id(), upTo, vdl, rawLogs);
        segment.files().writeManifest(next);
        List<Layer> more = new ArrayList<>(layers);
        more.add(Layer.open(segment.files().store(), segment.files().layerName(number), number));
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

    private void write(LayerWriter writer, List<PageRecord> records, List<Layer> layers) {
        int pages = 0;
        int from = 0;
        while (from < records.size()) {
            long page = records.get(from).page();
            int to = from;
            writer.beginPage(page);
            while (to < records.size() && records.get(to).page() == page) {
                writer.add(records.get(to).entry());
                to++;
            }
            image(writer, records.subList(from, to), layers);
            writer.endPage();
            from = to;
            pages++;
            if (pages % PAGES_BEFORE_GIVING_WAY == 0) {
                tasks.giveWay();
            }
        }
    }

    /** Adds an image behind the page's new records if its chain has become too long. */
    private void image(LayerWriter writer, List<PageRecord> records, List<Layer> layers) {
        long page = records.getFirst().page();
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
            return;
        }
        LayerEntry newest = records.getLast().entry();
        PageBuild build = new PageBuild(page, newest.lsn());
        records.reversed().forEach(record -> build.add(record.entry()));
        layers.reversed().forEach(build::add);
        build.build().ifPresent(image -> writer.addImage(newest.lsn(), newest.timeline(), image));
    }
}
