package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.server.cluster.InstanceRecord;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.sql.postgres.ClusterFacts;
import org.borealisdb.volume.VolumeClient;

/**
 * The readers of the main cluster that run in the writer's process: {@link #attend} makes what the {@link InstanceRegistry} says so. That is called by one task, which {@link #close} is called
 * after; the rest by any.
 */
final class ReaderHost {
    private static final System.Logger LOG = System.getLogger(ReaderHost.class.getName());

    /** One that could not be started is tried again after so long. */
    private static final long RETRY_NANOS = 2_000_000_000L;

    private final InstancePlace writer;
    private final InstanceRole main;
    private final RealWorld world;
    private final InstanceRegistry registry;
    private final Function<Address, VolumeClient> clients;
    private final ClusterPorts ports;
    /** Guards the maps. */
    private final Lock lock;

    private final Map<String, ReaderRole> running = new LinkedHashMap<>();
    private final Map<String, Trouble> troubles = new LinkedHashMap<>();

    /** Why one does not run, and when it is tried again. */
    private record Trouble(String zone, String why, long retryAt) {}

    /**
     * No readers yet.
     *
     * @param clients makes a way to the volume for a reader of that address
     */
    ReaderHost(
            InstancePlace writer,
            InstanceRole main,
            RealWorld world,
            InstanceRegistry registry,
            Function<Address, VolumeClient> clients,
            ClusterPorts ports) {
        this.writer = writer;
        this.main = main;
        this.world = world;
        this.registry = registry;
        this.clients = clients;
        this.ports = ports;
        this.lock = world.tasks().lock("readers");
    }

    /**
     * Starts the readers that are wanted, and ends those that are not. Waits.
     *
     * @param taken ports that are others'
     */
    void attend(List<Integer> taken) {
        for (InstanceRecord record : registry.all()) {
            switch (record.state()) {
                case WANTED -> start(record, taken);
                case LEAVING -> end(record);
                case GONE -> {}
            }
        }
    }

    private void start(InstanceRecord record, List<Integer> taken) {
        lock.lock();
        try {
            Trouble last = troubles.get(record.name());
            boolean later = last != null && world.clock().nanoTime() - last.retryAt() < 0;
            if (running.containsKey(record.name()) || later) {
                return;
            }
        } finally {
            lock.unlock();
        }
        try {
            List<Integer> others = new ArrayList<>(taken);
            registry.all().forEach(each -> others.add(each.port()));
            HostPort at = ports.choose(record.port(), main.clientPlace().port(), others);
            InstancePlace place = writer.ofReader(record.name(), at, record.poolBytes());
            ReaderRole reader = new ReaderRole(
                    place,
                    record.volumeId(),
                    writer.address(),
                    clients.apply(place.address()),
                    world,
                    own -> cluster(own.own()).orElse(own));
            boolean open = false;
            try {
                reader.open();
                open = true;
            } finally {
                if (!open) {
                    reader.close();
                }
            }
            lock.lock();
            try {
                troubles.remove(record.name());
                running.put(record.name(), reader);
            } finally {
                lock.unlock();
            }
            registry.change(record, each -> each.withPort(reader.clientPlace().port()));
        } catch (OperationException notNow) {
            trouble(record, String.valueOf(notNow.getMessage()));
        }
    }

    /** The cluster as the writer knows it, if that knows this reader. */
    private Optional<ClusterFacts> cluster(String own) {
        return main.instances()
                .filter(facts ->
                        facts.instances().stream().anyMatch(each -> each.id().equals(own)))
                .map(facts -> ClusterView.as(own, facts));
    }

    private void trouble(InstanceRecord record, String why) {
        LOG.log(System.Logger.Level.WARNING, "reader {0} does not run: {1}", record.name(), why);
        lock.lock();
        try {
            troubles.put(
                    record.name(), new Trouble(writer.zone(), why, world.clock().nanoTime() + RETRY_NANOS));
        } finally {
            lock.unlock();
        }
    }

    private void end(InstanceRecord record) {
        Optional<ReaderRole> reader;
        lock.lock();
        try {
            troubles.remove(record.name());
            reader = Optional.ofNullable(running.remove(record.name()));
        } finally {
            lock.unlock();
        }
        reader.ifPresent(ReaderRole::close);
        registry.change(record, InstanceRecord::left);
    }

    /** Those that run. */
    List<ReaderRole> readers() {
        lock.lock();
        try {
            return List.copyOf(running.values());
        } finally {
            lock.unlock();
        }
    }

    /** How all are. */
    List<NodeHealth> health() {
        List<NodeHealth> all = new ArrayList<>();
        readers().forEach(reader -> all.add(reader.health()));
        lock.lock();
        try {
            troubles.forEach((name, trouble) ->
                    all.add(new NodeHealth(name, trouble.zone(), "reader", "waiting", trouble.why(), 0, 0, 0, 0)));
        } finally {
            lock.unlock();
        }
        return all;
    }

    void close() {
        readers().forEach(ReaderRole::close);
    }
}
