package org.borealisdb.storage.backup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.borealisdb.cloud.objectstore.ObjectContent;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.seal.VolumeKeys;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * Makes what takes long for the groups that this node uploads: layers of what was folded since, bases, and the end of what the retention does not need. Used by one task. What it makes it leaves to
 * the group's {@link GroupUploader}, which names it in the index.
 */
final class LayerUploader {
    static final String FOLDER = "backup";

    private static final long MICROS_PER_MILLI = 1_000;

    /** A new layer is read whole, more or less: a segment whose layers behind the store are larger gets a base. */
    private static final long MOST_EXTRACTED_BYTES = 1L << 30;

    private final Tasks tasks;
    private final Clock clock;
    private final FileStore files;
    private final VolumeKeys keys;
    private final Metrics metrics;
    private final BackupPlace place;
    private final BackupSettings settings;
    private final Retention retention;
    private long lastFile;

    LayerUploader(Tasks tasks, Clock clock, FileStore files, VolumeKeys keys, Metrics metrics, BackupPlace place) {
        this.tasks = tasks;
        this.clock = clock;
        this.files = files;
        this.keys = keys;
        this.metrics = metrics;
        this.place = place;
        this.settings = place.settings();
        this.retention = new Retention(place);
    }

    /** Deletes what a crash has left. */
    void clean() {
        files.list(FOLDER).forEach(name -> files.delete(FOLDER + "/" + name));
    }

    /** What a segment has in layers, held. */
    private record Source(
            Manifest manifest, TimelineTree timelines, HistoryPath path, long flushed, List<Layer> layers) {
        long highest() {
            return layers.stream()
                    .mapToLong(layer -> layer.header().upTo())
                    .max()
                    .orElse(0);
        }

        List<Layer> behind(long lsn) {
            return layers.stream().filter(layer -> layer.header().upTo() > lsn).toList();
        }

        long bytesBehind(long lsn) {
            return behind(lsn).stream().mapToLong(Layer::bytes).sum();
        }

        int timeline() {
            return timelines.current().id();
        }
    }

    /** Does the most urgent of what there is to do for a group; true if there may be more. */
    boolean work(GroupUploader group) {
        Optional<GroupIndex> settled = group.settled();
        if (settled.isEmpty()) {
            return false;
        }
        GroupIndex index = settled.get();
        VolumeReplica volume = group.replica();
        Segment segment;
        Source source;
        volume.lock().lock();
        try {
            Optional<Segment> found = volume.segment(group.group());
            if (found.isEmpty() || !found.get().votes(volume.timelines())) {
                return false;
            }
            segment = found.get();
            source = new Source(
                    segment.manifest(), volume.timelines(), volume.path(), segment.flushed(), segment.layers());
            source.layers().forEach(Layer::acquire);
        } finally {
            volume.lock().unlock();
        }
        group.making(true);
        try {
            return work(group, index, source);
        } catch (MalformedException e) {
            metrics.count("storage.backup.source-damaged");
            volume.damage().found(segment, e);
            return false;
        } finally {
            group.making(false);
            source.layers().forEach(Layer::release);
        }
    }

    private boolean work(GroupUploader group, GroupIndex index, Source source) {
        long stored = index.layersUpTo();
        long floor = Math.max(source.manifest().logFloor(), source.manifest().collectionFloor());
        if (!index.sound(source.timelines())) {
            OptionalLong at = baseAt(source.timelines().current(), group.group(), source.flushed(), index);
            if (at.isEmpty()) {
                return false;
            }
            metrics.count("storage.backup.other-line");
            base(group, index, source, at.getAsLong());
            return true;
        }
        long upTo = wholeUpTo(source.timelines().current(), group.group(), source.flushed(), source.highest());
        if (upTo > stored) {
            boolean lost = floor > stored || source.bytesBehind(stored) > MOST_EXTRACTED_BYTES;
            if (!lost) {
                delta(group, index, source, stored, upTo);
                return true;
            }
            if (source.flushed() > stored) {
                metrics.count(stored == 0 ? "storage.backup.first-base" : "storage.backup.gaps");
                base(group, index, source, source.flushed());
                return true;
            }
        }
        if (holdsShared(source.timelines().current(), group.group(), source.flushed(), source.highest())
                && stored <= source.flushed()
                && source.manifest().collectionFloor() <= stored
                && baseWanted(index)) {
            base(group, index, source, stored);
            return true;
        }
        return false;
    }

    /**
     * True if layers that hold everything of {@code group} at or below {@code flushed} hold all that it has at or below {@code lsn} in the history that {@code current} shares with the line it
     * branched from: its last record there may lie far below the branch.
     */
    static boolean holdsShared(Timeline current, int group, long flushed, long lsn) {
        return flushed >= Math.min(lsn, current.groupTail(group));
    }

    /**
     * Up to where layers hold everything of the current line: those of a line that was left may lie above log of this one that is not in layers yet, and will not be as long as nothing comes. What lies below
     * both can go to the store, and that log behind it. Layers that a branch shares with its origin may lie even above its own first LSN: of what it writes itself they hold nothing.
     */
    static long wholeUpTo(Timeline current, int group, long flushed, long highest) {
        return holdsShared(current, group, flushed, highest)
                ? Math.max(flushed, Math.min(highest, current.firstLsn()))
                : flushed;
    }

    /**
     * Where a base can be made for a line whose history the store lacks: never within a layer that is there, so behind all of them. What these hold behind the branch is of other lines, if they end
     * where the line begins; then the pages are the same there as where it branched.
     */
    static OptionalLong baseAt(Timeline current, int group, long flushed, GroupIndex index) {
        long stored = index.layersUpTo();
        boolean possible = holdsShared(current, group, flushed, index.upTo())
                && (flushed >= stored || stored <= current.firstLsn());
        return possible ? OptionalLong.of(Math.max(flushed, stored)) : OptionalLong.empty();
    }

    /** A restore reads everything behind a base: not more than twice the base itself as a rule, nor very many files. */
    private boolean baseWanted(GroupIndex index) {
        long at = index.baseAt();
        long base = 0;
        long deltas = 0;
        int count = 0;
        for (StoredLayer layer : index.layers()) {
            if (layer.base() && layer.upTo() == at) {
                base += layer.bytes();
            } else if (!layer.base() && layer.upTo() > at) {
                deltas += layer.bytes();
                count++;
            }
        }
        return deltas >= Math.max(settings.baseBytes(), 2 * base)
                || (count >= settings.baseLayers() && 4 * deltas >= base);
    }

    private void delta(GroupUploader group, GroupIndex index, Source source, long stored, long upTo) {
        LayerHeader header = new LayerHeader(group.volume(), group.group(), source.timeline(), stored, upTo);
        String file = newFile();
        try {
            long bytes = DeltaExtract.write(tasks, files, keys, file, header, source.behind(stored));
            String name = upload(group, file, "layer");
            group.add(
                    index.generation(),
                    List.of(layer(name, false, header, bytes)),
                    source.manifest().lines());
        } finally {
            files.delete(file);
        }
        metrics.count("storage.backup.layers");
    }

    private void base(GroupUploader group, GroupIndex index, Source source, long at) {
        LayerHeader header = new LayerHeader(group.volume(), group.group(), source.timeline(), 0, at);
        BaseImages images = new BaseImages(tasks, files, keys, header, source.layers(), source.path());
        List<StoredLayer> parts = new ArrayList<>();
        do {
            if (!group.uploading()) {
                return;
            }
            String file = newFile();
            long began = clock.nanoTime();
            try {
                long bytes = images.writePart(file, settings.partBytes());
                parts.add(layer(upload(group, file, "base"), true, header, bytes));
            } finally {
                files.delete(file);
            }
            // Half of the time is for others.
            tasks.sleep(Math.clamp(
                    clock.nanoTime() - began, 0, Duration.ofSeconds(5).toNanos()));
        } while (images.more());
        group.add(index.generation(), parts, source.manifest().lines());
        metrics.count("storage.backup.bases");
    }

    private String newFile() {
        return FOLDER + "/part-" + ++lastFile;
    }

    private StoredLayer layer(String name, boolean base, LayerHeader header, long bytes) {
        return new StoredLayer(name, base, header.timeline(), header.after(), header.upTo(), bytes, wallMillis());
    }

    private long wallMillis() {
        return clock.wallMicros() / MICROS_PER_MILLI;
    }

    private String upload(GroupUploader group, String file, String kind) {
        String name = group.newName(kind);
        try (StoredFile content = files.open(file, WriteMode.DIRECT)) {
            group.put(name, ObjectContent.of(content));
        }
        return name;
    }

    /**
     * Lets go of what the retention does not need, and deletes objects that no index names.
     *
     * @param candidates what the last search has found; what it finds now
     */
    void collect(GroupUploader group, Set<String> candidates) {
        Optional<GroupIndex> settled = group.settled();
        if (settled.isEmpty()) {
            candidates.clear();
            return;
        }
        TimelineTree timelines = group.replica().metadata().timelines();
        Optional<Retention.Floor> floor = retention.floor(settled.get(), timelines, wallMillis());
        floor.ifPresent(found -> group.collect(settled.get().generation(), found.lsn(), found.millis()));
        deleteGarbage(group, settled.get().generation(), candidates);
    }

    private void deleteGarbage(GroupUploader group, long generation, Set<String> candidates) {
        ObjectStore store = place.store();
        String folder = BackupNames.group(group.volume(), group.group());
        TreeSet<String> found = new TreeSet<>();
        String after = "";
        while (true) {
            List<String> names = store.list(folder, after);
            if (names.isEmpty()) {
                break;
            }
            found.addAll(names);
            after = names.getLast();
        }
        // Read behind the list, so that what was named meanwhile is known.
        IndexRecord now = new IndexRecord(store, group.volume(), group.group());
        now.read();
        // A pin that came when a layer was just being let go of is seen here: objects go a search later.
        if (!now.exists() || now.index().generation() != generation || retention.pinned(group.volume(), wallMillis())) {
            candidates.clear();
            return;
        }
        found.removeAll(now.index().objects());
        found.remove("index");
        for (String name : found) {
            if (candidates.contains(name)) {
                store.delete(folder + "/" + name);
                metrics.count("storage.backup.collected");
            }
        }
        found.removeAll(candidates);
        candidates.clear();
        candidates.addAll(found);
    }
}
