package org.borealisdb.tests.sql;

import java.nio.file.Path;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.controlplane.fleet.WriterChange;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.controlplane.fleet.WriterRegistry;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.server.cluster.InstanceRecord;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionInOneProcess;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.storage.node.StorageSettings;

/** A whole region in this process, on a port that the system chose. */
public final class BorealisServer implements AutoCloseable {
    /** Of the role postgres. */
    public static final String PASSWORD = "secret";

    private volatile String ended = "";
    private final RealWorld world;
    private final RegionInOneProcess region;

    private BorealisServer(Path data, boolean faulty) {
        this.world = RealWorld.create((task, failure) -> ended = task + ": " + failure);
        RegionPlan plan = RegionPlan.inOneProcess(data, HostPort.loopback(0), ByteSize.ofMebibytes(64));
        // Loads of many rows make larger batches than the smallest settings are for, and more log than they keep in
        // memory.
        this.region = new RegionInOneProcess(plan, StorageSettings.brief(), world, reason -> ended = reason, faulty);
    }

    static BorealisServer start(Path data) {
        return start(data, false);
    }

    /** The same, which can be made to misbehave if {@code faulty}. */
    public static BorealisServer start(Path data, boolean faulty) {
        BorealisServer server = new BorealisServer(data, faulty);
        server.region.open(PASSWORD);
        return server;
    }

    /** Where its instance listens. */
    public int port() {
        return region.clientPlace().port();
    }

    /** Adds a reader, and waits until it serves; where it listens. */
    public int addReader(String name) {
        new InstanceRegistry(log()).add(InstanceRecord.wanted(name, 1, 0, 0, "b", 1));
        return port(name);
    }

    /** Where an instance listens, whatever it does, as soon as it does. */
    public int port(String instance) {
        InstanceRegistry registry = new InstanceRegistry(log());
        int port = 0;
        while (port == 0) {
            port = registry.get(instance).port();
        }
        return port;
    }

    /** Removes a reader. */
    public void removeReader(String name) {
        InstanceRegistry registry = new InstanceRegistry(log());
        registry.change(registry.get(name), InstanceRecord::leaving);
        while (registry.last(name).filter(record -> !record.gone()).isPresent()) {
            Thread.onSpinWait();
        }
    }

    /** Has an instance become the writer, without asking the one that is. Does not wait. */
    public void failOver(String instance) {
        WriterRegistry writers = new WriterRegistry(log());
        WriterRecord before = writers.current().orElseThrow();
        if (!writers.decide(before.next(instance, WriterChange.FAILOVER, "a test wants it", 0))) {
            throw new AssertionError("another writer was decided on, after " + before);
        }
    }

    private FileMetadataLog log() {
        return new FileMetadataLog(new RealFileStore(region.plan().metadataFolder()), world.tasks(), world.clock());
    }

    @Override
    public void close() {
        region.close();
        world.close();
        if (!ended.isEmpty()) {
            throw new AssertionError("the region has not served to the end: " + ended);
        }
    }
}
