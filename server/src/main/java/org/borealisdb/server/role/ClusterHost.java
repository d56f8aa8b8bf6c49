package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.objectstore.ObjectStores;
import org.borealisdb.controlplane.failover.FailoverSettings;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.node.ControlPlaneNode;
import org.borealisdb.controlplane.node.FleetListener;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.ClusterRegistry;
import org.borealisdb.server.cluster.EndpointRegistry;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.server.region.AccessFile;
import org.borealisdb.server.region.EndpointReport;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.VolumeReport;
import org.borealisdb.sql.postgres.FaultInjection;
import org.borealisdb.volume.PreviousWriter;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.VolumeSettings;

/**
 * What this process has of a region's clusters: instances of the main one, and, where that is written, all that were branched off it. A task makes what the registries say so. In a region in one process that is everything, a control
 * plane and endpoints among it; of a region of processes it is one instance. {@link #open} and {@link #close} are called by one task, the rest by any.
 */
public final class ClusterHost implements Role {
    /** How often the registries are looked at, even if nothing seems to have changed. */
    private static final long PAUSE_NANOS = 200_000_000;

    /** How often it is asked whether anything has changed, which costs little: whoever asks for a reader waits for that. */
    private static final long GLANCE_NANOS = 50_000_000;

    private final InstancePlace place;
    private final RegionPlan plan;
    private final RealWorld world;
    private final Network network;
    private final MetadataLog metadataLog;
    private final Optional<FaultInjection> faults;
    private final Consumer<InstanceReport> learns;
    private final Consumer<String> onEnd;
    private final boolean wholeRegion;
    private final ClusterRegistry registry;
    private final InstanceRegistry wantedInstances;
    private final EndpointRegistry wantedEndpoints;
    private final VolumeClient client;
    private final ClusterPorts ports;
    private final ClusterPlace clusterPlace;
    private final ClusterNames names;
    private final RegionKeys keys;
    private final MainVolume volume;
    private final Optional<ControlPlaneNode> controlPlane;
    private final Lock lock;
    private final Condition woken;
    /** Guarded by the lock. */
    private boolean closing;

    private volatile Optional<Hosted> hosted = Optional.empty();
    private Optional<Task> keeper = Optional.empty();

    /** What can be told of the registries and the instances without looking at each. */
    private record Glance(OptionalLong decided, long serving) {}

    /** What there is once it is open. */
    private record Hosted(Instances instances, Branches branches, Optional<ClusterEndpoints> endpoints) {}

    /**
     * All clusters of a region in this process.
     *
     * @param stores of the backup, which is told what clusters are called
     * @param faults where faults are injected, if that is enabled
     * @param onEnd  told once, with the reason, when the process must not go on
     */
    static ClusterHost ofRegion(
            RegionPlan plan,
            RealWorld world,
            Network network,
            MetadataLog metadataLog,
            ObjectStores stores,
            Optional<FaultInjection> faults,
            Consumer<String> onEnd) {
        return new ClusterHost(plan.writer(), plan, world, network, metadataLog, stores, faults, _ -> {}, onEnd, true);
    }

    /**
     * One instance, of a region of processes.
     *
     * @param learns told where other instances are
     */
    public static ClusterHost ofInstance(
            InstancePlace place,
            RegionPlan plan,
            RealWorld world,
            Network network,
            MetadataLog metadataLog,
            ObjectStores stores,
            Consumer<InstanceReport> learns,
            Consumer<String> onEnd) {
        return new ClusterHost(
                place, plan, world, network, metadataLog, stores, Optional.empty(), learns, onEnd, false);
    }

    private ClusterHost(
            InstancePlace place,
            RegionPlan plan,
            RealWorld world,
            Network network,
            MetadataLog metadataLog,
            ObjectStores stores,
            Optional<FaultInjection> faults,
            Consumer<InstanceReport> learns,
            Consumer<String> onEnd,
            boolean wholeRegion) {
        this.place = place;
        this.plan = plan;
        this.world = world;
        this.network = network;
        this.metadataLog = metadataLog;
        this.faults = faults;
        this.learns = learns;
        this.onEnd = onEnd;
        this.wholeRegion = wholeRegion;
        this.registry = new ClusterRegistry(metadataLog);
        this.wantedInstances = new InstanceRegistry(metadataLog);
        this.wantedEndpoints = new EndpointRegistry(metadataLog);
        this.client = client(place);
        this.keys = new RegionKeys(plan, world);
        this.volume = new MainVolume(client, plan, keys);
        this.lock = world.tasks().lock("cluster host");
        this.woken = lock.condition();
        this.names = new ClusterNames(plan, world, registry, stores);
        this.ports = new ClusterPorts(place.clients().host());
        this.clusterPlace = new ClusterPlace(place.clients());
        this.controlPlane = wholeRegion
                ? Optional.of(new ControlPlaneNode(
                        RegionPlan.CONTROL_PLANE,
                        List.of(),
                        world.tasks(),
                        world.clock(),
                        network,
                        world.random(),
                        world.metrics(),
                        metadataLog,
                        FailoverSettings.standard(),
                        () -> true,
                        FleetListener.NOBODY))
                : Optional.empty();
    }

    private VolumeClient client(InstancePlace at) {
        return new VolumeClient(
                at.address(),
                world.tasks(),
                world.clock(),
                network,
                world.random(),
                world.metrics(),
                metadataLog,
                VolumeSettings.standard(at.zone(), new SpreadPlacement(plan.storageByZone()))
                        .withHistory(
                                plan.history().time(), plan.history().size().bytes()));
    }

    /**
     * Makes sure that the keys of all volumes can be had, without which storage nodes do not start; or makes those of a new main cluster: see {@link MainVolume#prepare}.
     *
     * @throws OperationException if they can't: nothing was started
     */
    void prepare() {
        volume.prepare();
        RegionKeys.volumes(metadataLog).stream()
                .filter(each -> !each.deleted() && !each.id().equals(ClusterRecord.MAIN_VOLUME))
                .forEach(keys::check);
    }

    /**
     * Opens the main cluster, or the instance of it that is here; the others follow on their own. Waits.
     *
     * @param password of the role {@code postgres}
     * @throws OperationException if too few storage nodes can be reached, or a rival won
     */
    public void open(PreviousWriter previous, String password) {
        boolean open = false;
        try {
            begin(previous, password);
            open = true;
        } finally {
            if (!open) {
                close();
            }
        }
    }

    private void begin(PreviousWriter previous, String password) {
        List<Address> control = wholeRegion
                ? List.of(RegionPlan.CONTROL_PLANE)
                : plan.services().controlPlane().stream()
                        .map(ServicePlace::address)
                        .toList();
        InstanceParts parts = new InstanceParts(
                plan,
                world,
                metadataLog,
                ClusterRecord.MAIN_VOLUME,
                wholeRegion ? Optional.of(clusterPlace) : Optional.empty(),
                control,
                password,
                faults,
                new AccessFile(plan.accessFile()),
                learns,
                onEnd);
        Instances instances = wholeRegion
                ? new InstanceHost(place, client, volume, parts, clusterPlace, this::client, ports)
                : new LoneInstance(
                        place,
                        new Instance(place, Optional.of(place.clients()), place.tier(), client, parts),
                        volume,
                        parts);
        Branches branches = new Branches(
                place, client, parts, keys, ports, () -> clientPlace().port(), this::takenPorts);
        hosted = Optional.of(new Hosted(
                instances,
                branches,
                wholeRegion
                        ? Optional.of(new ClusterEndpoints(
                                instances, clusterPlace, plan.endpoints(), world, metadataLog, ports))
                        : Optional.empty()));
        hosted.flatMap(Hosted::endpoints).ifPresent(ClusterEndpoints::open);
        controlPlane.ifPresent(ControlPlaneNode::open);
        instances.open(previous);
        hosted.flatMap(Hosted::endpoints).ifPresent(endpoints -> endpoints.attend(this::takenPorts));
        names.start();
        keeper = Optional.of(
                world.tasks().start("clusters", TaskKind.BACKGROUND, () -> keep(hosted.orElseThrow(), previous)));
    }

    /** The task's body. */
    private void keep(Hosted all, PreviousWriter previous) {
        PreviousWriter known = previous;
        Glance before;
        do {
            // Taken first: what changes during the round causes another.
            before = glance();
            try {
                Optional<WriterRole> writer = all.instances().writer().filter(WriterRole::serves);
                if (writer.isPresent()) {
                    all.branches().attend(writer.get(), known);
                    known = PreviousWriter.MAY_BE_ALIVE;
                } else if (all.instances().writer().isEmpty() && !wholeRegion) {
                    // Whoever writes now has them.
                    all.branches().close();
                }
                if (!ended()) {
                    all.instances().attend(this::takenPorts);
                    all.endpoints().ifPresent(endpoints -> endpoints.attend(this::takenPorts));
                }
            } catch (OperationException unreachable) {
                // The metadata log can't be reached now: whoever asks waits.
                world.metrics().count("clusters.log-unreachable");
            }
        } while (pause(before));
    }

    /** Waits for as long as nothing changes, but not for ever; false if this closes. */
    private boolean pause(Glance before) {
        for (long waited = 0; waited < PAUSE_NANOS; waited += GLANCE_NANOS) {
            if (!rest()) {
                return false;
            }
            if (!glance().equals(before)) {
                return true;
            }
        }
        return true;
    }

    private boolean rest() {
        lock.lock();
        try {
            if (!closing) {
                woken.await(GLANCE_NANOS);
            }
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    private Glance glance() {
        OptionalLong decided;
        try {
            decided = metadataLog.mark();
        } catch (OperationException unreachable) {
            // The next round says so.
            decided = OptionalLong.empty();
        }
        return new Glance(decided, instances().filter(Instance::serves).count());
    }

    private boolean ended() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    /** Ports of clusters, instances and endpoints, whether they listen now or not. */
    private List<Integer> takenPorts() {
        List<Integer> taken = new ArrayList<>();
        registry.all().forEach(each -> taken.add(each.port()));
        wantedInstances.all().forEach(each -> taken.add(each.port()));
        wantedEndpoints.all().forEach(each -> taken.add(each.port()));
        // One that is just starting has a port that nobody listens at, nor has noted, yet.
        instances().forEach(each -> taken.add(each.clientPlace().port()));
        return taken;
    }

    private Stream<Instance> instances() {
        return hosted.stream().flatMap(all -> all.instances().all().stream());
    }

    private Stream<WriterRole> writers() {
        return hosted.stream()
                .flatMap(all -> Stream.concat(all.instances().writer().stream(), all.branches().instances().stream()));
    }

    /** That of the main cluster. */
    @Override
    public String encryption() {
        return writers().map(WriterRole::encryption).findFirst().orElse("");
    }

    @Override
    public String caFile() {
        return plan.caFile().toString();
    }

    /** Where clients connect to the main cluster: to whoever writes it, or to the instance that is here. Called after {@link #open}. */
    public HostPort clientPlace() {
        return wholeRegion
                ? clusterPlace.get()
                : instances().findFirst().orElseThrow().clientPlace();
    }

    /** Where clients connect to the readers of the main cluster; empty while there is no such place. */
    public Optional<HostPort> readerPlace() {
        return hosted.flatMap(Hosted::endpoints).flatMap(ClusterEndpoints::readerPlace);
    }

    @Override
    public List<EndpointReport> endpoints() {
        return hosted.flatMap(Hosted::endpoints).map(ClusterEndpoints::reports).orElse(List.of());
    }

    @Override
    public String dns() {
        return hosted.flatMap(Hosted::endpoints).map(ClusterEndpoints::dns).orElse("");
    }

    /** The clusters and snapshots beside the main one, as the registry had them last. */
    public List<HostedCluster> clusters() {
        return hosted.map(all -> all.branches().hosted()).orElse(List.of());
    }

    /** How the main cluster's writer is, or the instance that is here. */
    @Override
    public NodeHealth health() {
        return hosted.flatMap(all -> all.instances().health().stream().findFirst())
                .orElseGet(() ->
                        new NodeHealth(place.address().name(), place.zone(), "writer", "starting", "", 0, 0, 0, 0));
    }

    /** How all instances are, the main cluster's first, its writer first of all. */
    public List<NodeHealth> healthOfAll() {
        if (hosted.isEmpty()) {
            return List.of(health());
        }
        List<NodeHealth> all = new ArrayList<>(hosted.get().instances().health());
        hosted.get().branches().instances().forEach(each -> all.add(each.health()));
        return all;
    }

    /** As far as the writer, or the instance that is here, has it. */
    @Override
    public long vdl() {
        return health().scl();
    }

    @Override
    public List<String> notes() {
        return Stream.concat(
                        writers().flatMap(each -> each.notes().stream()),
                        hosted.flatMap(Hosted::endpoints).stream().flatMap(each -> each.notes().stream()))
                .toList();
    }

    /** The clusters' volumes, the main one's first. */
    @Override
    public List<VolumeReport> volumes() {
        return writers().flatMap(each -> each.volumes().stream()).toList();
    }

    @Override
    public int clients() {
        return instances().mapToInt(Instance::clients).sum()
                + hosted.stream()
                        .flatMap(all -> all.branches().instances().stream())
                        .mapToInt(WriterRole::clients)
                        .sum();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closing) {
                // An opening that failed has closed it.
                return;
            }
            closing = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
        hosted.ifPresent(all -> all.branches().end());
        keeper.ifPresent(Task::join);
        names.close();
        controlPlane.ifPresent(ControlPlaneNode::close);
        hosted.ifPresent(all -> {
            all.endpoints().ifPresent(ClusterEndpoints::close);
            all.branches().close();
            all.instances().close();
        });
        client.close();
    }
}
