package org.borealisdb.tests.sql;

import java.nio.file.Path;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.HostPort;
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
        this.region = new RegionInOneProcess(plan, StorageSettings.tiny(), world, reason -> ended = reason, faulty);
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

    @Override
    public void close() {
        region.close();
        world.close();
        if (!ended.isEmpty()) {
            throw new AssertionError("the region has not served to the end: " + ended);
        }
    }
}
