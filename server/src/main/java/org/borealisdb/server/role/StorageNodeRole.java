package org.borealisdb.server.role;

import java.util.List;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.server.region.NodeBackup;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.VolumeReport;
import org.borealisdb.storage.node.NodeReport;
import org.borealisdb.storage.node.NodeStores;
import org.borealisdb.storage.node.StorageNode;
import org.borealisdb.storage.node.StorageNodeListener;
import org.borealisdb.storage.node.StorageSettings;
import org.borealisdb.storage.seal.SealListener;
import org.borealisdb.storage.seal.VolumeKeys;

/**
 * One storage node with its folder. A node that cannot start, or steps aside later, leaves the process running: the quorum goes on
 * without it, and its health says why. All methods may be called by any task.
 */
public final class StorageNodeRole implements Role {
    private static final System.Logger LOG = System.getLogger(StorageNodeRole.class.getName());
    private static final String ROLE = "storage";

    private final StorageNodePlace place;
    private final StorageNode node;
    private volatile String startFailure = "";

    /** One that knows no object store. */
    public StorageNodeRole(
            StorageNodePlace place, RealWorld world, KeyService keys, Network network, StorageSettings settings) {
        this(place, world, keys, network, settings, NodeStores.none());
    }

    /** A node that is not open yet; {@code keys} unwraps the keys of encrypted volumes. */
    public StorageNodeRole(
            StorageNodePlace place,
            RealWorld world,
            KeyService keys,
            Network network,
            StorageSettings settings,
            NodeStores stores) {
        this.place = place;
        this.node = new StorageNode(
                place.address(),
                place.zone(),
                world.tasks(),
                world.clock(),
                new RealFileStore(place.folder()),
                new VolumeKeys(keys, world.random(), SealListener.NONE),
                stores,
                network,
                world.random(),
                world.metrics(),
                settings,
                new LogOfNode());
    }

    /** Writes what happens to the node into the log. */
    private final class LogOfNode implements StorageNodeListener {
        @Override
        public void steppedAside(String reason) {
            LOG.log(System.Logger.Level.ERROR, "{0} stepped aside: {1}", place.address(), reason);
        }

        @Override
        public void degraded(String what) {
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}", place.address(), what);
        }

        @Override
        public void fault(RuntimeException thrown) {
            LOG.log(System.Logger.Level.ERROR, place.address() + " met a fault", thrown);
        }
    }

    /** Recovers and serves; false if that is not possible: {@link #health} then says why. */
    public boolean open() {
        try {
            node.open();
            LOG.log(System.Logger.Level.INFO, "{0} serves from {1}", place.address(), place.folder());
            return true;
        } catch (OperationException failure) {
            startFailure = String.valueOf(failure.getMessage());
            LOG.log(System.Logger.Level.ERROR, "{0} cannot start: {1}", place.address(), startFailure);
            return false;
        }
    }

    /** How the node is. */
    @Override
    public NodeHealth health() {
        if (!startFailure.isEmpty()) {
            return new NodeHealth(place.address().name(), place.zone(), ROLE, "failed", startFailure, 0, 0, 0, 0);
        }
        NodeReport report = node.status();
        if (!report.serving()) {
            return health("stepped aside", report.state(), report);
        }
        return report.state().equals("serving")
                ? health("running", "", report)
                : health("degraded", report.state(), report);
    }

    private NodeHealth health(String state, String reason, NodeReport report) {
        long scl =
                report.segments().stream().mapToLong(SegmentProgress::scl).max().orElse(0);
        return new NodeHealth(
                place.address().name(),
                place.zone(),
                ROLE,
                state,
                reason,
                scl,
                report.backlogBytes(),
                report.journalBytes(),
                report.layerBytes(),
                0,
                new NodeBackup(
                        report.backup().place(),
                        report.backup().uploading(),
                        report.backup().lagMillis(),
                        report.backup().trouble(),
                        report.restoring()));
    }

    /** Empty: a storage node knows of itself only. */
    @Override
    public List<String> notes() {
        return List.of();
    }

    /** Empty: it holds segments of volumes and has none open. */
    @Override
    public List<VolumeReport> volumes() {
        return List.of();
    }

    /** 0: only a writer knows it. */
    @Override
    public long vdl() {
        return 0;
    }

    /** 0: no client talks to storage. */
    @Override
    public int clients() {
        return 0;
    }

    /** Empty: it has segments of volumes, each with its own keys. */
    @Override
    public String encryption() {
        return "";
    }

    @Override
    public void close() {
        node.close();
        LOG.log(System.Logger.Level.INFO, "{0} stopped", place.address());
    }
}
