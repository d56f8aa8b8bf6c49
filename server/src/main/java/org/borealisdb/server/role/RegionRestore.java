package org.borealisdb.server.role;

import java.util.TreeMap;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.storage.backup.TimePoint;
import org.borealisdb.storage.restore.BackupView;
import org.borealisdb.storage.restore.VolumeRestore;
import org.borealisdb.storage.seal.SealListener;
import org.borealisdb.storage.seal.VolumeKeys;
import org.borealisdb.volume.geometry.VolumeRecord;

/** Fills the folder of a new region, which does not run, from a backup. Used by one task, which has the folder locked. */
public final class RegionRestore {
    private static final long TIMEOUT_NANOS = 10_000_000_000L;

    private final DataFolder folder;
    private final RealWorld world;

    public RegionRestore(DataFolder folder, RealWorld world) {
        this.folder = folder;
        this.world = world;
    }

    /**
     * Makes the storage nodes and the metadata log.
     *
     * @throws org.borealisdb.runtime.error.OperationException if that is not possible; the folder says so from then on
     */
    public void run(BackupView view, TimePoint point) {
        RegionPlan plan = RegionPlan.inOneProcess(folder.path(), HostPort.loopback(0), ByteSize.ofMebibytes(1));
        SpreadPlacement placement = new SpreadPlacement(plan.storageByZone());
        VolumeRestore restore =
                VolumeRestore.plan(view, point, ClusterRecord.MAIN_VOLUME, placement::membersOf, world.random());
        TreeMap<Address, FileStore> nodes = new TreeMap<>();
        plan.storageNodes().forEach(node -> nodes.put(node.address(), new RealFileStore(node.folder())));
        RegionKeys keys = new RegionKeys(plan, world);
        keys.check(restore.metadata());
        folder.restoring();
        restore.write(
                nodes,
                new VolumeKeys(keys.service(), world.random(), SealListener.NONE),
                world.tasks(),
                world.clock(),
                world.random());
        VolumeRecord record = new VolumeRecord(
                ClusterRecord.MAIN_VOLUME,
                new FileMetadataLog(new RealFileStore(plan.metadataFolder()), world.tasks(), world.clock()),
                world.tasks(),
                world.clock(),
                world.metrics(),
                TIMEOUT_NANOS);
        if (record.decide(0, restore.metadata()).isEmpty()) {
            throw new RegionProblemException("there is a volume in " + folder.path() + " already");
        }
        folder.restored();
    }
}
