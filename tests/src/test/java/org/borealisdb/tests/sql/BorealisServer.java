package org.borealisdb.tests.sql;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionInOneProcess;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.storage.node.StorageSettings;

/** A whole region in this process, on a port that the system chose. */
final class BorealisServer implements AutoCloseable {
    static final String PASSWORD = "secret";

    private final AtomicReference<String> ended = new AtomicReference<>("");
    private final RealWorld world;
    private final RegionInOneProcess region;

    private BorealisServer(Path data) {
        this.world = RealWorld.create((task, failure) -> ended.set(task + ": " + failure));
        RegionPlan plan = RegionPlan.inOneProcess(data, HostPort.loopback(0), ByteSize.ofMebibytes(64));
        this.region = new RegionInOneProcess(plan, StorageSettings.tiny(), world, ended::set);
    }

    static BorealisServer start(Path data) {
        BorealisServer server = new BorealisServer(data);
        server.region.open(PASSWORD);
        return server;
    }

    int port() {
        return region.clientPlace().port();
    }

    /** What went wrong inside of it, empty if nothing did. */
    String ended() {
        return ended.get();
    }

    @Override
    public void close() {
        region.close();
        world.close();
    }
}
