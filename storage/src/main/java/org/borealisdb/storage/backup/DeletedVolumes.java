package org.borealisdb.storage.backup;

import java.util.List;
import java.util.Optional;
import org.borealisdb.cloud.objectstore.ObjectContent;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.TaggedObject;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.ingest.Volumes;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * The backups of volumes that were deleted: whatever node knows of a deletion tells the store, once, and from then on the volume can be restored for the retention. Then whatever node
 * comes first deletes all of its objects; an attempt that is cut off is gone on with. Used by one task.
 */
final class DeletedVolumes {
    private static final long MICROS_PER_MILLI = 1_000;

    private final Volumes volumes;
    private final Clock clock;
    private final Metrics metrics;
    private final BackupPlace place;
    private final ObjectStore store;
    private final Retention retention;

    DeletedVolumes(Volumes volumes, Clock clock, Metrics metrics, BackupPlace place) {
        this.volumes = volumes;
        this.clock = clock;
        this.metrics = metrics;
        this.place = place;
        this.store = place.store();
        this.retention = new Retention(place);
    }

    /** Does what is to be done now. */
    void work() {
        for (VolumeReplica volume : volumes.all()) {
            VolumeMetadata metadata = volume.metadata();
            if (metadata.deleted()
                    && store.length(BackupNames.volume(metadata.id())).isPresent()) {
                tell(metadata);
            }
        }
        for (String name : store.list(BackupNames.DELETED, "")) {
            VolumeId volume = new VolumeId(Long.parseLong(name));
            Optional<TaggedObject> found = store.read(Tombstone.name(volume));
            if (found.isPresent()) {
                Tombstone tombstone = Tombstone.decode(found.get().bytes());
                boolean over = tombstone.millis() + place.retention().toMillis() < wallMillis();
                if (over && !retention.pinned(volume, wallMillis())) {
                    remove(volume, tombstone.groups());
                }
            }
        }
    }

    private long wallMillis() {
        return clock.wallMicros() / MICROS_PER_MILLI;
    }

    private void tell(VolumeMetadata metadata) {
        Tombstone tombstone = new Tombstone(wallMillis(), metadata.groups().size());
        if (store.putIfAbsent(Tombstone.name(metadata.id()), ObjectContent.of(tombstone.encode()))) {
            metrics.count("storage.backup.volumes-deleted");
        }
    }

    /** The index of the first group goes first, without which there is no backup; what says that there is something to remove, last. */
    private void remove(VolumeId volume, int groups) {
        store.delete(BackupNames.index(volume, 0));
        for (int group = 0; group < groups; group++) {
            removeAll(BackupNames.group(volume, group));
        }
        removeAll(BackupNames.pins(volume));
        store.delete(BackupNames.volume(volume));
        store.delete(Tombstone.name(volume));
        metrics.count("storage.backup.volumes-removed");
    }

    private void removeAll(String folder) {
        for (List<String> names = store.list(folder, ""); !names.isEmpty(); names = store.list(folder, "")) {
            names.forEach(name -> store.delete(folder + "/" + name));
        }
    }
}
