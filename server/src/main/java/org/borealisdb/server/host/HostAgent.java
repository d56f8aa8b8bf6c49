package org.borealisdb.server.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.cluster.InstanceHome;
import org.borealisdb.server.cluster.InstanceRecord;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.ClusterPorts;
import org.borealisdb.server.role.HostPlace;
import org.borealisdb.server.role.InstancePlace;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionFile;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.server.role.Role;

/**
 * Runs the nodes of a region that are on one machine, each in a process of its own: those of the region's file, and instances that were added. One that ends is started again. An agent that is killed leaves its nodes running, and
 * finds them when it is started again; one that is stopped stops them first.
 *
 * <p>An instance that somebody wants, and that is nowhere yet, is taken by whichever agent of its zone is first: a machine that is gone takes none.
 */
public final class HostAgent implements Role {
    private static final System.Logger LOG = System.getLogger(HostAgent.class.getName());

    private static final long LOOK_NANOS = 100_000_000L;
    /** The registry is read when the log has changed, and every so many looks. */
    private static final int LOOKS_PER_READING = 5;

    /** A process that was asked to end has so long to do so. */
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final HostPlace place;
    private final RegionPlan plan;
    private final Path regionFile;
    private final UnaryOperator<List<String>> program;
    private final RealWorld world;
    private final MetadataLog log;
    private final InstanceRegistry registry;
    private final InstanceArguments arguments;
    private final Lock lock;
    private final Condition changed;
    /** Guarded by the lock. */
    private boolean closing;

    /** Guarded by the lock; used by the agent's task alone but for their trouble. */
    private final Map<String, Supervised> running = new LinkedHashMap<>();

    private Optional<Task> task = Optional.empty();

    /** How an instance that is not in the region's file is told where it is. */
    @FunctionalInterface
    public interface InstanceArguments {
        List<String> of(InstancePlace place);
    }

    /**
     * An agent that runs nothing yet.
     *
     * @param regionFile which its processes are given
     * @param program    makes the command line of a process from the arguments of {@code borealis}
     */
    public HostAgent(
            HostPlace place,
            RegionPlan plan,
            Path regionFile,
            UnaryOperator<List<String>> program,
            InstanceArguments arguments,
            RealWorld world,
            MetadataLog log) {
        this.place = place;
        this.plan = plan;
        this.regionFile = regionFile.toAbsolutePath().normalize();
        this.program = program;
        this.arguments = arguments;
        this.world = world;
        this.log = log;
        this.registry = new InstanceRegistry(log);
        this.lock = world.tasks().lock("host agent");
        this.changed = lock.condition();
    }

    /** Begins. */
    public void open() {
        HostedNode.of(plan, place).forEach(node -> enter(node, 0));
        task = Optional.of(world.tasks().start("agent-" + place.agent(), TaskKind.BACKGROUND, this::run));
    }

    private void enter(InstanceRecord record) {
        enter(HostedNode.added(record.name(), arguments.of(at(record))), record.restarted());
    }

    private void enter(HostedNode node, int restarted) {
        lock.lock();
        try {
            running.put(node.name(), new Supervised(node, regionFile, program, world.clock(), restarted));
        } finally {
            lock.unlock();
        }
    }

    private List<Supervised> all() {
        lock.lock();
        try {
            return List.copyOf(running.values());
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        List<InstanceRecord> known = List.of();
        OptionalLong read = OptionalLong.empty();
        int looks = 0;
        do {
            // Taken first: what changes while it is read causes another reading.
            OptionalLong mark = mark();
            if (looks++ % LOOKS_PER_READING == 0 || !mark.equals(read)) {
                known = wanted().orElse(known);
                read = mark;
            }
            for (Supervised each : all()) {
                each.attend(restarts(each.node(), known));
            }
        } while (pause());
    }

    private OptionalLong mark() {
        try {
            return log.mark();
        } catch (OperationException unreachable) {
            return OptionalLong.empty();
        }
    }

    private static int restarts(HostedNode node, List<InstanceRecord> known) {
        return known.stream()
                .filter(record -> node.isInstance() && record.name().equals(node.name()))
                .mapToInt(InstanceRecord::restarts)
                .findFirst()
                .orElse(0);
    }

    /** What is wanted of instances, after what is to be done about that was begun; empty if it cannot be read now. */
    private Optional<List<InstanceRecord>> wanted() {
        try {
            List<InstanceRecord> all = registry.all();
            for (InstanceRecord record : all) {
                boolean mine = record.home().agent().equals(place.agent().name());
                if (record.homeless() && place.runsMore() && mayTake(record)) {
                    take(record, all).ifPresent(this::enter);
                } else if (mine && record.state() == InstanceRecord.State.LEAVING) {
                    end(record);
                } else if (mine && !isRunning(record.name())) {
                    enter(record);
                }
            }
            return Optional.of(all);
        } catch (RegionProblemException noPort) {
            LOG.log(System.Logger.Level.WARNING, "{0} can''t run an instance: {1}", place.agent(), noPort.getMessage());
            return Optional.empty();
        } catch (OperationException unreachable) {
            world.metrics().count("agent.log-unreachable");
            return Optional.empty();
        }
    }

    private boolean mayTake(InstanceRecord record) {
        return record.zone().isEmpty() || record.zone().equals(place.zone());
    }

    private boolean isRunning(String name) {
        lock.lock();
        try {
            return running.containsKey(name);
        } finally {
            lock.unlock();
        }
    }

    /** The record that says so, unless somebody else was first. */
    private Optional<InstanceRecord> take(InstanceRecord record, List<InstanceRecord> all) {
        List<Integer> taken = new ArrayList<>();
        all.forEach(each -> {
            taken.add(each.port());
            taken.add(each.home().nodePort());
        });
        int nodePort = freePort(taken);
        taken.add(nodePort);
        int clients = freePort(taken);
        InstanceHome home = new InstanceHome(place.agent().name(), place.host(), nodePort);
        Optional<InstanceRecord> now =
                registry.change(record, each -> each.homeless() ? each.runBy(home, place.zone(), clients) : each);
        Optional<InstanceRecord> mine = now.filter(each -> each.home().equals(home));
        if (mine.isPresent()) {
            LOG.log(System.Logger.Level.INFO, "{0} takes the instance {1}", place.agent(), record.name());
        }
        return mine;
    }

    private int freePort(List<Integer> taken) {
        int port = new ClusterPorts(place.host())
                .choose(0, place.firstPort() - 1, taken)
                .port();
        if (port > place.lastPort()) {
            throw new RegionProblemException("all its instance-ports are taken");
        }
        return port;
    }

    private InstancePlace at(InstanceRecord record) {
        return new InstancePlace(
                new Address(record.name()),
                record.zone(),
                record.home().place(),
                new HostPort(record.home().host(), record.port()),
                record.poolBytes() == 0 ? RegionFile.STANDARD_MEMORY : new ByteSize(record.poolBytes()),
                0,
                /* reader= */ false,
                record.tier());
    }

    private void end(InstanceRecord record) {
        Optional<Supervised> ending;
        lock.lock();
        try {
            ending = Optional.ofNullable(running.remove(record.name()));
        } finally {
            lock.unlock();
        }
        ending.ifPresent(each -> stop(List.of(each)));
        registry.change(record, InstanceRecord::left);
        LOG.log(System.Logger.Level.INFO, "{0} has ended the instance {1}", place.agent(), record.name());
    }

    private boolean pause() {
        lock.lock();
        try {
            if (!closing) {
                changed.await(LOOK_NANOS);
            }
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    private void stop(List<Supervised> some) {
        long deadline = world.clock().nanoTime() + PATIENCE_NANOS;
        some.forEach(Supervised::stop);
        for (Supervised each : some) {
            while (each.runs() && world.clock().nanoTime() - deadline < 0) {
                world.tasks().sleep(LOOK_NANOS / 10);
            }
            each.kill();
        }
    }

    @Override
    public NodeHealth health() {
        List<Supervised> all = all();
        List<String> troubles = all.stream()
                .filter(each -> !each.trouble().isEmpty())
                .map(each -> each.node().name() + ": " + each.trouble())
                .toList();
        String what = troubles.isEmpty() ? "runs " + all.size() + " nodes" : String.join("; ", troubles);
        return new NodeHealth(place.agent().name(), place.zone(), "host agent", "running", what, 0, 0, 0, 0);
    }

    /** Ends its nodes in order: instances, which hand over to others elsewhere; gateways; then what those need. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        task.ifPresent(Task::join);
        Map<Integer, List<Supervised>> byOrder = new TreeMap<>();
        all().forEach(each -> byOrder.computeIfAbsent(each.node().order(), _ -> new ArrayList<>())
                .add(each));
        byOrder.values().forEach(this::stop);
    }
}
