package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.borealisdb.controlplane.failover.Successor;
import org.borealisdb.controlplane.fleet.FleetLink;
import org.borealisdb.controlplane.fleet.FleetMember;
import org.borealisdb.controlplane.fleet.FleetRole;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.controlplane.fleet.FleetViews;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.fleet.InstanceState;
import org.borealisdb.controlplane.fleet.WriterChange;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.controlplane.fleet.WriterRegistry;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.sql.postgres.ClusterFacts;
import org.borealisdb.volume.PreviousWriter;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.stream.FollowStatus;

/**
 * A compute instance of the main cluster. It writes, or follows the writer, as was decided ({@link WriterRecord}), and changes from one to the other. It tells the control plane how it is all the time, and learns from the answers what was
 * decided; a task of its own does what follows from that. A writer that finds itself fenced follows whoever is to write instead.
 *
 * <p>What keeps data safe is not here: whoever opens the volume fences all others, and waits for their leases.
 *
 * <p>{@link #begin} and {@link #close} are called by one task, the rest by any.
 */
final class Instance {
    private static final System.Logger LOG = System.getLogger(Instance.class.getName());

    private static final long RETRY_NANOS = 500_000_000L;
    /** How long the next writer waits for the one before to give way in order. */
    private static final long RELEASE_NANOS = 2_000_000_000L;

    private static final long RELEASE_LOOK_NANOS = 10_000_000L;
    /** How long a writer that was fenced waits to hear by whom, before it opens the volume again. */
    private static final long RIVAL_NANOS = 2_000_000_000L;

    private final InstancePlace place;
    private final InstanceParts parts;
    private final VolumeClient client;
    private final WriterRegistry registry;
    private final int tier;

    private final Lock lock;
    private final Condition changed;
    // Guarded by the lock.
    private Optional<WriterRecord> wanted = Optional.empty();
    private Optional<String> lost = Optional.empty();
    private boolean closing;

    private final List<Task> tasks = new ArrayList<>();
    private volatile Optional<HostPort> own;
    private volatile Optional<WriterRole> writer = Optional.empty();
    private volatile Optional<ReaderRole> reader = Optional.empty();
    private final FleetViews views = new FleetViews();
    private volatile Optional<FleetView> fleet = Optional.empty();
    /** Of the last decision that was carried out. */
    private volatile long term;

    private volatile String trouble = "";

    /**
     * An instance that does nothing yet.
     *
     * @param own    where clients connect to this one, whatever it does; empty if there is no such place yet
     * @param client its own, under its own address; closed by whoever made it
     */
    Instance(InstancePlace place, Optional<HostPort> own, int tier, VolumeClient client, InstanceParts parts) {
        this.place = place;
        this.own = own;
        this.tier = tier;
        this.client = client;
        this.parts = parts;
        this.registry = new WriterRegistry(parts.metadataLog());
        this.lock = parts.world().tasks().lock("instance " + place.address());
        this.changed = lock.condition();
    }

    String name() {
        return place.address().name();
    }

    String zone() {
        return place.zone();
    }

    /**
     * Opens the volume for writing, and serves. Waits. To be followed by {@link #begin}.
     *
     * @param decided by which it is to write, if anything was
     * @throws OperationException if that is not possible
     */
    void write(Optional<WriterRecord> decided, PreviousWriter previous) {
        List<HostPort> doors = new ArrayList<>();
        own.ifPresent(doors::add);
        parts.cluster().ifPresent(cluster -> doors.add(cluster.get()));
        WriterRole role = newWriter(doors);
        boolean open = false;
        try {
            role.open(previous, parts.password());
            open = true;
        } finally {
            if (!open) {
                role.close();
            }
        }
        parts.cluster().ifPresent(cluster -> cluster.opened(role.clientPlaces().getLast()));
        nowWrites(role, decided.map(WriterRecord::term).orElse(0L));
        wanted = decided;
    }

    /** Does what {@code decided} says, if it does not already, and what is decided later. Does not wait. */
    void begin(Optional<WriterRecord> decided) {
        decided.ifPresent(this::learn);
        tasks.add(parts.world().tasks().start("role-" + name(), TaskKind.PROTOCOL, this::run));
        for (Address node : parts.control()) {
            tasks.add(parts.world().tasks().start("beat-" + name(), TaskKind.PROTOCOL, () -> beat(node)));
        }
    }

    /** Follows {@code other} for ever, where there is no control plane. Does not wait. */
    void follow(Address other) {
        beginReading(other);
    }

    /** Tells a node of the control plane how this is, and learns. */
    private void beat(Address node) {
        FleetLink link = new FleetLink(client.endpoint(), node, parts.world().tasks());
        while (!closing()) {
            link.ask(Optional.of(report())).ifPresent(view -> {
                fleet = Optional.of(views.add(node, view, parts.world().clock().nanoTime()));
                view.members().forEach(member -> parts.learns().accept(member.report()));
                view.writer().ifPresent(this::learn);
            });
        }
    }

    private void learn(WriterRecord record) {
        lock.lock();
        try {
            if (wanted.filter(known -> known.term() >= record.term()).isEmpty()) {
                wanted = Optional.of(record);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean closing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    /** The body of the task that does what was decided. */
    private void run() {
        while (true) {
            Optional<WriterRecord> next = next();
            if (closing()) {
                return;
            }
            try {
                dropLost();
                next.ifPresent(this::follow);
                trouble = "";
            } catch (OperationException notNow) {
                trouble = String.valueOf(notNow.getMessage());
                LOG.log(System.Logger.Level.WARNING, "{0} can''t do what is decided yet: {1}", name(), trouble);
                pause(RETRY_NANOS);
            }
        }
    }

    /** Waits for something to do. */
    private Optional<WriterRecord> next() {
        lock.lock();
        try {
            while (!closing && lost.isEmpty() && wanted.filter(this::isDone).isPresent()) {
                changed.await();
            }
            if (!closing && lost.isEmpty() && wanted.isEmpty()) {
                changed.await();
            }
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    private boolean isDone(WriterRecord record) {
        return term == record.term()
                && (record.writer().equals(name()) ? writer.isPresent() : reader.isPresent() && writer.isEmpty());
    }

    private void pause(long nanos) {
        long deadline = parts.world().clock().nanoTime() + nanos;
        lock.lock();
        try {
            long left = nanos;
            while (!closing && left > 0) {
                changed.await(left);
                left = deadline - parts.world().clock().nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    private void follow(WriterRecord record) {
        if (record.writer().equals(name())) {
            if (writer.isEmpty()) {
                promote(record);
            } else {
                term = record.term();
            }
        } else {
            writer.ifPresent(role -> giveWay(role, record));
            Address other = new Address(record.writer());
            if (reader.isEmpty()) {
                beginReading(other);
            }
            reader.ifPresent(role -> role.followAt(other));
            term = record.term();
        }
    }

    private void promote(WriterRecord record) {
        long began = parts.world().clock().nanoTime();
        Optional<PreviousWriter> previous = awaitRelease(record);
        if (previous.isEmpty()) {
            return;
        }
        Optional<ReaderRole.HandedOver> kept = reader.flatMap(ReaderRole::handOver);
        reader = Optional.empty();
        WriterRole role = newWriter(List.of(ownPlace()));
        boolean open = false;
        try {
            if (kept.isPresent()) {
                role.takeOver(kept.get(), previous.get(), parts.password());
            } else {
                role.open(previous.get(), parts.password());
            }
            open = true;
        } finally {
            if (!open) {
                role.close();
                kept.ifPresent(ReaderRole.HandedOver::close);
            }
        }
        nowWrites(role, record.term());
        parts.cluster().ifPresent(cluster -> listenForCluster(role, cluster));
        LOG.log(
                System.Logger.Level.INFO,
                "{0} is the writer after {1} ms, term {2}: {3}",
                name(),
                parts.world().millisSince(began),
                Long.toString(record.term()),
                record.reason());
    }

    private void nowWrites(WriterRole role, long decided) {
        term = decided;
        writer = Optional.of(role);
        if (decided != 0) {
            tellServing(decided);
        }
    }

    private void tellServing(long decided) {
        try {
            registry.serves(decided, parts.world().clock().wallMicros() / 1_000);
        } catch (OperationException unreachable) {
            // It is for people, who can see it elsewhere too.
            LOG.log(System.Logger.Level.DEBUG, "{0} could not say that it serves", name());
        }
    }

    /** Takes clients at the cluster's place, as soon as the writer before, which is in this process, has left it. */
    private void listenForCluster(WriterRole role, ClusterPlace cluster) {
        while (!closing() && role.serves()) {
            try {
                role.listen(cluster.get());
                return;
            } catch (NetworkException notYet) {
                pause(RELEASE_LOOK_NANOS);
            }
        }
    }

    /** What is known of the writer before, once there is no more to be waited for; empty if something else was decided meanwhile. */
    private Optional<PreviousWriter> awaitRelease(WriterRecord record) {
        long deadline = parts.world().clock().nanoTime() + RELEASE_NANOS;
        while (true) {
            Optional<WriterRecord> now = registry.current();
            if (now.isEmpty() || now.get().term() != record.term()) {
                now.ifPresent(this::learn);
                return Optional.empty();
            }
            if (now.get().released() != 0) {
                return Optional.of(PreviousWriter.hasClosed(now.get().released()));
            }
            boolean waits = record.change() == WriterChange.SWITCHOVER
                    && deadline - parts.world().clock().nanoTime() > 0
                    && !closing();
            if (!waits) {
                return Optional.of(PreviousWriter.MAY_BE_ALIVE);
            }
            pause(RELEASE_LOOK_NANOS);
        }
    }

    private WriterRole newWriter(List<HostPort> doors) {
        return new WriterRole(
                place,
                doors,
                parts.volume(),
                client,
                parts.plan(),
                parts.world(),
                parts.metadataLog(),
                parts.faults(),
                parts.access(),
                this::lose);
    }

    /** The writer here must not go on. */
    private void lose(String why) {
        if (parts.control().isEmpty()) {
            parts.onEnd().accept(why);
            return;
        }
        lock.lock();
        try {
            lost = Optional.of(why);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends a writer that must not go on, and waits for word of the next one. */
    private void dropLost() {
        Optional<String> why;
        lock.lock();
        try {
            why = lost;
            lost = Optional.empty();
        } finally {
            lock.unlock();
        }
        if (why.isEmpty()) {
            return;
        }
        long before = term;
        writer.ifPresent(WriterRole::close);
        writer = Optional.empty();
        long deadline = parts.world().clock().nanoTime() + RIVAL_NANOS;
        while (!closing() && deadline - parts.world().clock().nanoTime() > 0) {
            Optional<WriterRecord> now = registry.current();
            if (now.isPresent() && now.get().term() > before) {
                learn(now.get());
                return;
            }
            pause(RETRY_NANOS / 10);
        }
        // Nobody was told to write instead: then it is up to this one to open the volume again.
    }

    private void giveWay(WriterRole role, WriterRecord record) {
        LOG.log(
                System.Logger.Level.INFO,
                "{0} gives way to {1}, term {2}: {3}",
                name(),
                record.writer(),
                Long.toString(record.term()),
                record.reason());
        OptionalLong epoch = role.giveWay(record.writer());
        if (epoch.isPresent()) {
            registry.release(record.term(), epoch.getAsLong());
        }
        writer = Optional.empty();
        role.close();
    }

    private void beginReading(Address other) {
        ReaderRole role = new ReaderRole(
                place,
                ownPlace(),
                parts.volume(),
                other,
                client,
                parts.world(),
                parts.plan().scratchFolder(place),
                ClientSecurity.of(place, parts.plan(), parts.world(), parts.metadataLog(), parts.access()),
                this::completed);
        reader = Optional.of(role);
        role.begin();
    }

    private HostPort ownPlace() {
        return own.orElseThrow(() -> new OperationException(name() + " has no place of its own for clients yet", true));
    }

    /** What a reader knows of the cluster, and what the control plane does. */
    private ClusterFacts completed(ClusterFacts known) {
        return fleet.map(view -> ClusterView.with(known, view, parts.world())).orElse(known);
    }

    /** Takes clients at a place of its own too, from now on. */
    void listenAt(HostPort clients) {
        writer.ifPresent(role -> role.listen(clients));
        own = Optional.of(clients);
    }

    boolean hasOwnPlace() {
        return own.isPresent();
    }

    /** The writer that this instance is at the moment. */
    Optional<WriterRole> writing() {
        return writer;
    }

    /** Where clients connect. */
    HostPort clientPlace() {
        Optional<ReaderRole> reading = reader;
        return reading.map(ReaderRole::clientPlace)
                .or(() -> own)
                .or(() -> parts.cluster().map(ClusterPlace::get))
                .orElseThrow();
    }

    int clients() {
        return writer.map(WriterRole::clients).orElse(0)
                + reader.map(ReaderRole::clients).orElse(0);
    }

    /** True while it serves clients. */
    boolean serves() {
        return writer.map(WriterRole::serves)
                .orElseGet(() -> reader.flatMap(ReaderRole::following).isPresent());
    }

    private InstanceReport report() {
        Optional<WriterRole> writes = writer;
        Optional<FollowStatus> following = reader.flatMap(ReaderRole::following);
        boolean toWrite;
        lock.lock();
        try {
            toWrite = writes.isPresent()
                    || wanted.filter(record -> record.writer().equals(name())).isPresent();
        } finally {
            lock.unlock();
        }
        String wrong = writes.map(WriterRole::stalled)
                .orElseGet(() ->
                        trouble.isEmpty() ? reader.map(ReaderRole::trouble).orElse("") : trouble);
        InstanceState state;
        if (toWrite) {
            boolean running = writes.filter(WriterRole::serves).isPresent();
            state = !wrong.isEmpty()
                    ? InstanceState.TROUBLED
                    : running ? InstanceState.RUNNING : InstanceState.STARTING;
        } else {
            state = following.isPresent() ? InstanceState.RUNNING : InstanceState.STARTING;
        }
        return new InstanceReport(
                name(),
                zone(),
                place.place(),
                clientPlace(),
                toWrite ? FleetRole.WRITER : FleetRole.READER,
                state,
                term,
                tier,
                place.pool().bytes(),
                writes.map(WriterRole::vdl)
                        .orElseGet(() -> following.map(FollowStatus::appliedLsn).orElse(0L)),
                following.map(status -> status.writer().name()).orElse(""),
                following
                        .map(status -> Math.max(0, status.ageNanos()) / 1_000_000)
                        .orElse(0L),
                following.map(FollowStatus::joining).orElse(0L),
                following.map(status -> Math.max(0, status.lagNanos()) / 1_000).orElse(0L),
                clients(),
                parts.world().metrics().counter(Transactions.COMMITTED).sum(),
                wrong);
    }

    /** How the instance is. */
    NodeHealth health() {
        return writer.map(WriterRole::health)
                .or(() -> reader.map(ReaderRole::health))
                .orElseGet(() -> new NodeHealth(name(), zone(), "writer", "starting", trouble, 0, 0, 0, 0));
    }

    /** Ends what it does, in order; but if it writes, and a reader can take over, has that one do so at once. */
    void handOverAndClose() {
        endTasks();
        try {
            writer.filter(WriterRole::serves).ifPresent(this::handOver);
        } catch (OperationException unreachable) {
            // Then the control plane finds that nobody writes, and somebody takes over a moment later.
            LOG.log(System.Logger.Level.WARNING, "{0} could not hand over: {1}", name(), unreachable.getMessage());
        }
        close();
    }

    private void handOver(WriterRole role) {
        List<InstanceReport> present = fleet.stream()
                .flatMap(view -> view.members().stream())
                .filter(FleetMember::healthy)
                .map(FleetMember::report)
                .toList();
        Optional<WriterRecord> known =
                registry.current().filter(record -> record.writer().equals(name()));
        Optional<InstanceReport> next = Successor.choose(present, name());
        if (known.isPresent() && next.isPresent()) {
            WriterRecord decided = known.get()
                    .next(
                            next.get().name(),
                            WriterChange.SWITCHOVER,
                            name() + " was stopped",
                            parts.world().clock().wallMicros() / 1_000);
            if (registry.decide(decided)) {
                giveWay(role, decided);
            }
        }
    }

    /** Ends what it does, in order. */
    void close() {
        endTasks();
        reader.ifPresent(ReaderRole::close);
        writer.ifPresent(WriterRole::close);
    }

    private void endTasks() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        tasks.forEach(Task::join);
    }
}
