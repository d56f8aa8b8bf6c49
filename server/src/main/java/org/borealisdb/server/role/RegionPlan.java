package org.borealisdb.server.role;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.borealisdb.cloud.certificate.CertificateAuthority;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.region.AccessFile;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.RegionProblemException;

/**
 * The nodes of a region: what a {@code region.yaml} says, or the plan of a region in one process.
 *
 * @param metadataFolder folder of the metadata log, absolute; all instances see the same. If the control plane keeps the log, the folder of the region's file
 * @param keyFile        32 bytes with which nodes know each other, absolute
 * @param passwordFile   password of the role {@code postgres}, absolute
 * @param replaceAfter   a storage node that has been missing for so long is replaced by another of its zone, if there is one
 * @param history        how far back the volume can be rewound
 * @param backup         where its backup goes
 * @param encryption     whether it is encrypted, and under which key
 * @param segments       what its segments are when it is created; empty: as it is, and of a new one all full
 * @param services       what there is beside storage nodes and instances
 * @param endpoints      where endpoints are, in a region in one process
 */
public record RegionPlan(
        Path metadataFolder,
        Path keyFile,
        Path passwordFile,
        List<StorageNodePlace> storageNodes,
        List<InstancePlace> instances,
        Duration replaceAfter,
        KeptHistory history,
        BackupPlan backup,
        EncryptionPlan encryption,
        Optional<SegmentMix> segments,
        Services services,
        EndpointPlan endpoints) {
    /** Default of {@link #replaceAfter}: starting a node again takes less. */
    public static final Duration STANDARD_REPLACE_AFTER = Duration.ofSeconds(20);

    /** The instance that a region in one process begins with. */
    public static final Address FIRST_INSTANCE = new Address("instance-1");

    /** The name of the control plane of a region in one process. */
    public static final Address CONTROL_PLANE = new Address("control-plane");

    /** Zones that a protection group has copies in. */
    public static final int ZONES = 3;

    /** Copies in each zone, each on a node of its own. */
    public static final int COPIES_PER_ZONE = 2;

    public RegionPlan {
        storageNodes = List.copyOf(storageNodes);
        instances = List.copyOf(instances);
        checkNames(storageNodes, instances, services);
        checkZones(storageNodes, instances, services);
        checkGateways(services);
        if (instances.isEmpty()) {
            throw new RegionProblemException("instances: a region needs at least one");
        }
        if (instances.stream().allMatch(InstancePlace::reader)) {
            throw new RegionProblemException("instances: a region needs at least one that is a writer");
        }
    }

    /** The folder of what clients know the servers by, beside that of the keys. */
    Path tlsFolder() {
        return encryption.keysFolder().resolveSibling("tls");
    }

    /** The file of rules for who may connect, beside the folder of the keys; it need not be there. */
    public Path accessFile() {
        return encryption.keysFolder().resolveSibling(AccessFile.NAME);
    }

    /** The certificate that clients are to trust, so as to know the region's servers. */
    public Path caFile() {
        return tlsFolder().resolve(CertificateAuthority.BUNDLE);
    }

    /** The first instance that is no reader: whom readers follow. */
    public InstancePlace writer() {
        return instances.stream()
                .filter(instance -> !instance.reader())
                .findFirst()
                .orElseThrow();
    }

    /** One that makes no backup. */
    public RegionPlan(
            Path metadataFolder,
            Path keyFile,
            Path passwordFile,
            List<StorageNodePlace> storageNodes,
            List<InstancePlace> instances,
            Duration replaceAfter,
            KeptHistory history,
            EncryptionPlan encryption) {
        this(
                metadataFolder,
                keyFile,
                passwordFile,
                storageNodes,
                instances,
                replaceAfter,
                history,
                BackupPlan.NONE,
                encryption,
                Optional.empty(),
                Services.NONE,
                EndpointPlan.NONE);
    }

    /** The same with another history. */
    public RegionPlan withHistory(KeptHistory other) {
        return new RegionPlan(
                metadataFolder,
                keyFile,
                passwordFile,
                storageNodes,
                instances,
                replaceAfter,
                other,
                backup,
                encryption,
                segments,
                services,
                endpoints);
    }

    /** The same with another backup. */
    public RegionPlan withBackup(BackupPlan other) {
        return new RegionPlan(
                metadataFolder,
                keyFile,
                passwordFile,
                storageNodes,
                instances,
                replaceAfter,
                history,
                other,
                encryption,
                segments,
                services,
                endpoints);
    }

    /** The same with other wishes about encryption. */
    public RegionPlan withEncryption(EncryptionPlan other) {
        return new RegionPlan(
                metadataFolder,
                keyFile,
                passwordFile,
                storageNodes,
                instances,
                replaceAfter,
                history,
                backup,
                other,
                segments,
                services,
                endpoints);
    }

    /** The same with other wishes about segments. */
    public RegionPlan withSegments(Optional<SegmentMix> other) {
        return new RegionPlan(
                metadataFolder,
                keyFile,
                passwordFile,
                storageNodes,
                instances,
                replaceAfter,
                history,
                backup,
                encryption,
                other,
                services,
                endpoints);
    }

    /** The same with other places for endpoints. */
    public RegionPlan withEndpoints(EndpointPlan other) {
        return new RegionPlan(
                metadataFolder,
                keyFile,
                passwordFile,
                storageNodes,
                instances,
                replaceAfter,
                history,
                backup,
                encryption,
                segments,
                services,
                other);
    }

    private static void checkNames(
            List<StorageNodePlace> storageNodes, List<InstancePlace> instances, Services services) {
        List<Address> names = new ArrayList<>();
        storageNodes.forEach(node -> names.add(node.address()));
        instances.forEach(instance -> names.add(instance.address()));
        services.nodes().forEach(node -> names.add(node.address()));
        services.hosts().forEach(host -> names.add(host.agent()));
        TreeSet<Address> seen = new TreeSet<>();
        for (Address name : names) {
            if (!seen.add(name)) {
                throw new RegionProblemException("two nodes have the name " + name);
            }
        }
        TreeSet<Path> folders = new TreeSet<>();
        for (StorageNodePlace node : storageNodes) {
            if (!folders.add(node.folder())) {
                throw new RegionProblemException("two storage nodes have the folder " + node.folder());
            }
        }
        for (ServicePlace node : services.controlPlane()) {
            if (node.folder().isPresent() && !folders.add(node.folder().get())) {
                throw new RegionProblemException("control-plane: the folder of " + node.address()
                        + " is another node's: " + node.folder().get());
            }
        }
    }

    private static void checkZones(
            List<StorageNodePlace> storageNodes, List<InstancePlace> instances, Services services) {
        Map<String, List<StorageNodePlace>> zones = byZone(storageNodes);
        if (zones.size() != ZONES) {
            throw new RegionProblemException(
                    "storage-nodes: a region has its storage in three zones, not in " + zones.size());
        }
        zones.forEach((zone, nodes) -> {
            if (nodes.size() < COPIES_PER_ZONE) {
                throw new RegionProblemException("storage-nodes: zone " + zone + " has " + nodes.size()
                        + " storage node, and needs at least " + COPIES_PER_ZONE);
            }
        });
        for (InstancePlace instance : instances) {
            if (!zones.containsKey(instance.zone())) {
                throw new RegionProblemException("instances: " + instance.address() + " is in zone " + instance.zone()
                        + ", which has no storage");
            }
        }
        for (HostPlace host : services.hosts()) {
            if (host.runsMore() && !zones.containsKey(host.zone())) {
                throw new RegionProblemException("hosts: " + host.agent() + " is in zone " + host.zone()
                        + ", which has no storage, and so cannot run instances");
            }
        }
    }

    /** No place is for two endpoints, of one gateway or of two on one machine. */
    private static void checkGateways(Services services) {
        Map<String, Address> owners = new HashMap<>();
        for (GatewayPlace gateway : services.gateways()) {
            Address name = gateway.node().address();
            for (HostPort place : gateway.places()) {
                // Loopback addresses of another machine are others.
                Optional<Address> other = Optional.ofNullable(
                        owners.putIfAbsent(gateway.node().place().host() + " " + place, name));
                if (other.isPresent()) {
                    throw new RegionProblemException("gateways: "
                            + (other.get().equals(name)
                                    ? name + " has " + place + " for two endpoints"
                                    : other.get() + " and " + name + " both have " + place));
                }
            }
        }
    }

    /** All storage nodes, as homes of segments. */
    public List<Member> storageMembers() {
        return storageNodes.stream()
                .map(place -> new Member(place.address(), place.zone()))
                .toList();
    }

    private static Map<String, List<StorageNodePlace>> byZone(List<StorageNodePlace> storageNodes) {
        Map<String, List<StorageNodePlace>> zones = new LinkedHashMap<>();
        for (StorageNodePlace node : storageNodes) {
            zones.computeIfAbsent(node.zone(), _ -> new ArrayList<>()).add(node);
        }
        return zones;
    }

    /** Storage nodes by zone, both in the order of the plan. */
    public Map<String, List<StorageNodePlace>> storageByZone() {
        return byZone(storageNodes);
    }

    /** Names of the zones, in the order of the plan. */
    public List<String> zones() {
        return List.copyOf(byZone(storageNodes).keySet());
    }

    /** Where the statements of an instance put rows that they have no memory for: beside the region's key. */
    Path scratchFolder(InstancePlace place) {
        return keyFile.resolveSibling("scratch").resolve(place.address().name());
    }

    /** Where storage nodes that run in one process make their newest log durable together: beside the region's key. */
    Path stageFolder() {
        return keyFile.resolveSibling("stage");
    }

    /** Where its file says that nodes are, whatever they are. */
    public Map<Address, HostPort> places() {
        Map<Address, HostPort> places = new HashMap<>();
        storageNodes().forEach(place -> places.put(place.address(), place.place()));
        instances().forEach(place -> places.put(place.address(), place.place()));
        services().nodes().forEach(place -> places.put(place.address(), place.place()));
        return places;
    }

    /** Three zones, six storage nodes with a folder each, one writer, all below one data folder. */
    public static RegionPlan inOneProcess(Path data, HostPort clients, ByteSize pool) {
        return inOneProcess(data, clients, pool, COPIES_PER_ZONE);
    }

    /** The same with so many storage nodes in each zone. */
    public static RegionPlan inOneProcess(Path data, HostPort clients, ByteSize pool, int nodesPerZone) {
        List<StorageNodePlace> nodes = new ArrayList<>();
        for (String zone : DataFolder.ZONES) {
            for (int number = 1; number <= nodesPerZone; number++) {
                String name = DataFolder.storageNode(zone, number);
                nodes.add(new StorageNodePlace(new Address(name), zone, HostPort.loopback(0), data.resolve(name)));
            }
        }
        InstancePlace writer = new InstancePlace(FIRST_INSTANCE, "a", HostPort.loopback(0), clients, pool);
        return new RegionPlan(
                data.resolve("metadata"),
                data.resolve("region.key"),
                data.resolve("password"),
                nodes,
                List.of(writer),
                STANDARD_REPLACE_AFTER,
                KeptHistory.STANDARD,
                EncryptionPlan.standard(data));
    }
}
