package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.borealisdb.controlplane.fleet.WriterChange;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.controlplane.fleet.WriterRegistry;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.server.cluster.InstanceRecord;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.volume.PreviousWriter;
import org.borealisdb.volume.VolumeClient;

/**
 * The instances of the main cluster in a region in one process: {@link #attend} makes what the {@link InstanceRegistry} says so. Which of them writes is decided elsewhere. {@link #open} and {@link #attend} are called by one
 * task, which {@link #close} is called after; the rest by any.
 */
final class InstanceHost implements Instances {
    private static final System.Logger LOG = System.getLogger(InstanceHost.class.getName());

    /** One that could not be started is tried again after so long. */
    private static final long RETRY_NANOS = 2_000_000_000L;

    private final InstancePlace first;
    private final VolumeClient firstClient;
    private final MainVolume volume;
    private final InstanceParts parts;
    private final RealWorld world;
    private final InstanceRegistry registry;
    private final WriterRegistry writers;
    private final Function<InstancePlace, VolumeClient> clients;
    private final ClusterPlace cluster;
    private final ClusterPorts ports;
    /** Guards the maps. */
    private final Lock lock;

    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Map<String, Trouble> troubles = new LinkedHashMap<>();

    /**
     * An instance, its way to the volume, and how many restarts had been asked for when it began.
     */
    private record Running(Instance instance, VolumeClient client, int restarts) {}

    /** Why one does not run, and when it is tried again. */
    private record Trouble(String why, long retryAt) {}

    /**
     * No instances yet.
     *
     * @param first       the one that a region begins with
     * @param firstClient its way to the volume; closed by its owner
     * @param clients     makes the way to the volume of another instance
     */
    InstanceHost(
            InstancePlace first,
            VolumeClient firstClient,
            MainVolume volume,
            InstanceParts parts,
            ClusterPlace cluster,
            Function<InstancePlace, VolumeClient> clients,
            ClusterPorts ports) {
        this.first = first;
        this.firstClient = firstClient;
        this.volume = volume;
        this.parts = parts;
        this.world = parts.world();
        this.registry = new InstanceRegistry(parts.metadataLog());
        this.writers = new WriterRegistry(parts.metadataLog());
        this.cluster = cluster;
        this.clients = clients;
        this.ports = ports;
        this.lock = world.tasks().lock("instances");
    }

    /** Opens the instance that is to write. */
    @Override
    public void open(PreviousWriter previous) {
        volume.ensure();
        List<InstanceRecord> wanted = known();
        Optional<WriterRecord> decided = writers.current()
                .filter(record -> wanted.stream().anyMatch(each -> each.name().equals(record.writer())));
        if (decided.isEmpty()) {
            String name = wanted.getFirst().name();
            long now = world.clock().wallMicros() / 1_000;
            WriterRecord next = writers.current()
                    .map(record -> record.next(name, WriterChange.FAILOVER, "its instance is gone", now))
                    .orElseGet(() -> WriterRecord.first(name, now));
            writers.decide(next);
            decided = Optional.of(next);
        }
        String name = decided.get().writer();
        InstanceRecord record = wanted.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        Running made = make(record, place(record));
        made.instance().write(decided, previous);
        made.instance().begin(decided);
        enter(made);
    }

    /** All that are wanted; of a new region the first. */
    private List<InstanceRecord> known() {
        List<InstanceRecord> wanted = registry.all().stream()
                .filter(record -> record.state() == InstanceRecord.State.WANTED)
                .toList();
        boolean hasFirst = registry.last(first.address().name()).isPresent();
        if (hasFirst && !wanted.isEmpty()) {
            return wanted;
        }
        InstanceRecord made = InstanceRecord.wanted(
                first.address().name(),
                world.random().nextLong(),
                first.pool().bytes(),
                world.clock().wallMicros() / 1_000,
                first.zone(),
                InstanceRecord.STANDARD_TIER);
        registry.add(made);
        List<InstanceRecord> all = new ArrayList<>(List.of(made));
        all.addAll(wanted);
        return all;
    }

    /** Where one takes clients, if that is known and free. */
    private Optional<HostPort> place(InstanceRecord record) {
        return record.port() == 0
                ? Optional.empty()
                : Optional.of(ports.choose(record.port(), cluster.get().port(), ports(registry.all())));
    }

    private static List<Integer> ports(List<InstanceRecord> records) {
        return records.stream().map(InstanceRecord::port).toList();
    }

    private Running make(InstanceRecord record, Optional<HostPort> own) {
        boolean isFirst = record.name().equals(first.address().name());
        InstancePlace at = isFirst ? first : first.ofReader(record.name(), record.zone(), record.poolBytes());
        VolumeClient client = isFirst ? firstClient : clients.apply(at);
        return new Running(new Instance(at, own, record.tier(), client, parts), client, record.restarts());
    }

    private void enter(Running made) {
        lock.lock();
        try {
            troubles.remove(made.instance().name());
            running.put(made.instance().name(), made);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void attend(Supplier<List<Integer>> taken) {
        List<InstanceRecord> all = registry.all();
        for (InstanceRecord record : all) {
            try {
                switch (record.state()) {
                    case WANTED -> keep(record, all.size() > 1, taken);
                    case LEAVING -> end(record);
                    case GONE -> {}
                }
            } catch (OperationException notNow) {
                trouble(record, String.valueOf(notNow.getMessage()));
            }
        }
    }

    private void keep(InstanceRecord record, boolean several, Supplier<List<Integer>> taken) {
        Optional<Running> begun = running(record.name());
        Optional<Instance> known = begun.map(Running::instance);
        if (known.isEmpty()) {
            start(record, taken);
        } else if (record.restarts() > begun.get().restarts()) {
            LOG.log(System.Logger.Level.INFO, "{0} is restarted, as somebody asked for", record.name());
            leave(record.name());
            close(begun.get());
            start(record, taken);
        } else if (record.restarted() < begun.get().restarts() && known.get().serves()) {
            registry.change(record, each -> each.servesAfter(begun.get().restarts()));
        } else if (several && !known.get().hasOwnPlace()) {
            // As long as it is alone, the cluster's place leads to it.
            known.get().listenAt(ports.choose(0, cluster.get().port(), taken.get()));
        } else if (record.port() != known.get().clientPlace().port()
                && known.get().hasOwnPlace()
                && known.get().serves()) {
            registry.change(
                    record, each -> each.withPort(known.get().clientPlace().port()));
        }
    }

    private void start(InstanceRecord record, Supplier<List<Integer>> taken) {
        lock.lock();
        try {
            Trouble last = troubles.get(record.name());
            if (last != null && world.clock().nanoTime() - last.retryAt() < 0) {
                return;
            }
        } finally {
            lock.unlock();
        }
        HostPort own = ports.choose(record.port(), cluster.get().port(), taken.get());
        Running made = make(record, Optional.of(own));
        made.instance().begin(writers.current());
        enter(made);
    }

    private void trouble(InstanceRecord record, String why) {
        LOG.log(System.Logger.Level.WARNING, "instance {0} does not run: {1}", record.name(), why);
        lock.lock();
        try {
            troubles.put(record.name(), new Trouble(why, world.clock().nanoTime() + RETRY_NANOS));
        } finally {
            lock.unlock();
        }
    }

    private void end(InstanceRecord record) {
        boolean writes = writers.current()
                .filter(decided -> decided.writer().equals(record.name()))
                .isPresent();
        if (writes) {
            // It was made the writer after somebody had asked for its end.
            return;
        }
        leave(record.name()).ifPresent(this::close);
        registry.change(record, InstanceRecord::left);
    }

    private Optional<Running> leave(String name) {
        lock.lock();
        try {
            troubles.remove(name);
            return Optional.ofNullable(running.remove(name));
        } finally {
            lock.unlock();
        }
    }

    private void close(Running ending) {
        ending.instance().close();
        if (ending.client() != firstClient) {
            ending.client().close();
        }
    }

    private Optional<Running> running(String name) {
        lock.lock();
        try {
            return Optional.ofNullable(running.get(name));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Instance> all() {
        lock.lock();
        try {
            return running.values().stream().map(Running::instance).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<NodeHealth> troubled() {
        lock.lock();
        try {
            List<NodeHealth> all = new ArrayList<>();
            troubles.forEach((name, trouble) ->
                    all.add(new NodeHealth(name, first.zone(), "reader", "waiting", trouble.why(), 0, 0, 0, 0)));
            return all;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<Running> all;
        lock.lock();
        try {
            all = new ArrayList<>(running.values());
        } finally {
            lock.unlock();
        }
        all.stream().filter(each -> each.instance().writing().isEmpty()).forEach(this::close);
        all.stream().filter(each -> each.instance().writing().isPresent()).forEach(this::close);
    }
}
