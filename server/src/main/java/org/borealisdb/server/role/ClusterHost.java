package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.objectstore.ObjectStores;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.cluster.BranchRequest;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.ClusterRegistry;
import org.borealisdb.server.cluster.EndpointRegistry;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.VolumeReport;
import org.borealisdb.sql.postgres.FaultInjection;
import org.borealisdb.volume.NoSuchVolumeException;
import org.borealisdb.volume.PreviousWriter;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.VolumeSettings;
import org.borealisdb.volume.healing.Healer;
import org.borealisdb.volume.healing.HealingSettings;
import org.borealisdb.volume.healing.Orders;
import org.jspecify.annotations.Nullable;

/**
 * The clusters of a region whose instances run in this process: the main one, and all that were branched off it. A task makes what the {@link ClusterRegistry} says so: it branches
 * volumes off others, serves new clusters on the next free ports, has snapshots healed, and deletes what is to be deleted. {@link #open} and {@link #close} are called by one task, the
 * rest by any.
 */
public final class ClusterHost implements Role {
    private static final System.Logger LOG = System.getLogger(ClusterHost.class.getName());

    /** How often the registry is looked at. */
    private static final long PAUSE_NANOS = 200_000_000;

    private final InstancePlace place;
    private final RegionPlan plan;
    private final RealWorld world;
    private final MetadataLog metadataLog;
    private final Optional<FaultInjection> faults;
    private final ClusterRegistry registry;
    private final VolumeClient client;
    private final ClusterPorts ports;
    private final ClusterNames names;
    private final RegionKeys keys;
    private final InstanceRole main;
    private final InstanceRegistry wantedReaders;
    private final ReaderHost readers;
    private final EndpointRegistry wantedEndpoints;
    private final ClusterEndpoints endpoints;
    /** Guards the maps and {@code closing}. */
    private final Lock lock;

    private final Condition woken;
    private final Map<String, InstanceRole> clusters = new LinkedHashMap<>();
    private final Map<String, SnapshotHealer> snapshots = new LinkedHashMap<>();
    private final List<ClusterRecord> known = new ArrayList<>();
    /** Why clusters are not served that should be, by name. */
    private final Map<String, String> troubles = new LinkedHashMap<>();

    private boolean closing;
    private String password = "";
    private @Nullable Task keeper;

    /** The healer of a volume that nobody writes, and its task. */
    private record SnapshotHealer(Healer healer, Task task) {
        void close() {
            healer.close();
            task.join();
        }
    }

    /**
     * Clusters that are not open yet.
     *
     * @param stores of the backup, which is told what clusters are called
     * @param faults where faults are injected, if that is enabled
     * @param onEnd  told once, with the reason, when the main instance must not go on
     */
    public ClusterHost(
            InstancePlace place,
            RegionPlan plan,
            RealWorld world,
            Network network,
            MetadataLog metadataLog,
            ObjectStores stores,
            Optional<FaultInjection> faults,
            Consumer<String> onEnd) {
        this.place = place;
        this.plan = plan;
        this.world = world;
        this.metadataLog = metadataLog;
        this.faults = faults;
        this.registry = new ClusterRegistry(metadataLog);
        Function<Address, VolumeClient> clients = address -> new VolumeClient(
                address,
                world.tasks(),
                world.clock(),
                network,
                world.random(),
                world.metrics(),
                metadataLog,
                settings(place, plan));
        this.client = clients.apply(place.address());
        this.keys = new RegionKeys(plan, world);
        this.lock = world.tasks().lock("clusters");
        this.woken = lock.condition();
        this.main = instance(place, ClusterRecord.MAIN_VOLUME, onEnd);
        this.names = new ClusterNames(plan, world, registry, stores);
        this.ports = new ClusterPorts(place.clients().host());
        this.wantedReaders = new InstanceRegistry(metadataLog);
        this.readers = new ReaderHost(place, main, world, wantedReaders, clients, ports);
        this.wantedEndpoints = new EndpointRegistry(metadataLog);
        this.endpoints = new ClusterEndpoints(main, readers, world, wantedEndpoints, ports);
    }

    /** How an instance of that place deals with volumes. */
    static VolumeSettings settings(InstancePlace place, RegionPlan plan) {
        return VolumeSettings.standard(place.zone(), new SpreadPlacement(plan.storageByZone()))
                .withHistory(plan.history().time(), plan.history().size().bytes());
    }

    private InstanceRole instance(InstancePlace at, VolumeId volume, Consumer<String> onEnd) {
        return new InstanceRole(at, volume, client, plan, world, metadataLog, faults, onEnd);
    }

    /**
     * Makes sure that the keys of all volumes can be had, without which storage nodes do not start; or makes those of a new main cluster: see {@link InstanceRole#prepare}.
     *
     * @throws OperationException if they can't: nothing was started
     */
    void prepare() {
        main.prepare();
        RegionKeys.volumes(metadataLog).stream()
                .filter(volume -> !volume.deleted() && !volume.id().equals(ClusterRecord.MAIN_VOLUME))
                .forEach(keys::check);
    }

    /** That of the main cluster. */
    @Override
    public String encryption() {
        return main.encryption();
    }

    /**
     * Opens the main cluster; the others follow on their own. Waits.
     *
     * @param newPassword of the role {@code postgres}
     * @throws OperationException if too few storage nodes can be reached, or a rival won
     */
    public void open(PreviousWriter previous, String newPassword) {
        password = newPassword;
        main.open(previous, newPassword);
        names.start();
        keeper = world.tasks().start("clusters", TaskKind.BACKGROUND, () -> keep(previous));
    }

    /** The task's body. */
    private void keep(PreviousWriter previous) {
        boolean first = true;
        do {
            try {
                List<ClusterRecord> all = registry.all();
                remember(all);
                for (ClusterRecord record : all) {
                    if (!ended()) {
                        attend(record, first ? previous : PreviousWriter.MAY_BE_ALIVE);
                    }
                }
                if (!ended()) {
                    readers.attend(this::takenPorts);
                    endpoints.attend(this::takenPorts);
                }
                first = false;
                remember(registry.all());
            } catch (OperationException unreachable) {
                // The metadata log can't be reached now: whoever asks waits.
                world.metrics().count("clusters.log-unreachable");
            }
        } while (pause());
    }

    private boolean pause() {
        lock.lock();
        try {
            if (!closing) {
                woken.await(PAUSE_NANOS);
            }
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    private boolean ended() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private void remember(List<ClusterRecord> all) {
        lock.lock();
        try {
            known.clear();
            known.addAll(all);
            troubles.keySet().retainAll(all.stream().map(ClusterRecord::name).toList());
        } finally {
            lock.unlock();
        }
    }

    private void attend(ClusterRecord record, PreviousWriter previous) {
        switch (record.state()) {
            case CREATING -> create(record).ifPresent(made -> serve(made, PreviousWriter.KNOWN_DEAD));
            case AVAILABLE -> serve(record, previous);
            case DELETING -> delete(record);
            case GONE -> {}
        }
    }

    /** Branches it off its source; what it is then, or empty if it can't be made. */
    private Optional<ClusterRecord> create(ClusterRecord record) {
        try {
            Optional<ClusterRecord> numbered = record.volume() != 0
                    ? Optional.of(record)
                    : registry.change(
                            record,
                            each -> each.withVolume(registry.unusedVolume().value()));
            if (numbered.isEmpty()) {
                return Optional.empty();
            }
            RewindPlan.Landing landing = branch(numbered.get());
            LOG.log(System.Logger.Level.INFO, "made {0} {1} at {2}", record.kind(), record.name(), landing);
            return registry.change(
                    numbered.get(),
                    each -> each.available(landing.millis(), landing.target().lsn()));
        } catch (OperationException refused) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "cannot make {0} {1}: {2}",
                    record.kind(),
                    record.name(),
                    refused.getMessage());
            deleteVolume(record);
            registry.change(record, each -> each.gone(String.valueOf(refused.getMessage())));
            return Optional.empty();
        }
    }

    private RewindPlan.Landing branch(ClusterRecord wanted) {
        BranchRequest from = wanted.from();
        if (client.exists(wanted.volumeId())) {
            // The process ended in between: whether all of it was installed is not known.
            throw new RegionProblemException("it was interrupted; try again");
        }
        Optional<InstanceRole> source = running(from.source());
        if (source.isPresent()) {
            return source.get().branch(wanted.volumeId(), from.kind(), from.value(), from.wantedMasterKey());
        }
        ClusterRecord snapshot = registry.get(from.source());
        if (snapshot.isCluster() || snapshot.state() != ClusterRecord.State.AVAILABLE) {
            throw new RegionProblemException(
                    "the " + snapshot.kind() + " '" + snapshot.name() + "' is not available now; try again");
        }
        if (from.kind() != BranchRequest.Kind.NOW) {
            throw new RegionProblemException("'" + snapshot.name() + "' is a snapshot: one point, and no history");
        }
        VolumeMetadata metadata = client.branch(
                snapshot.volumeId(),
                wanted.volumeId(),
                Optional.empty(),
                keys.ofBranch(client.metadata(snapshot.volumeId()), from.wantedMasterKey()));
        return RewindPlan.Landing.at(metadata.timelines().current(), snapshot.pointMillis());
    }

    private Optional<InstanceRole> running(String name) {
        if (name.equals(ClusterRecord.MAIN)) {
            return Optional.of(main);
        }
        lock.lock();
        try {
            return Optional.ofNullable(clusters.get(name));
        } finally {
            lock.unlock();
        }
    }

    /** Serves a cluster, or has a snapshot healed, if that is not done already. */
    private void serve(ClusterRecord record, PreviousWriter previous) {
        lock.lock();
        try {
            if (closing
                    || clusters.containsKey(record.name())
                    || snapshots.containsKey(record.name())
                    || troubles.containsKey(record.name())) {
                return;
            }
        } finally {
            lock.unlock();
        }
        if (!record.isCluster()) {
            heal(record);
            return;
        }
        try {
            HostPort clients = ports.choose(record.port(), main.clientPlace().port(), takenPorts());
            InstancePlace at = place.ofCluster(record.name(), clients);
            InstanceRole instance = instance(at, record.volumeId(), why -> trouble(record.name(), why));
            instance.open(previous, password);
            lock.lock();
            try {
                clusters.put(record.name(), instance);
            } finally {
                lock.unlock();
            }
            registry.change(record, each -> each.withPort(clients.port()));
        } catch (OperationException notNow) {
            trouble(record.name(), String.valueOf(notNow.getMessage()));
        }
    }

    /** Ports of clusters, readers and endpoints, whether they listen now or not. */
    private List<Integer> takenPorts() {
        List<Integer> taken = new ArrayList<>();
        registry.all().forEach(each -> taken.add(each.port()));
        wantedReaders.all().forEach(each -> taken.add(each.port()));
        wantedEndpoints.all().forEach(each -> taken.add(each.port()));
        return taken;
    }

    private void trouble(String name, String why) {
        LOG.log(System.Logger.Level.ERROR, "cluster {0} is not served: {1}", name, why);
        lock.lock();
        try {
            troubles.put(name, why);
        } finally {
            lock.unlock();
        }
    }

    private void heal(ClusterRecord snapshot) {
        Healer healer = client.healer(
                snapshot.volumeId(),
                HealingSettings.standard().withSuspectAfter(plan.replaceAfter().toNanos()),
                plan::storageMembers,
                () -> Orders.of(metadataLog),
                decision -> LOG.log(System.Logger.Level.INFO, decision));
        Task task = world.tasks().start("healer-" + snapshot.name(), TaskKind.BACKGROUND, healer::run);
        lock.lock();
        try {
            snapshots.put(snapshot.name(), new SnapshotHealer(healer, task));
        } finally {
            lock.unlock();
        }
    }

    private void delete(ClusterRecord record) {
        Optional<InstanceRole> instance;
        Optional<SnapshotHealer> healer;
        lock.lock();
        try {
            instance = Optional.ofNullable(clusters.remove(record.name()));
            healer = Optional.ofNullable(snapshots.remove(record.name()));
        } finally {
            lock.unlock();
        }
        instance.ifPresent(InstanceRole::close);
        healer.ifPresent(SnapshotHealer::close);
        deleteVolume(record);
        registry.change(record, each -> each.gone(""));
        LOG.log(System.Logger.Level.INFO, "deleted {0} {1}", record.kind(), record.name());
    }

    private void deleteVolume(ClusterRecord record) {
        ClusterRecord now = registry.last(record.name())
                .filter(each -> each.id() == record.id())
                .orElse(record);
        if (now.volume() != 0) {
            try {
                client.delete(now.volumeId());
            } catch (NoSuchVolumeException never) {
                // It was not decided, or is deleted already.
                LOG.log(System.Logger.Level.DEBUG, "{0} had no volume", record.name());
            }
        }
    }

    /** Where clients connect to the main cluster. Called after {@link #open}. */
    public HostPort clientPlace() {
        return main.clientPlace();
    }

    /** Where clients connect to the readers of the main cluster; empty while there is no such place. */
    public Optional<HostPort> readerPlace() {
        return endpoints.readerPlace();
    }

    /** The clusters and snapshots beside the main one, as the registry had them last. */
    public List<HostedCluster> clusters() {
        lock.lock();
        try {
            List<HostedCluster> all = new ArrayList<>();
            for (ClusterRecord record : known) {
                Optional<HostPort> clients =
                        Optional.ofNullable(clusters.get(record.name())).map(InstanceRole::clientPlace);
                all.add(new HostedCluster(record, clients, troubles.getOrDefault(record.name(), "")));
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    private List<InstanceRole> instances() {
        lock.lock();
        try {
            List<InstanceRole> all = new ArrayList<>(List.of(main));
            all.addAll(clusters.values());
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** How the main cluster's instance is. */
    @Override
    public NodeHealth health() {
        return main.health();
    }

    /** How all instances are, the main cluster's first, and its readers. */
    public List<NodeHealth> healthOfAll() {
        List<NodeHealth> all = new ArrayList<>();
        instances().forEach(each -> all.add(each.health()));
        all.addAll(1, readers.health());
        return all;
    }

    @Override
    public long vdl() {
        return main.vdl();
    }

    @Override
    public List<String> notes() {
        return Stream.concat(instances().stream().flatMap(each -> each.notes().stream()), endpoints.notes().stream())
                .toList();
    }

    /** The clusters' volumes, the main one's first. */
    @Override
    public List<VolumeReport> volumes() {
        return instances().stream().flatMap(each -> each.volumes().stream()).toList();
    }

    @Override
    public int clients() {
        return instances().stream().mapToInt(InstanceRole::clients).sum()
                + readers.readers().stream().mapToInt(ReaderRole::clients).sum();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
        Task keeping = keeper;
        if (keeping != null) {
            keeping.join();
        }
        names.close();
        endpoints.close();
        readers.close();
        List<Task> ending = new ArrayList<>();
        for (InstanceRole instance : instances()) {
            ending.add(world.tasks().start("close-instance", TaskKind.BACKGROUND, instance::close));
        }
        for (SnapshotHealer healer : snapshots.values()) {
            ending.add(world.tasks().start("close-healer", TaskKind.BACKGROUND, healer::close));
        }
        ending.forEach(Task::join);
        client.close();
    }
}
