package org.borealisdb.server.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionKeys;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.volume.encryption.KeyRotation;
import org.borealisdb.volume.geometry.VolumeRecord;

/** What a command needs that looks at the keys of a region, or changes them. */
final class KeyWork implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RealWorld world = RealWorld.create(KeyWork::taskFailed);
    private final RegionLog opened;
    private final MetadataLog log;
    private final RegionKeys keys;

    KeyWork(RegionPlan plan) throws IOException {
        this.opened = RegionLog.of(plan, world);
        this.log = opened.log();
        this.keys = new RegionKeys(plan, world);
    }

    /** Only here is the log touched: every command is made at each start, before it is known where to log. */
    private static void taskFailed(String task, Throwable failure) {
        System.getLogger(KeyWork.class.getName()).log(System.Logger.Level.ERROR, task, failure);
    }

    RegionKeys keys() {
        return keys;
    }

    /** What is decided of all volumes that there are, by name. */
    List<VolumeMetadata> volumes() {
        return RegionKeys.volumes(log).stream()
                .filter(volume -> !volume.deleted())
                .toList();
    }

    /** Adds a version to the region's own master key, making the first one if there is none. */
    int newLocalVersion() {
        return keys.local().addVersion();
    }

    KeyRotation rotation(VolumeId volume) {
        VolumeRecord record =
                new VolumeRecord(volume, log, world.tasks(), world.clock(), world.metrics(), PATIENCE.toNanos());
        return new KeyRotation(record, keys.dataKeys());
    }

    @Override
    public void close() {
        opened.close();
        world.close();
    }
}
