package org.borealisdb.server.cluster;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.cloud.objectstore.ObjectContent;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.TaggedObject;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.storage.backup.BackupNames;
import org.borealisdb.storage.backup.Tombstone;
import org.borealisdb.storage.restore.BackupView;

/**
 * What a volume is called whose backup is in a store: object {@code clusters/V}, {@link Framed}, magic {@code BRBN}, version 1: name, u8 1 for a cluster and 2 for a snapshot, u64
 * milliseconds since 1970 of its making.
 *
 * @param name          of the cluster or snapshot
 * @param kind          which of them
 * @param volume        its volume
 * @param createdMillis when it was made; 0 for the main cluster
 * @param deletedMillis when it was deleted; 0 if it was not
 */
public record BackedUpCluster(
        String name, ClusterRecord.Kind kind, VolumeId volume, long createdMillis, long deletedMillis) {
    private static final String FOLDER = "clusters";
    private static final int MAGIC = 0x4E425242;
    private static final int VERSION = 1;

    /** Every region has one, whether or not its store says so. */
    private static final BackedUpCluster MAIN =
            new BackedUpCluster(ClusterRecord.MAIN, ClusterRecord.Kind.CLUSTER, ClusterRecord.MAIN_VOLUME, 0, 0);

    /** Of a record that has a volume. */
    public static BackedUpCluster of(ClusterRecord record) {
        return new BackedUpCluster(record.name(), record.kind(), record.volumeId(), record.createdMillis(), 0);
    }

    /** Tells {@code store}; nothing happens if it knows. */
    public void tell(ObjectStore store) {
        Encoder out = new Encoder(64)
                .putString(name)
                .putByte(kind == ClusterRecord.Kind.CLUSTER ? 1 : 2)
                .putLong(createdMillis);
        store.putIfAbsent(FOLDER + "/" + volume.value(), ObjectContent.of(Framed.encode(MAGIC, VERSION, out)));
    }

    private static BackedUpCluster decode(VolumeId volume, long deletedMillis, ByteBuffer bytes) {
        Decoder in = Framed.decode(MAGIC, VERSION, bytes, "name of a backed-up cluster");
        BackedUpCluster cluster = new BackedUpCluster(
                in.getString(),
                in.getByte() == 1 ? ClusterRecord.Kind.CLUSTER : ClusterRecord.Kind.SNAPSHOT,
                volume,
                in.getPositiveLong(),
                deletedMillis);
        in.end();
        return cluster;
    }

    /** All whose backup is in {@code store}, by volume; one that nobody has named is called by its number. */
    public static List<BackedUpCluster> all(ObjectStore store) {
        List<BackedUpCluster> all = new ArrayList<>();
        for (VolumeId volume : BackupView.volumes(store)) {
            long deleted = store.read(BackupNames.DELETED + "/" + volume.value())
                    .map(found -> Tombstone.decode(found.bytes()).millis())
                    .orElse(0L);
            Optional<TaggedObject> named = store.read(FOLDER + "/" + volume.value());
            if (named.isPresent()) {
                all.add(decode(volume, deleted, named.get().bytes()));
            } else if (volume.equals(ClusterRecord.MAIN_VOLUME)) {
                all.add(MAIN);
            } else {
                all.add(new BackedUpCluster(
                        "volume-" + volume.value(), ClusterRecord.Kind.CLUSTER, volume, 0, deleted));
            }
        }
        all.sort(Comparator.comparingLong(cluster -> cluster.volume().value()));
        return all;
    }

    /**
     * The one of that name: of several, one that was not deleted, or else the last.
     *
     * @throws RegionProblemException if there is none
     */
    public static BackedUpCluster find(ObjectStore store, String name) {
        if (name.equals(ClusterRecord.MAIN)) {
            return MAIN;
        }
        List<BackedUpCluster> all = all(store);
        return all.stream()
                .filter(cluster -> cluster.name().equals(name))
                .max(Comparator.comparing((BackedUpCluster cluster) -> cluster.deletedMillis() == 0)
                        .thenComparingLong(cluster -> cluster.volume().value()))
                .orElseThrow(() -> new RegionProblemException("there is no backup of a cluster '" + name + "' in "
                        + store.place() + "; it has "
                        + all.stream().map(BackedUpCluster::name).distinct().toList()));
    }
}
