package org.borealisdb.tests.volume;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.volume.DataKeyId;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.backup.BackupPlace;
import org.borealisdb.storage.backup.BackupSettings;
import org.borealisdb.storage.node.NodeReport;
import org.borealisdb.storage.node.NodeStores;
import org.borealisdb.storage.node.StorageNode;
import org.borealisdb.storage.node.StorageSettings;
import org.borealisdb.storage.seal.VolumeKeys;
import org.borealisdb.storage.share.SharedLayers;
import org.borealisdb.storage.stage.JournalStage;
import org.borealisdb.storage.stage.StageSettings;

/**
 * Storage nodes in three zones, two in each where groups begin, and perhaps a spare one, with tiny files so that everything that happens to large ones happens
 * within seconds.
 */
final class SimulatedRegion {
    private final SimulatedWorld world;
    private static final int COPIES_PER_ZONE = Membership.COPIES / 3;
    /** So short that things are collected within a run, and so long that there is something to restore. */
    private static final Duration RETENTION = Duration.ofMillis(1500);

    private final List<Member> nodes = new ArrayList<>();
    private final Map<Address, StorageNode> running = new TreeMap<>();
    private final StorageSettings settings;
    private final long historyNanos;
    private final MetadataService metadataLog = new MetadataService();
    private final ObjectStoreService objects = new ObjectStoreService();
    private final boolean backedUp;
    /** What nodes know of each other's layers, if they take them. */
    private Optional<SharedLayers> shared = Optional.empty();

    /** Whether nodes have a stage. */
    private boolean staging;

    private boolean backingUp = true;
    private final SimulatedKeyService keyService;
    private final SealWatch seals = new SealWatch();
    private final List<WrappedKey> firstKeys;

    /** A region without a backup. */
    SimulatedRegion(
            SimulatedWorld world, StorageSettings settings, int sparesPerZone, long historyNanos, boolean encrypted) {
        this(world, settings, sparesPerZone, historyNanos, encrypted, /* backedUp= */ false);
    }

    SimulatedRegion(
            SimulatedWorld world,
            StorageSettings settings,
            int sparesPerZone,
            long historyNanos,
            boolean encrypted,
            boolean backedUp) {
        this.world = world;
        this.backedUp = backedUp;
        this.keyService = new SimulatedKeyService(world.newRandom());
        this.firstKeys = encrypted ? List.of(newKey()) : List.of();
        this.historyNanos = historyNanos;
        for (char zone = 'a'; zone <= 'c'; zone++) {
            for (int number = 1; number <= COPIES_PER_ZONE + sparesPerZone; number++) {
                nodes.add(new Member(new Address("storage-" + zone + number), String.valueOf(zone)));
            }
        }
        this.settings = settings;
    }

    /** Nodes that are started from now on take each other's layers. */
    void shareLayers() {
        shared = Optional.of(new SharedLayers());
    }

    /**
     * Each node that is started from now on has a stage, of its own, for a process has one node here: whatever happens to the node's disk happens to the stage. Several nodes with one stage are in the tests of storage.
     */
    void stageJournals() {
        staging = true;
    }

    /** Where blocks of journals are durable. */
    List<String> journalFiles() {
        return staging ? List.of("journal/file", "stage/file") : List.of("journal/file");
    }

    /** The metadata log, as only a test can see it. */
    MetadataService metadataLog() {
        return metadataLog;
    }

    /** The data keys that volumes begin with; none if they are not encrypted. */
    List<WrappedKey> firstKeys() {
        return firstKeys;
    }

    /** The service that wraps data keys. */
    SimulatedKeyService keyService() {
        return keyService;
    }

    /** Another data key. */
    WrappedKey newKey() {
        SplittableRandom random = world.newRandom();
        DataKeyId id = new DataKeyId(random.nextLong(), random.nextLong());
        return WrappedKey.of(
                id,
                KeyService.LOCAL,
                keyService.generate(KeyService.LOCAL, id.toString()).wrapped());
    }

    /** What was sealed so far. */
    int sealings() {
        return seals.count();
    }

    /** How long writers keep history; 0 for not at all. */
    long historyNanos() {
        return historyNanos;
    }

    /** All storage nodes. */
    List<Member> nodes() {
        return nodes;
    }

    /** True if there are nodes beyond those that a group begins with. */
    boolean hasSpares() {
        return nodes.size() > Membership.COPIES;
    }

    /** Where {@code group} begins: two nodes of each zone, the spare ones in turn. */
    List<Member> homes(int group) {
        List<Member> homes = new ArrayList<>();
        for (int zone = 0; zone < 3; zone++) {
            List<Member> all = zone(zone);
            for (int copy = 0; copy < COPIES_PER_ZONE; copy++) {
                homes.add(all.get((group + copy) % all.size()));
            }
        }
        return homes;
    }

    /** The nodes of a zone, of 0 to 2. */
    List<Member> zone(int zone) {
        int each = nodes.size() / 3;
        return nodes.subList(zone * each, (zone + 1) * each);
    }

    /** Whether another node is in the zone of this one. */
    Predicate<Address> sameZone(Address node) {
        return other -> zoneOf(other).equals(zoneOf(node));
    }

    private String zoneOf(Address node) {
        return nodes.stream()
                .filter(member -> member.node().equals(node))
                .findFirst()
                .orElseThrow()
                .zone();
    }

    /** The nodes that hold the first group of any volume, or are about to, by what is decided now. */
    List<Address> members() {
        TreeSet<Address> members = new TreeSet<>();
        for (VolumeMetadata volume : metadataLog.volumes()) {
            volume.group(0).members().forEach(member -> members.add(member.node()));
        }
        if (members.isEmpty()) {
            homes(0).forEach(member -> members.add(member.node()));
        }
        return List.copyOf(members);
    }

    /** The nodes that hold tails of the first group of the oldest volume, by what is decided now. */
    List<Address> tails() {
        return metadataLog.volumes().stream()
                .limit(1)
                .map(volume -> volume.group(0))
                .flatMap(group -> group.members().stream().map(Member::node).filter(node -> !group.full(node)))
                .toList();
    }

    SimulatedHost host(Address node) {
        return world.host(node.name());
    }

    /** True if the node holds a segment of any volume, or is about to, by what is decided now. */
    boolean isMember(Address node) {
        return metadataLog.volumes().stream()
                .flatMap(volume -> volume.groups().stream())
                .anyMatch(group -> group.contains(node));
    }

    /** True if the node has, and counts with, everything of its segments that a write quorum has. */
    boolean whole(Address node) {
        for (VolumeMetadata volume : metadataLog.volumes()) {
            for (int group = 0; group < volume.groups().size(); group++) {
                Membership membership = volume.group(group);
                int each = group;
                long own = scl(node, volume.id(), group);
                if (membership.contains(node)
                        && (own < 0
                                || membership.reached(Quorum.WRITE, other -> scl(other, volume.id(), each) > own))) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * True if no node abstains for a segment of its own, or will once it is started: one that was never told of the volume may have lost what it knew, and is as good as lost until it begins anew.
     */
    boolean noneAbstains() {
        for (VolumeMetadata volume : metadataLog.volumes()) {
            for (int group = 0; group < volume.groups().size(); group++) {
                Membership membership = volume.group(group);
                for (Member member : nodes) {
                    if (membership.contains(member.node()) && abstains(member.node(), volume.id(), group)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private boolean abstains(Address node, VolumeId volume, int group) {
        String manifest = "volume-" + volume.value() + "/group-" + group + "/manifest";
        boolean serves = host(node).running() && running.containsKey(node);
        return serves
                ? scl(node, volume, group) < 0
                : !host(node).disk().fileNames().contains(manifest);
    }

    private long scl(Address address, VolumeId volume, int group) {
        StorageNode node = running.get(address);
        if (node == null || !host(address).running()) {
            return -1;
        }
        return node.status().segments().stream()
                .filter(each -> each.volume().equals(volume) && each.group() == group)
                .mapToLong(SegmentProgress::scl)
                .findFirst()
                .orElse(-1);
    }

    /** Starts the node's process, unless it runs. */
    void start(Address address) {
        SimulatedHost host = host(address);
        if (host.running()) {
            return;
        }
        running.remove(address);
        SimulatedHost.LiveProcess process = host.start();
        process.tasks().start("open", TaskKind.PROTOCOL, () -> {
            Optional<JournalStage> stage;
            try {
                stage = staging ? Optional.of(openStage(process)) : Optional.empty();
            } catch (OperationException e) {
                world.metrics().count("node.couldNotOpen");
                return;
            }
            StorageNode node = new StorageNode(
                    address,
                    zoneOf(address),
                    process.tasks(),
                    process.clock(),
                    process.files(),
                    new VolumeKeys(keyService, process.random(), seals),
                    stores(address, process).with(() -> stage),
                    process.network(),
                    process.random(),
                    process.metrics(),
                    settings,
                    _ -> world.metrics().count("node.steppedAside"));
            try {
                node.open();
                running.put(address, node);
            } catch (OperationException e) {
                world.metrics().count("node.couldNotOpen");
            }
        });
    }

    private static JournalStage openStage(SimulatedHost.LiveProcess process) {
        return JournalStage.open(
                process.files("stage"),
                process.tasks(),
                process.clock(),
                process.random(),
                process.metrics(),
                StageSettings.tiny());
    }

    private NodeStores stores(Address address, SimulatedHost.LiveProcess process) {
        if (!backedUp) {
            return new NodeStores(Optional.empty(), NodeStores.none().restoredFrom(), layers());
        }
        ObjectStore store = objectStore(address, process);
        BackupPlace place = new BackupPlace(store, RETENTION, "simulation", BackupSettings.tiny());
        return new NodeStores(backingUp ? Optional.of(place) : Optional.empty(), _ -> store, layers());
    }

    /** Nodes that take each other's layers do so across processes here, and so meet files of processes that have crashed. */
    private SharedLayers layers() {
        return shared.orElseGet(SharedLayers::new);
    }

    /** Nodes that are started from now on make no backup. */
    void stopBackup() {
        backingUp = false;
    }

    /** True if storage nodes make a backup. */
    boolean backedUp() {
        return backedUp;
    }

    /** Keys of {@code process}, which knows no volume yet. */
    VolumeKeys newKeys(SimulatedHost.LiveProcess process) {
        return new VolumeKeys(keyService, process.random(), seals);
    }

    /** The object store, as {@code process} sees it. */
    ObjectStore objectStore(Address address, SimulatedHost.LiveProcess process) {
        return ObjectStoreService.client(
                process.network().bind(new Address(address.name() + "-objects"), new NoMessages()));
    }

    /** The service behind {@link #objectStore}. */
    ObjectStoreService objects() {
        return objects;
    }

    /** Ends all storage nodes, and empties their disks. */
    void loseAll() {
        for (Member member : nodes) {
            crash(member.node());
            host(member.node()).disk().wipe();
        }
        running.clear();
    }

    /** How the node says it is; empty if it does not run. */
    Optional<NodeReport> status(Address address) {
        return Optional.ofNullable(running.get(address)).map(StorageNode::status);
    }

    void startAll() {
        metadataLog.start(world.host("metadata").start().network());
        objects.start(world.host("objects").start().network());
        for (Member member : nodes) {
            start(member.node());
        }
    }

    /** True if the node's process is there and has not stepped aside. */
    boolean healthy(Address address) {
        StorageNode node = running.get(address);
        return host(address).running() && node != null && node.failure().isEmpty();
    }

    /** How all nodes are, for a person. */
    String describe() {
        StringBuilder out = new StringBuilder();
        for (Member member : nodes) {
            StorageNode node = running.get(member.node());
            out.append("\n  ").append(member.node()).append(": ");
            out.append(!host(member.node()).running() ? "down" : node == null ? "opening" : node.status());
        }
        return out.toString();
    }

    void crash(Address address) {
        host(address).crash();
    }

    ByteSize used(Address address) {
        return new ByteSize(host(address).disk().usedBytes());
    }
}
