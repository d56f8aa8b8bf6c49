package org.borealisdb.server.role;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.borealisdb.cloud.objectstore.DirectoryObjectStore;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.ObjectStoreProvider;
import org.borealisdb.cloud.objectstore.ObjectStores;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.server.region.BackupFolder;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.storage.backup.BackupPlace;
import org.borealisdb.storage.backup.BackupSettings;
import org.borealisdb.storage.node.NodeStores;
import org.borealisdb.storage.share.SharedLayers;

/** The object stores that a process uses, each opened once: folders, and whatever an {@link ObjectStoreProvider} on the class path knows. May be used by all tasks. */
public final class RegionStores implements ObjectStores, AutoCloseable {
    private final RealWorld world;
    private final Lock lock;
    private final Map<String, ObjectStore> open = new TreeMap<>();

    public RegionStores(RealWorld world) {
        this.world = world;
        this.lock = world.tasks().lock("object stores");
    }

    @Override
    public ObjectStore open(String place) {
        lock.lock();
        try {
            ObjectStore known = open.get(place);
            if (known != null) {
                return known;
            }
            ObjectStore opened = place.contains("://") ? provided(place) : folder(Path.of(place));
            open.put(place, opened);
            return opened;
        } finally {
            lock.unlock();
        }
    }

    private ObjectStore provided(String place) {
        for (ObjectStoreProvider provider : ServiceLoader.load(ObjectStoreProvider.class)) {
            if (place.startsWith(provider.scheme() + "://")) {
                return provider.open(place, world.tasks(), world.random());
            }
        }
        throw new RegionProblemException(
                "nothing here knows the object store " + place + "; write a folder, or s3://bucket/prefix");
    }

    private ObjectStore folder(Path folder) {
        List<RealFileStore> copies =
                BackupFolder.copies(folder).stream().map(RealFileStore::new).toList();
        return new DirectoryObjectStore(folder.toString(), copies, world.tasks(), world.clock(), world.random());
    }

    /** True if there may be a store at {@code place}: for a folder, if it is there. */
    public static boolean exists(String place) {
        return place.contains("://") || BackupFolder.exists(Path.of(place));
    }

    /** What those storage nodes of {@code plan} know of stores that run in this process: they share their layers. */
    public NodeStores ofNodes(RegionPlan plan) {
        if (!plan.backup().on()) {
            return new NodeStores(Optional.empty(), this, new SharedLayers());
        }
        BackupPlace place = new BackupPlace(
                open(plan.backup().place()),
                plan.backup().retention(),
                BackupFolder.owner(plan.keyFile()),
                BackupSettings.standard());
        return new NodeStores(Optional.of(place), this, new SharedLayers());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            open.values().forEach(ObjectStore::close);
            open.clear();
        } finally {
            lock.unlock();
        }
    }
}
