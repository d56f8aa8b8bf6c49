package org.borealisdb.tests.volume;

import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.volume.encryption.DataKeys;
import org.borealisdb.volume.encryption.KeyRotation;
import org.borealisdb.volume.geometry.VolumeRecord;

/** Somebody who wraps the data keys of the volume anew, now and then, whatever else goes on. */
final class SimulatedRotation {
    private static final long MILLISECOND = 1_000_000;
    private static final long PATIENCE = 1_000 * MILLISECOND;

    private final SimulatedHost.LiveProcess process;
    private final SimulatedKeyService service;
    private final SplittableRandom random;
    private final KeyRotation rotation;

    SimulatedRotation(SimulatedWorld world, SimulatedRegion region, VolumeId volume) {
        this.process = world.host("administrator").start();
        this.service = region.keyService();
        this.random = world.newRandom();
        Endpoint endpoint = process.network().bind(new Address("administrator"), new NoMessages());
        VolumeRecord record = new VolumeRecord(
                volume,
                MetadataService.client(endpoint),
                process.tasks(),
                process.clock(),
                process.metrics(),
                PATIENCE);
        this.rotation = new KeyRotation(record, new DataKeys(service, process.random()));
    }

    /** Goes on until {@code over}. */
    void start(BooleanSupplier over) {
        process.tasks().start("rotate", TaskKind.BACKGROUND, () -> {
            while (!over.getAsBoolean()) {
                process.tasks().sleep(random.nextLong(50, 2_000) * MILLISECOND);
                rotate();
            }
        });
    }

    private void rotate() {
        service.rotate();
        try {
            rotation.rotate(KeyService.LOCAL);
            process.metrics().count("key.rotated");
        } catch (OperationException e) {
            // The metadata log was out of reach, or changed all the time: the next time, then.
            process.metrics().count("key.notRotated");
        }
    }
}
