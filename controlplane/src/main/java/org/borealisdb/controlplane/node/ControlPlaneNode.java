package org.borealisdb.controlplane.node;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.controlplane.failover.FailoverMonitor;
import org.borealisdb.controlplane.failover.FailoverSettings;
import org.borealisdb.controlplane.failover.Heard;
import org.borealisdb.controlplane.fleet.Beat;
import org.borealisdb.controlplane.fleet.FleetLink;
import org.borealisdb.controlplane.fleet.FleetMember;
import org.borealisdb.controlplane.fleet.FleetMessages;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.controlplane.fleet.WriterRegistry;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/**
 * A node of the control plane of one cluster. Instances tell it how they are all the time; each is answered with what the cluster is, as soon as that changes. Nodes ask each other the same. A task watches the writer, and decides who is next. What is
 * decided is in the metadata log; what was heard is in memory alone, and heard again after a start.
 */
public final class ControlPlaneNode implements MessageHandler, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ControlPlaneNode.class.getName());

    /** A question is answered after so long, though nothing has changed: so this is about the period of the instances' signs of life. */
    public static final long HOLD_NANOS = 100_000_000L;

    private static final long LOOK_NANOS = 50_000_000L;
    private static final long PROBE_TIMEOUT_NANOS = 200_000_000L;
    /** A node that does not decide reads so seldom what was decided: the one that does tells it. */
    private static final long READ_NANOS = 1_000_000_000L;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Address self;
    private final List<Address> others;
    private final Clock clock;
    private final Tasks tasks;
    private final Network network;
    private final Metrics metrics;
    private final FailoverSettings settings;
    private final WriterRegistry registry;
    private final BooleanSupplier decides;
    private final FleetListener listener;
    private final long incarnation;

    /** Guards what follows. */
    private final Lock lock;

    private final Condition changed;
    private final Hearings hearings;
    private Optional<WriterRecord> record = Optional.empty();
    private List<FleetMember> lasting = List.of();
    private long version = 1;
    private boolean closed;

    private Optional<Endpoint> endpoint = Optional.empty();
    private final List<Task> running = new ArrayList<>();

    /** Of the task that watches: when it read last what was decided. */
    private long readAt;

    /**
     * A node that is not open yet.
     *
     * @param others  all other nodes
     * @param decides whether it is the one, of several, that decides
     */
    public ControlPlaneNode(
            Address self,
            List<Address> others,
            Tasks tasks,
            Clock clock,
            Network network,
            RandomSource random,
            Metrics metrics,
            MetadataLog log,
            FailoverSettings settings,
            BooleanSupplier decides,
            FleetListener listener) {
        this.self = self;
        this.others = List.copyOf(others);
        this.tasks = tasks;
        this.clock = clock;
        this.network = network;
        this.metrics = metrics;
        this.settings = settings;
        this.hearings = new Hearings(settings);
        this.registry = new WriterRegistry(log);
        this.decides = decides;
        this.listener = listener;
        this.incarnation = random.nextLong() | 1;
        this.lock = tasks.lock("control plane " + self);
        this.changed = lock.condition();
    }

    /**
     * Listens, and watches.
     *
     * @throws NetworkException if it cannot listen
     */
    public void open() {
        Endpoint bound = network.bind(self, this);
        endpoint = Optional.of(bound);
        readAt = clock.nanoTime() - READ_NANOS;
        running.add(tasks.start("watch-" + self, TaskKind.PROTOCOL, () -> watch(bound)));
        for (Address other : others) {
            running.add(tasks.start("ask-" + other, TaskKind.PROTOCOL, () -> ask(bound, other)));
        }
    }

    /** The cluster as it is known now. */
    public FleetView view() {
        lock.lock();
        try {
            return viewNow();
        } finally {
            lock.unlock();
        }
    }

    private FleetView viewNow() {
        long now = clock.nanoTime();
        List<FleetMember> members = new ArrayList<>();
        // How long ago is rounded up: nothing may seem newer than it is.
        hearings.known(now)
                .values()
                .forEach(each -> members.add(new FleetMember(
                        each.report(),
                        each.healthy(now, settings),
                        Math.ceilDiv(Math.max(0, now - each.at()), NANOS_PER_MILLI))));
        return new FleetView(incarnation, version, record, members);
    }

    /** Nothing is said to it one-way. */
    @Override
    public void receive(Address from, ByteBuffer message) {
        metrics.count("controlplane.unexpected-messages");
    }

    @Override
    public ByteBuffer answer(Address from, ByteBuffer request) {
        Beat beat = FleetMessages.beat(request);
        beat.report().ifPresent(report -> hear(from, report));
        return FleetMessages.encode(await(beat));
    }

    private void hear(Address from, InstanceReport report) {
        if (!report.name().equals(from.name())) {
            throw new MalformedException(from + " has reported as " + report.name());
        }
        listener.heardOf(report);
        lock.lock();
        try {
            hearings.hear(report, clock.nanoTime());
            notice();
        } finally {
            lock.unlock();
        }
    }

    /** The body of a task that asks another node all the time what it knows. */
    private void ask(Endpoint own, Address other) {
        FleetLink link = new FleetLink(own, other, tasks);
        while (!ended()) {
            long asked = clock.nanoTime();
            link.ask(Optional.empty()).ifPresent(view -> tell(other, view, asked));
        }
    }

    private void tell(Address other, FleetView view, long asked) {
        view.members().forEach(member -> listener.heardOf(member.report()));
        lock.lock();
        try {
            hearings.tell(other, view, asked);
            // Of one term there may be news that it has not read: then nothing is missed here that matters.
            if (term(view.writer()) > term(record)) {
                record = view.writer();
                version++;
                changed.signalAll();
            }
            notice();
        } finally {
            lock.unlock();
        }
    }

    /** Tells those who wait, if something that lasts is otherwise than before. With the lock held. */
    private void notice() {
        long now = clock.nanoTime();
        List<FleetMember> next = new ArrayList<>();
        hearings.known(now)
                .values()
                .forEach(each -> next.add(new FleetMember(each.report().lasting(), each.healthy(now, settings), 0)));
        if (!next.equals(lasting)) {
            lasting = next;
            version++;
            changed.signalAll();
        }
    }

    private FleetView await(Beat beat) {
        long deadline = clock.nanoTime() + HOLD_NANOS;
        lock.lock();
        try {
            while (!closed && beat.incarnation() == incarnation && beat.version() >= version) {
                long left = deadline - clock.nanoTime();
                if (left <= 0) {
                    break;
                }
                changed.await(left);
            }
            return viewNow();
        } finally {
            lock.unlock();
        }
    }

    /** The body of the task that watches. */
    private void watch(Endpoint own) {
        FailoverMonitor monitor = new FailoverMonitor(settings, clock.nanoTime());
        while (!ended()) {
            try {
                look(own, monitor);
            } catch (OperationException unreachable) {
                // The metadata log cannot be reached: then nothing can be decided either.
                metrics.count("controlplane.log-unreachable");
            }
            pause();
        }
    }

    private void look(Endpoint own, FailoverMonitor monitor) {
        boolean mayDecide = decides.getAsBoolean();
        Optional<WriterRecord> current = decided(mayDecide);
        if (current.isEmpty()) {
            return;
        }
        WriterRecord last = current.get();
        if (monitor.wantsProbe(clock.nanoTime(), last, known())) {
            probe(own, last.writer());
        }
        Optional<WriterRecord> next = monitor.look(clock.nanoTime(), last, known(), clock.wallMicros() / 1_000);
        if (!mayDecide) {
            // Another node does. This one knows all that it has to know if it becomes its turn.
            return;
        }
        if (next.isPresent() && registry.decide(next.get())) {
            metrics.count("controlplane.failovers");
            LOG.log(
                    System.Logger.Level.WARNING,
                    "failover from {0} to {1}, term {2}: {3}",
                    last.writer(),
                    next.get().writer(),
                    Long.toString(next.get().term()),
                    next.get().reason());
            learn(next);
        }
        if (monitor.wantsInstance(clock.nanoTime())) {
            listener.wantsInstance(monitor.trouble());
        }
    }

    /** What was decided last, as the log says; for one that does not decide now, as it was known a moment ago. */
    private Optional<WriterRecord> decided(boolean mayDecide) {
        if (mayDecide || clock.nanoTime() - readAt >= READ_NANOS) {
            learn(registry.current());
            readAt = clock.nanoTime();
        }
        lock.lock();
        try {
            return record;
        } finally {
            lock.unlock();
        }
    }

    /** What was decided is known, unless something later is. */
    private void learn(Optional<WriterRecord> current) {
        lock.lock();
        try {
            if (term(current) >= term(record) && !current.equals(record)) {
                record = current;
                version++;
                changed.signalAll();
            }
            notice();
        } finally {
            lock.unlock();
        }
    }

    private static long term(Optional<WriterRecord> record) {
        return record.map(WriterRecord::term).orElse(0L);
    }

    private Map<String, Heard> known() {
        lock.lock();
        try {
            return hearings.known(clock.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** Looks for an instance. Whatever it answers, it is there. */
    private void probe(Endpoint own, String instance) {
        long began = clock.nanoTime();
        try {
            own.call(new Address(instance), ByteBuffer.allocate(1), PROBE_TIMEOUT_NANOS);
        } catch (NetworkException failure) {
            if (failure.nobodyListens()) {
                end(instance, began);
            }
        }
    }

    private void end(String instance, long at) {
        lock.lock();
        try {
            // One that has begun again since has said so.
            hearings.end(instance, at);
            notice();
        } finally {
            lock.unlock();
        }
    }

    private boolean ended() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        lock.lock();
        try {
            long deadline = clock.nanoTime() + LOOK_NANOS;
            long left = LOOK_NANOS;
            while (!closed && left > 0) {
                changed.await(left);
                left = deadline - clock.nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Listens and decides no more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        running.forEach(Task::join);
        endpoint.ifPresent(Endpoint::close);
    }
}
