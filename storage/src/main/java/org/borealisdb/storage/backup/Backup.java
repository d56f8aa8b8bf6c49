package org.borealisdb.storage.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.ingest.Volumes;
import org.borealisdb.storage.seal.VolumeKeys;
import org.borealisdb.storage.segment.VolumeReplica;

/** The backup of a node's segments: two tasks, one for what must be quick and one for what takes long. A store that fails is reported, and tried again at the next turn. */
public final class Backup {
    /** A place in the world of a group that this node has a segment of. */
    private record Place(VolumeId volume, int group) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byVolume = volume.compareTo(other.volume);
            return byVolume != 0 ? byVolume : Integer.compare(group, other.group);
        }
    }

    private final Address self;
    private final Tasks tasks;
    private final Clock clock;
    private final VolumeKeys keys;
    private final Metrics metrics;
    private final BackupPlace place;
    private final BackupSettings settings;
    private final Volumes volumes;
    private final BooleanSupplier complete;
    private final Consumer<String> report;
    private final LayerUploader layers;
    private final DeletedVolumes deleted;

    /** Guards the groups and the end. */
    private final Lock lock;

    private final Condition closing;
    private final Map<Place, GroupUploader> groups = new TreeMap<>();
    private boolean closed;
    private volatile String trouble = "";
    private volatile String layerTrouble = "";

    /**
     * The backup of a node.
     *
     * @param keys     of the node: objects are sealed like its files
     * @param complete false while files of this node are still being fetched from a store: bases wait
     * @param report   told in words when the store begins to fail, and when it is well again; must not wait
     */
    public Backup(
            Address self,
            Tasks tasks,
            Clock clock,
            FileStore files,
            VolumeKeys keys,
            Metrics metrics,
            BackupPlace place,
            Volumes volumes,
            BooleanSupplier complete,
            Consumer<String> report) {
        this.self = self;
        this.tasks = tasks;
        this.clock = clock;
        this.keys = keys;
        this.metrics = metrics;
        this.place = place;
        this.settings = place.settings();
        this.volumes = volumes;
        this.complete = complete;
        this.report = report;
        this.layers = new LayerUploader(tasks, clock, files, keys, metrics, place);
        this.deleted = new DeletedVolumes(volumes, clock, metrics, place);
        this.lock = tasks.lock("backup");
        this.closing = lock.condition();
    }

    /** How it is. */
    public BackupStatus status() {
        int uploading = 0;
        long lag = 0;
        for (GroupUploader group : known()) {
            if (group.uploading()) {
                uploading++;
                lag = Math.max(lag, group.lagNanos());
            }
        }
        String failing = trouble.isEmpty() ? layerTrouble : trouble;
        return new BackupStatus(place.store().place(), uploading, lag / 1_000_000, failing);
    }

    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Body of the task that uploads log. */
    public void run() {
        StoreOwner owner = new StoreOwner(place);
        while (pause(settings.interval().toNanos())) {
            String failed = turn(owner);
            tell(trouble, failed);
            trouble = failed;
        }
    }

    private String turn(StoreOwner owner) {
        String failed = "";
        for (GroupUploader group : groups()) {
            try {
                owner.check();
                group.turn();
            } catch (ObjectStoreException | MalformedException e) {
                metrics.count("storage.backup.failed");
                failed = String.valueOf(e.getMessage());
            }
        }
        return failed;
    }

    private void tell(String before, String now) {
        if (before.isEmpty() && !now.isEmpty()) {
            report.accept("the backup does not go on: " + now);
        } else if (!before.isEmpty() && now.isEmpty()) {
            report.accept("the backup goes on");
        }
    }

    /** Body of the task that uploads layers, and collects. */
    public void runLayers() {
        layers.clean();
        Map<Place, TreeSet<String>> garbage = new TreeMap<>();
        long collected = clock.nanoTime();
        while (pause(settings.interval().toNanos())) {
            if (!complete.getAsBoolean()) {
                continue;
            }
            boolean collects =
                    clock.nanoTime() - collected >= settings.collectInterval().toNanos();
            String failed = "";
            for (GroupUploader group : known()) {
                try {
                    layers.work(group);
                    if (collects) {
                        layers.collect(
                                group,
                                garbage.computeIfAbsent(
                                        new Place(group.volume(), group.group()), _ -> new TreeSet<>()));
                    }
                } catch (ObjectStoreException | MalformedException e) {
                    metrics.count("storage.backup.failed");
                    failed = String.valueOf(e.getMessage());
                } catch (FileException e) {
                    if (e.kind() != FileException.Kind.FULL) {
                        throw e;
                    }
                    metrics.count("storage.backup.diskFull");
                    failed = String.valueOf(e.getMessage());
                }
            }
            if (collects) {
                collected = clock.nanoTime();
                sweep();
            }
            layerTrouble = failed;
        }
    }

    private void sweep() {
        try {
            deleted.work();
            place.store().sweep();
        } catch (ObjectStoreException | MalformedException | FileException e) {
            metrics.count("storage.backup.failed");
        }
    }

    private boolean pause(long nanos) {
        lock.lock();
        try {
            if (!closed) {
                closing.await(nanos);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private List<GroupUploader> known() {
        lock.lock();
        try {
            return new ArrayList<>(groups.values());
        } finally {
            lock.unlock();
        }
    }

    /** The groups of the segments that are here now. */
    private List<GroupUploader> groups() {
        Map<Place, VolumeReplica> here = new TreeMap<>();
        for (VolumeReplica volume : volumes.all()) {
            volume.segmentsNow().forEach(segment -> here.put(new Place(volume.id(), segment.group()), volume));
        }
        lock.lock();
        try {
            groups.keySet().retainAll(here.keySet());
            here.forEach((where, volume) -> groups.computeIfAbsent(
                    where, _ -> new GroupUploader(self, tasks, clock, keys, metrics, place, volume, where.group())));
            return new ArrayList<>(groups.values());
        } finally {
            lock.unlock();
        }
    }
}
