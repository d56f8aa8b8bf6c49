package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.runtime.real.net.LocalNetwork;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.fault.FaultBoard;
import org.borealisdb.server.fault.FaultyNetwork;
import org.borealisdb.server.fault.SkewedClock;
import org.borealisdb.server.region.EndpointReport;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.VolumeReport;
import org.borealisdb.storage.node.NodeStores;
import org.borealisdb.storage.node.StorageSettings;
import org.borealisdb.storage.stage.JournalStage;
import org.borealisdb.storage.stage.StageSettings;
import org.borealisdb.volume.PreviousWriter;

/**
 * A whole region in this process: the storage nodes of the plan, each with its own folder and journal, and its first instance, on
 * direct calls instead of sockets. Protocol, durability and quorum are the same as between processes.
 *
 * <p>The owner holds the lock of the data folder, so the process that had the volume open before has ended for certain and its
 * lease need not be waited out. {@link #open} and {@link #close} are called by one task, the rest by any.
 */
public final class RegionInOneProcess implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RegionInOneProcess.class.getName());

    private final RegionPlan plan;
    private final RealWorld world;
    private final List<StorageNodeRole> storage = new ArrayList<>();
    private final RegionStores stores;
    private volatile Optional<JournalStage> stage = Optional.empty();
    private final ClusterHost writer;
    private final Optional<FaultBoard> faults;
    private final KnownInstances instances = new KnownInstances();

    /** Names of what is in the cluster; of nothing before the region was made. */
    private static final class KnownInstances implements FaultBoard.Instances {
        private volatile Optional<ClusterHost> host = Optional.empty();

        @Override
        public List<String> names() {
            List<String> names = new ArrayList<>(List.of(RegionPlan.CONTROL_PLANE.name()));
            host.ifPresent(known -> known.healthOfAll().forEach(each -> names.add(each.name())));
            return names;
        }

        @Override
        public String writer() {
            return host.map(known -> known.health().name()).orElse("");
        }
    }

    /** A region that is not open yet; {@code onEnd} is told, with the reason, when it cannot go on. */
    public RegionInOneProcess(
            RegionPlan plan, StorageSettings storageSettings, RealWorld world, Consumer<String> onEnd) {
        this(plan, storageSettings, world, onEnd, false);
    }

    /** The same, which can be made to misbehave if {@code faulty}. */
    public RegionInOneProcess(
            RegionPlan plan,
            StorageSettings storageSettings,
            RealWorld realWorld,
            Consumer<String> onEnd,
            boolean faulty) {
        this.plan = plan;
        this.faults = faulty ? Optional.of(board(plan, realWorld, instances)) : Optional.empty();
        this.world = faults.map(board -> realWorld.withClock(new SkewedClock(realWorld.clock(), board)))
                .orElse(realWorld);
        LocalNetwork real = new LocalNetwork(world.metrics());
        Network network = faults.<Network>map(board -> new FaultyNetwork(real, board, world.tasks()))
                .orElse(real);
        this.stores = new RegionStores(world);
        NodeStores known = stores.ofNodes(plan).with(() -> stage);
        KeyService keys = new RegionKeys(plan, world).service();
        plan.storageNodes()
                .forEach(
                        place -> storage.add(new StorageNodeRole(place, world, keys, network, storageSettings, known)));
        FileMetadataLog metadataLog =
                new FileMetadataLog(new RealFileStore(plan.metadataFolder()), world.tasks(), world.clock());
        this.writer =
                ClusterHost.ofRegion(plan, world, network, metadataLog, stores, faults.map(Function.identity()), onEnd);
        instances.host = Optional.of(writer);
    }

    private static FaultBoard board(RegionPlan plan, RealWorld world, FaultBoard.Instances instances) {
        List<Map.Entry<Address, String>> places = new ArrayList<>();
        Map<Address, FileStore> disks = new HashMap<>();
        for (StorageNodePlace place : plan.storageNodes()) {
            places.add(Map.entry(place.address(), place.zone()));
            disks.put(place.address(), new RealFileStore(place.folder()));
        }
        return new FaultBoard(world.clock(), world.random(), places, instances, disks);
    }

    /**
     * Starts the storage nodes, side by side, and then the writer.
     *
     * @param password of the role {@code postgres}
     * @throws org.borealisdb.runtime.error.OperationException if too few storage nodes came up, or the volume's keys are not to be had
     */
    public void open(String password) {
        writer.prepare();
        long began = world.clock().nanoTime();
        stage = Optional.of(openStage());
        forAll("open-storage", StorageNodeRole::open);
        LOG.log(System.Logger.Level.INFO, "storage is open after {0} ms", world.millisSince(began));
        writer.open(PreviousWriter.KNOWN_DEAD, password);
    }

    /** Nodes whose folders are on several file systems fail each by itself, and so write their journals. */
    private JournalStage openStage() {
        RealFileStore folder = new RealFileStore(plan.stageFolder());
        boolean together =
                plan.storageNodes().stream().allMatch(node -> folder.onFileSystemOf(new RealFileStore(node.folder())));
        StageSettings settings = StageSettings.standard();
        return JournalStage.open(
                folder,
                world.tasks(),
                world.clock(),
                world.random(),
                world.metrics(),
                together ? settings : settings.takingNothing());
    }

    public RegionPlan plan() {
        return plan;
    }

    /** Where clients connect: the port that was asked for, or the one that the system chose. Called after {@link #open}. */
    public HostPort clientPlace() {
        return writer.clientPlace();
    }

    /** Where clients connect to the readers; empty while there is no such place. */
    public Optional<HostPort> readerPlace() {
        return writer.readerPlace();
    }

    /** What clients connect to. */
    public List<EndpointReport> endpoints() {
        return writer.endpoints();
    }

    /** Where names of endpoints are answered; empty if they are not. */
    public String dns() {
        return writer.dns();
    }

    /** How every node is, the writer first. */
    public List<NodeHealth> health() {
        List<NodeHealth> nodes = new ArrayList<>();
        nodes.addAll(writer.healthOfAll());
        storage.forEach(node -> nodes.add(node.health()));
        return nodes;
    }

    /** What the volume lacks, and what is being done about it, a line each. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        faults.ifPresent(board -> board.active().forEach(fault -> notes.add("fault injected: " + fault.what())));
        notes.addAll(writer.notes());
        return notes;
    }

    /** The clusters and snapshots beside the main one. */
    public List<HostedCluster> clusters() {
        return writer.clusters();
    }

    /** The clusters' volumes, once they are open, the main one's first. */
    public List<VolumeReport> volumes() {
        return writer.volumes();
    }

    /** Clients connected now. */
    public int clients() {
        return writer.clients();
    }

    /** How the data is encrypted, in words; empty while it is not open. */
    public String encryption() {
        return writer.encryption();
    }

    /** Volume durable LSN. */
    public long vdl() {
        return writer.vdl();
    }

    /** Stops the writer first, so that what it appended still becomes durable; then the storage nodes. */
    @Override
    public void close() {
        writer.close();
        forAll("close-storage", StorageNodeRole::close);
        stage.ifPresent(JournalStage::close);
        stores.close();
    }

    private void forAll(String name, Consumer<StorageNodeRole> action) {
        List<Task> running = new ArrayList<>();
        for (StorageNodeRole node : storage) {
            running.add(world.tasks().start(name, TaskKind.BACKGROUND, () -> action.accept(node)));
        }
        running.forEach(Task::join);
    }
}
