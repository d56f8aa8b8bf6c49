package org.borealisdb.storage.gossip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.BatchBuilder;
import org.borealisdb.redo.message.FetchLog;
import org.borealisdb.redo.message.FetchedLog;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.segment.Admission;
import org.borealisdb.storage.segment.LogEntry;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * Answers {@link FetchLog}. What is in memory is sent as it was received. What is in layers only is put together again in order of LSN, as new batches of this
 * node's epoch that chain the same: a layer above the log floor has every record of its range, so the batches say the truth about
 * what lies between. One answer then costs reading that layer once.
 */
public final class LogSource {
    /** Rebuilt batches are about this long. */
    private static final int REBUILT_BYTES = 256 << 10;

    private final Metrics metrics;
    private final int maximumBytes;

    /** A source whose answers have at most {@code maximumBytes} of batches (but at least one batch). */
    public LogSource(Metrics metrics, int maximumBytes) {
        this.metrics = metrics;
        this.maximumBytes = maximumBytes;
    }

    /** Answers from {@code volume}. */
    public StorageMessage answer(VolumeReplica volume, FetchLog request) {
        Segment segment;
        List<Layer> layers = List.of();
        VolumeMetadata metadata;
        HistoryPath path;
        long flushed;
        long vdl;
        volume.lock().lock();
        try {
            metadata = volume.metadata();
            vdl = volume.vdl();
            Admission compared = volume.compare(request.epoch(), request.timeline());
            if (compared == Admission.OLDER) {
                return new Rejection(metadata);
            }
            Optional<Segment> found = volume.segment(request.group());
            if (compared == Admission.NEWER
                    || found.isEmpty()
                    || !found.get().votes(metadata.timelines())
                    || request.upTo() <= request.after()) {
                return nothing(request);
            }
            segment = found.get();
            if (request.after() >= segment.flushed()) {
                return fromMemory(segment, request);
            }
            if (segment.tail() || request.after() < segment.manifest().logFloor()) {
                metrics.count("storage.gossip.collected");
                return new FetchedLog(request.volume(), request.group(), List.of(), false, true, 0);
            }
            if (!segment.differingPages().isEmpty()) {
                // What differs may be a record.
                return nothing(request);
            }
            path = volume.path();
            flushed = segment.flushed();
            layers = segment.layers();
            layers.forEach(Layer::acquire);
        } finally {
            volume.lock().unlock();
        }
        try {
            return fromLayers(layers, request, metadata, path, flushed, vdl);
        } catch (ObjectStoreException e) {
            // A layer of a restored segment that is not here yet: another peer may have it.
            metrics.count("storage.gossip.outOfReach");
            return nothing(request);
        } catch (MalformedException | FileException e) {
            volume.damage().found(segment, e);
            return nothing(request);
        } finally {
            layers.forEach(Layer::release);
        }
    }

    private static FetchedLog nothing(FetchLog request) {
        return new FetchedLog(request.volume(), request.group(), List.of(), false);
    }

    private FetchedLog fromMemory(Segment segment, FetchLog request) {
        metrics.count("storage.gossip.servedFromMemory");
        int limit = Math.min(maximumBytes, Math.max(request.maxBytes(), 1));
        List<Batch> batches = new ArrayList<>();
        long bytes = 0;
        for (LogEntry entry : segment.entries()) {
            if (entry.upTo() <= request.after() || entry.after() >= request.upTo()) {
                continue;
            }
            if (!batches.isEmpty() && bytes + entry.batch().length() > limit) {
                return new FetchedLog(request.volume(), request.group(), batches, true);
            }
            batches.add(entry.batch());
            bytes += entry.batch().length();
        }
        return new FetchedLog(request.volume(), request.group(), batches, false);
    }

    private FetchedLog fromLayers(
            List<Layer> layers, FetchLog request, VolumeMetadata metadata, HistoryPath path, long flushed, long vdl) {
        metrics.count("storage.gossip.servedFromLayers");
        // As a rule layers lie side by side, and the first one that reaches beyond has what comes next. After a rewind
        // they may lie across one another, and those of a branch may hold more than it shares: then all of them are
        // looked through.
        boolean across = metadata.origin().isPresent()
                || metadata.timelines().timelines().stream().anyMatch(Timeline::rewound);
        List<Layer> beyond = layers.stream()
                .filter(layer -> layer.header().upTo() > request.after())
                .toList();
        if (beyond.isEmpty()) {
            return nothing(request);
        }
        List<Layer> read = across ? beyond : beyond.subList(0, 1);
        long after = across
                ? request.after()
                : Math.max(request.after(), read.getFirst().header().after());
        List<LayerEntry> records = lowest(read, request, path);
        return records.isEmpty()
                ? new FetchedLog(request.volume(), request.group(), List.of(), false, false, across ? flushed : 0)
                : new FetchedLog(
                        request.volume(), request.group(), batches(records, after, request, metadata, vdl), true);
    }

    /** The records of {@code layers} behind what was asked for, on the path: those of lowest LSN that fit into an answer, by LSN. */
    private List<LayerEntry> lowest(List<Layer> layers, FetchLog request, HistoryPath path) {
        int limit = Math.min(maximumBytes, Math.max(request.maxBytes(), 1));
        // Sections come by page: the highest record is given up when there are too many.
        PriorityQueue<LayerEntry> lowest = new PriorityQueue<>((a, b) -> Long.compare(b.lsn(), a.lsn()));
        TreeSet<Long> known = new TreeSet<>();
        long bytes = 0;
        long below = Long.MAX_VALUE;
        for (Layer layer : layers) {
            for (int place = 0; place < layer.sections(); place++) {
                if (layer.highest(place) <= request.after() || layer.lowest(place) >= below) {
                    continue;
                }
                for (LayerEntry entry : layer.section(place)) {
                    if (entry.image()
                            || entry.lsn() <= request.after()
                            || entry.lsn() >= below
                            || !path.includes(entry.timeline(), entry.lsn())
                            || !known.add(entry.lsn())) {
                        continue;
                    }
                    lowest.add(entry);
                    bytes += entry.length();
                    while (bytes > limit && lowest.size() > 1) {
                        LayerEntry dropped = lowest.remove();
                        bytes -= dropped.length();
                        below = Math.min(below, dropped.lsn());
                    }
                }
            }
        }
        List<LayerEntry> records = new ArrayList<>(lowest);
        records.sort((a, b) -> Long.compare(a.lsn(), b.lsn()));
        return records;
    }

    private static List<Batch> batches(
            List<LayerEntry> records, long after, FetchLog request, VolumeMetadata metadata, long vdl) {
        List<Batch> batches = new ArrayList<>();
        BatchBuilder builder = new BatchBuilder();
        long previous = after;
        for (int index = 0; index < records.size(); index++) {
            LayerEntry record = records.get(index);
            builder.add(record.memory(), record.at(), record.length(), record.lsn() - record.length());
            boolean last = index + 1 == records.size();
            if (last || records.get(index + 1).timeline() != record.timeline() || builder.length() >= REBUILT_BYTES) {
                Batch batch = builder.build(
                        request.volume(),
                        request.group(),
                        record.timeline(),
                        metadata.epoch(),
                        metadata.group(request.group()).epoch(),
                        previous,
                        vdl,
                        0);
                batches.add(batch);
                previous = batch.lastGroupLsn();
            }
        }
        return batches;
    }
}
