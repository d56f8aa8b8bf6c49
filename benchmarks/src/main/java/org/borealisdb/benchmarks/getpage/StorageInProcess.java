package org.borealisdb.benchmarks.getpage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.cloud.key.LocalKeyService;
import org.borealisdb.cloud.key.RoutedKeyService;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.redo.message.ReadWork;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.runtime.real.RealRandom;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.real.net.LocalNetwork;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.node.StorageNode;
import org.borealisdb.storage.node.StorageNodeListener;
import org.borealisdb.storage.node.StorageSettings;
import org.borealisdb.storage.seal.SealListener;
import org.borealisdb.storage.seal.VolumeKeys;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.VolumeSettings;
import org.borealisdb.volume.encryption.DataKeys;

/** All of it in this process, with the settings of production, and a folder for each node. */
final class StorageInProcess implements MeasuredStorage {
    private static final VolumeId VOLUME = new VolumeId(1);
    private static final List<String> ZONES = List.of("a", "b", "c");

    private final RealTasks tasks = new RealTasks((task, failure) -> {
        throw new BenchmarkException(task + " failed: " + failure);
    });
    private final RealClock clock = new RealClock();
    private final RealRandom random = new RealRandom();
    private final Metrics metrics = new Metrics();
    private final List<StorageNode> nodes = new ArrayList<>();
    private final VolumeClient client;
    private final Volume volume;

    /** A new region below {@code folder}, whose volume keeps history for {@code history}. */
    StorageInProcess(Path folder, Duration history, boolean encrypted) {
        KeyService keys = new RoutedKeyService(
                new LocalKeyService(() -> new RealFileStore(folder.resolve("keys")), random, clock));
        LocalNetwork network = new LocalNetwork(metrics);
        List<Member> members = new ArrayList<>();
        for (String zone : ZONES) {
            for (int number = 1; number <= 2; number++) {
                Address address = new Address("storage-" + zone + number);
                StorageNode node = new StorageNode(
                        address,
                        zone,
                        tasks,
                        clock,
                        new RealFileStore(folder.resolve(address.name())),
                        new VolumeKeys(keys, random, SealListener.NONE),
                        network,
                        random,
                        metrics,
                        StorageSettings.standard(),
                        new Complaints());
                node.open();
                nodes.add(node);
                members.add(new Member(address, zone));
            }
        }
        VolumeSettings settings =
                VolumeSettings.standard("a", _ -> members).withHistory(history, VolumeSettings.STANDARD_HISTORY_BYTES);
        client = new VolumeClient(
                new Address("writer"),
                tasks,
                clock,
                network,
                random,
                metrics,
                new FileMetadataLog(new RealFileStore(folder.resolve("metadata")), tasks, clock),
                settings);
        client.create(
                VOLUME,
                Geometry.STANDARD,
                members,
                SegmentMix.SIX_FULL,
                encrypted ? List.of(new DataKeys(keys, random).generate(KeyService.LOCAL)) : List.of());
        volume = client.open(VOLUME);
    }

    /** A node that does not serve makes every figure worthless. */
    private static final class Complaints implements StorageNodeListener {
        @Override
        public void steppedAside(String reason) {
            throw new BenchmarkException("a storage node stepped aside: " + reason);
        }

        @Override
        public void degraded(String what) {
            System.err.println("bench: a storage node says: " + what);
        }

        @Override
        public void fault(RuntimeException thrown) {
            throw new BenchmarkException("a storage node met a fault: " + thrown);
        }
    }

    @Override
    public Volume volume() {
        return volume;
    }

    @Override
    public Tasks tasks() {
        return tasks;
    }

    @Override
    public long firstPage() {
        return 0;
    }

    @Override
    public long counted(String name) {
        return metrics.counter(name).sum();
    }

    @Override
    public ReadWork reads() {
        ReadWork sum = ReadWork.NONE;
        for (StorageNode node : nodes) {
            ReadWork each = node.status().reads();
            sum = new ReadWork(
                    // Served, folded and beyond bounds are counted for the process, of which all nodes are part.
                    each.served(),
                    each.records(),
                    each.beyond(),
                    Math.max(sum.mostRecords(), each.mostRecords()),
                    Math.max(sum.mostBytes(), each.mostBytes()));
        }
        return sum;
    }

    @Override
    public long layerBytes() {
        return nodes.stream().mapToLong(node -> node.status().layerBytes()).sum();
    }

    @Override
    public void close() {
        volume.close();
        client.close();
        nodes.forEach(StorageNode::close);
        tasks.close();
    }
}
