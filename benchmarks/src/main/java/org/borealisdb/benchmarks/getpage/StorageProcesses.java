package org.borealisdb.benchmarks.getpage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.contender.BorealisInSevenProcesses;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.redo.message.NodeStatus;
import org.borealisdb.redo.message.ReadWork;
import org.borealisdb.redo.message.StatusRequest;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.runtime.real.net.KnownNodes;
import org.borealisdb.runtime.real.net.LinkLimits;
import org.borealisdb.runtime.real.net.RegionKey;
import org.borealisdb.runtime.real.net.SocketNetwork;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionFile;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.server.role.StorageNodePlace;
import org.borealisdb.volume.PreviousWriter;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.VolumeSettings;

/** Each node a process of its own, over TCP on loopback. An instance makes the volume, is killed, and this process takes its place: pages that no database has are written and read. */
final class StorageProcesses implements MeasuredStorage {
    /** Far behind those of an empty database, in the first group. */
    private static final long FIRST_PAGE = 200_000;

    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final BorealisInSevenProcesses processes;
    private final RegionPlan plan;
    private final RealWorld world = RealWorld.create((task, failure) -> {
        throw new BenchmarkException(task + " failed: " + failure);
    });
    private final Endpoint asking;
    private final VolumeClient client;
    private final Volume volume;

    /** Starts them all; the volume keeps history for {@code history}. */
    StorageProcesses(BorealisInSevenProcesses processes, Duration history) throws IOException, InterruptedException {
        this.processes = processes;
        processes.start();
        processes.crash();
        Path file = processes.description();
        this.plan = RegionFile.parse(Files.readString(file), file);
        SocketNetwork network = new SocketNetwork(
                new KnownNodes(plan.places()),
                new RegionKey(Files.readAllBytes(plan.keyFile())),
                LinkLimits.standard(),
                world.tasks(),
                world.clock(),
                world.random(),
                world.metrics());
        this.asking = network.visit(new Address("getpage"));
        this.client = new VolumeClient(
                plan.instances().getFirst().address(),
                world.tasks(),
                world.clock(),
                network,
                world.random(),
                world.metrics(),
                new FileMetadataLog(new RealFileStore(plan.metadataFolder()), world.tasks(), world.clock()),
                VolumeSettings.standard("a", _ -> {
                            throw new BenchmarkException("the volume grows");
                        })
                        .withHistory(history, VolumeSettings.STANDARD_HISTORY_BYTES));
        this.volume = client.open(ClusterRecord.MAIN_VOLUME, PreviousWriter.KNOWN_DEAD);
    }

    @Override
    public Volume volume() {
        return volume;
    }

    @Override
    public Tasks tasks() {
        return world.tasks();
    }

    @Override
    public long firstPage() {
        return FIRST_PAGE;
    }

    @Override
    public long counted(String name) {
        return world.metrics().counter(name).sum();
    }

    private List<NodeStatus> statuses() {
        return plan.storageNodes().stream().map(this::status).toList();
    }

    private NodeStatus status(StorageNodePlace place) {
        StorageMessage answer = StorageMessages.decode(asking.call(
                place.address(),
                StorageMessages.encode(new StatusRequest(ClusterRecord.MAIN_VOLUME)),
                ANSWER.toNanos()));
        if (answer instanceof NodeStatus status && status.serving()) {
            return status;
        }
        throw new BenchmarkException(place.address() + " does not serve: " + answer);
    }

    @Override
    public ReadWork reads() {
        ReadWork sum = ReadWork.NONE;
        for (NodeStatus each : statuses()) {
            ReadWork more = each.reads();
            sum = new ReadWork(
                    sum.served() + more.served(),
                    sum.records() + more.records(),
                    sum.beyond() + more.beyond(),
                    Math.max(sum.mostRecords(), more.mostRecords()),
                    Math.max(sum.mostBytes(), more.mostBytes()));
        }
        return sum;
    }

    @Override
    public long layerBytes() {
        return statuses().stream().mapToLong(NodeStatus::layerBytes).sum();
    }

    @Override
    public void close() {
        volume.close();
        client.close();
        asking.close();
        world.close();
        try {
            processes.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
