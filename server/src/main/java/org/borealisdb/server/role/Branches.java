package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.cluster.BranchRequest;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.ClusterRegistry;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.volume.NoSuchVolumeException;
import org.borealisdb.volume.PreviousWriter;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.healing.Healer;
import org.borealisdb.volume.healing.HealingSettings;
import org.borealisdb.volume.healing.Orders;

/**
 * The clusters and snapshots that were branched off the main cluster, where that is written: {@link #attend} makes what the {@link ClusterRegistry} says so. It branches volumes off others, serves new clusters on the next free
 * ports, has snapshots healed, and deletes what is to be deleted. {@link #attend} and {@link #close} are called by one task, the rest by any.
 */
final class Branches {
    private static final System.Logger LOG = System.getLogger(Branches.class.getName());

    private final InstancePlace place;
    private final VolumeClient client;
    private final InstanceParts parts;
    private final RealWorld world;
    private final ClusterRegistry registry;
    private final RegionKeys keys;
    private final ClusterPorts ports;
    private final IntSupplier behind;
    private final Supplier<List<Integer>> taken;
    /** Guards what follows. */
    private final Lock lock;

    private final Map<String, WriterRole> clusters = new LinkedHashMap<>();
    private final Map<String, SnapshotHealer> snapshots = new LinkedHashMap<>();
    private final List<ClusterRecord> known = new ArrayList<>();
    /** Why clusters are not served that should be, by name. */
    private final Map<String, String> troubles = new LinkedHashMap<>();

    private boolean closing;

    /** The healer of a volume that nobody writes, and its task. */
    private record SnapshotHealer(Healer healer, Task task) {
        void close() {
            healer.close();
            task.join();
        }
    }

    /**
     * None yet.
     *
     * @param place  of the instance that has them beside the main cluster
     * @param client whose volumes theirs are
     * @param behind the port behind which theirs are
     * @param taken  ports that belong to somebody, whether they listen now or not
     */
    Branches(
            InstancePlace place,
            VolumeClient client,
            InstanceParts parts,
            RegionKeys keys,
            ClusterPorts ports,
            IntSupplier behind,
            Supplier<List<Integer>> taken) {
        this.place = place;
        this.client = client;
        this.parts = parts;
        this.world = parts.world();
        this.registry = new ClusterRegistry(parts.metadataLog());
        this.keys = keys;
        this.ports = ports;
        this.behind = behind;
        this.taken = taken;
        this.lock = world.tasks().lock("clusters");
    }

    private WriterRole instance(InstancePlace at, HostPort clients, VolumeId volume, Consumer<String> onEnd) {
        return new WriterRole(
                at,
                List.of(clients),
                volume,
                client,
                parts.plan(),
                world,
                parts.metadataLog(),
                parts.faults(),
                parts.access(),
                onEnd);
    }

    /**
     * Makes it so. Waits.
     *
     * @param main     writes the main cluster
     * @param previous what is known of those who served them before
     * @throws OperationException if the metadata log can't be reached
     */
    void attend(WriterRole main, PreviousWriter previous) {
        List<ClusterRecord> all = registry.all();
        remember(all);
        for (ClusterRecord record : all) {
            if (!ended()) {
                attend(record, main, previous);
            }
        }
        remember(registry.all());
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

    private void attend(ClusterRecord record, WriterRole main, PreviousWriter previous) {
        switch (record.state()) {
            case CREATING -> create(record, main).ifPresent(made -> serve(made, PreviousWriter.KNOWN_DEAD));
            case AVAILABLE -> serve(record, previous);
            case DELETING -> delete(record);
            case GONE -> {}
        }
    }

    /** Branches it off its source; what it is then, or empty if it can't be made. */
    private Optional<ClusterRecord> create(ClusterRecord record, WriterRole main) {
        try {
            Optional<ClusterRecord> numbered = record.volume() != 0
                    ? Optional.of(record)
                    : registry.change(
                            record,
                            each -> each.withVolume(registry.unusedVolume().value()));
            if (numbered.isEmpty()) {
                return Optional.empty();
            }
            RewindPlan.Landing landing = branch(numbered.get(), main);
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

    private RewindPlan.Landing branch(ClusterRecord wanted, WriterRole main) {
        BranchRequest from = wanted.from();
        if (client.exists(wanted.volumeId())) {
            // The process ended in between: whether all of it was installed is not known.
            throw new RegionProblemException("it was interrupted; try again");
        }
        Optional<WriterRole> source = running(from.source(), main);
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

    private Optional<WriterRole> running(String name, WriterRole main) {
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
            HostPort clients = ports.choose(record.port(), behind.getAsInt(), taken.get());
            InstancePlace at = place.ofCluster(record.name(), clients);
            WriterRole instance = instance(at, clients, record.volumeId(), why -> trouble(record.name(), why));
            instance.open(previous, parts.password());
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
                HealingSettings.standard()
                        .withSuspectAfter(parts.plan().replaceAfter().toNanos()),
                parts.plan()::storageMembers,
                () -> Orders.of(parts.metadataLog()),
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
        Optional<WriterRole> instance;
        Optional<SnapshotHealer> healer;
        lock.lock();
        try {
            instance = Optional.ofNullable(clusters.remove(record.name()));
            healer = Optional.ofNullable(snapshots.remove(record.name()));
        } finally {
            lock.unlock();
        }
        instance.ifPresent(WriterRole::close);
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

    /** All of them, as the registry had them last. */
    List<HostedCluster> hosted() {
        lock.lock();
        try {
            List<HostedCluster> all = new ArrayList<>();
            for (ClusterRecord record : known) {
                Optional<HostPort> clients =
                        Optional.ofNullable(clusters.get(record.name())).map(WriterRole::clientPlace);
                all.add(new HostedCluster(record, clients, troubles.getOrDefault(record.name(), "")));
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Those that are served. */
    List<WriterRole> instances() {
        lock.lock();
        try {
            return List.copyOf(clusters.values());
        } finally {
            lock.unlock();
        }
    }

    /** Begins nothing any more; what goes on is ended by {@link #close}. */
    void end() {
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    /** Serves and heals none of them any more, until it attends to them again. */
    void close() {
        List<Task> ending = new ArrayList<>();
        lock.lock();
        try {
            clusters.values().forEach(instance -> ending.add(ending("close-instance", instance::close)));
            snapshots.values().forEach(healer -> ending.add(ending("close-healer", healer::close)));
            clusters.clear();
            snapshots.clear();
            troubles.clear();
        } finally {
            lock.unlock();
        }
        ending.forEach(Task::join);
    }

    private Task ending(String name, Runnable close) {
        return world.tasks().start(name, TaskKind.BACKGROUND, close);
    }
}
