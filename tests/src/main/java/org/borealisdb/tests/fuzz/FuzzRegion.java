package org.borealisdb.tests.fuzz;

import java.nio.file.Path;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionInOneProcess;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.storage.node.StorageSettings;

/** A region of one's own in this process. */
public final class FuzzRegion implements AutoCloseable {
    private static final String PASSWORD = "fuzz";
    private static final ByteSize POOL = ByteSize.ofMebibytes(64);

    private final RealWorld world;
    private final RegionInOneProcess region;
    private volatile String ended = "";

    /** Starts it in an empty folder. */
    public FuzzRegion(Path data) {
        this.world = RealWorld.create((task, failure) -> ended = task + ": " + failure);
        RegionPlan plan = RegionPlan.inOneProcess(data, HostPort.loopback(0), POOL);
        StorageSettings settings = StorageSettings.brief();
        this.region = new RegionInOneProcess(plan, settings, world, reason -> ended = reason, false);
        region.open(PASSWORD);
    }

    /** For JDBC. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + region.clientPlace().port() + "/postgres?user=postgres&password="
                + PASSWORD;
    }

    /** Why it has ended before its time; empty: it has not. */
    public String ended() {
        return ended;
    }

    @Override
    public void close() {
        region.close();
        world.close();
    }
}
