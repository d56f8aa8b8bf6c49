package org.borealisdb.server.role;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.buffer.PoolFailedException;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.cluster.BranchRequest;
import org.borealisdb.server.fault.InstanceFaults;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.VolumeReport;
import org.borealisdb.sql.postgres.ClusterFacts;
import org.borealisdb.sql.postgres.FaultInjection;
import org.borealisdb.sql.postgres.VolumeFacts;
import org.borealisdb.volume.FencedException;
import org.borealisdb.volume.PreviousWriter;
import org.borealisdb.volume.RewindTarget;
import org.borealisdb.volume.TakenOver;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.healing.Healer;
import org.borealisdb.volume.healing.HealingSettings;
import org.borealisdb.volume.healing.Orders;
import org.borealisdb.volume.history.RewindDesk;
import org.borealisdb.volume.status.VolumeStatus;
import org.borealisdb.wire.access.AccessRules;
import org.jspecify.annotations.Nullable;

/**
 * The writer of one cluster: opens its volume, keeps its lease, and has the volume healed (there is no
 * control plane yet that would). An instance that is fenced answers nothing any more: it tells its owner. {@link #open} and {@link #close} are called
 * by one task, the rest by any.
 */
final class WriterRole {
    private static final System.Logger LOG = System.getLogger(WriterRole.class.getName());

    /** A status must not grow with the volume. */
    private static final int MOST_NOTES = 20;

    /** How often the guard looks; the lease itself renews at its own pace while it is asked for. */
    private static final long GUARD_PAUSE_NANOS = 250_000_000;

    private final InstancePlace place;
    private final List<HostPort> doors;
    private final VolumeId id;
    private final RealWorld world;
    private final Optional<FaultInjection> faults;
    private final Consumer<String> onEnd;
    private final Healer healer;
    private final Rewinding rewinding;
    private final RegionKeys keys;
    private final ClientSecurity security;
    private final Path scratch;
    private volatile String encryption = "";
    private final VolumeClient client;
    /** Held while the volume is rewound or branched off. */
    private final Lock turn;

    private volatile @Nullable Volume volume;
    private volatile @Nullable SqlFront front;
    private volatile @Nullable Task guard;
    private volatile @Nullable Task healing;
    private volatile boolean closing;
    private volatile boolean crashing;
    /** The volume was closed for good. */
    private boolean closed;
    /** It serves, and does not just open the volume. */
    private volatile boolean serves;

    private volatile String ended = "";
    private volatile String password = "";
    private final WriterStall stall = new WriterStall();

    /**
     * An instance that is not open yet.
     *
     * @param doors  where clients connect
     * @param client whose volumes this one's is one of; closed by whoever made it
     * @param faults where faults of the region are injected, if that is enabled
     * @param access which clients may connect now
     * @param onEnd  told once, with the reason, when the instance must not go on
     */
    WriterRole(
            InstancePlace place,
            List<HostPort> doors,
            VolumeId id,
            VolumeClient client,
            RegionPlan plan,
            RealWorld world,
            MetadataLog metadataLog,
            Optional<FaultInjection> faults,
            Supplier<AccessRules> access,
            Consumer<String> onEnd) {
        this.place = place;
        this.doors = List.copyOf(doors);
        this.id = id;
        this.client = client;
        this.faults = faults;
        this.world = world;
        this.onEnd = onEnd;
        this.keys = new RegionKeys(plan, world);
        this.security = ClientSecurity.of(place, plan, world, metadataLog, access);
        this.scratch = plan.scratchFolder(place);
        this.turn = world.tasks().lock("turn of " + place.address());
        this.healer = client.healer(
                id,
                HealingSettings.standard().withSuspectAfter(plan.replaceAfter().toNanos()),
                plan::storageMembers,
                () -> Orders.of(metadataLog),
                decision -> LOG.log(System.Logger.Level.INFO, decision));
        this.rewinding = new Rewinding(new RewindDesk(metadataLog, id), world.clock());
    }

    /**
     * Opens the volume and serves clients. Waits.
     *
     * @param newPassword of the role {@code postgres}
     * @throws org.borealisdb.runtime.error.OperationException if too few storage nodes can be reached, or a rival won
     */
    void open(PreviousWriter previous, String newPassword) {
        password = newPassword;
        keys.check(client.metadata(id));
        begin(() -> Opened.cold(client.open(id, previous)));
    }

    /**
     * The same for a volume that this instance has followed until now, with what it has in its page cache.
     *
     * @param handedOver nobody uses it any more
     */
    void takeOver(ReaderRole.HandedOver handedOver, PreviousWriter previous, String newPassword) {
        password = newPassword;
        begin(() -> {
            TakenOver taken = client.takeOver(handedOver.volume(), previous);
            return new Opened(taken.volume(), promoted(handedOver.pool(), taken));
        });
    }

    /** The page cache of a reader as that of the writer; empty if the reader had failed, so that there is no telling what it is worth. */
    private Optional<BufferPool> promoted(BufferPool pool, TakenOver taken) {
        try {
            return Optional.of(pool.promote(taken));
        } catch (PoolFailedException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} begins with an empty page cache: {1}",
                    place.address(),
                    failed.getMessage());
            pool.close();
            return Optional.empty();
        }
    }

    private void begin(Supplier<Opened> opening) {
        encryption = encryption(client.metadata(id));
        serve(opening, doors);
        guard = world.tasks().start("guard-" + place.address(), TaskKind.PROTOCOL, this::guard);
        healing = world.tasks().start("healer-" + place.address(), TaskKind.BACKGROUND, healer::run);
    }

    /** A volume that is open, and the page cache that goes with it, if there is one. */
    private record Opened(Volume volume, Optional<BufferPool> kept) {
        static Opened cold(Volume volume) {
            return new Opened(volume, Optional.empty());
        }
    }

    /** Opens the volume by {@code opening}, the database on it, and listens on {@code clients}. */
    private void serve(Supplier<Opened> opening, List<HostPort> clients) {
        ClientDoor door = new ClientDoor(clients, security, world);
        boolean open = false;
        try {
            serve(opening, door);
            open = true;
        } finally {
            if (!open) {
                door.close();
            }
        }
    }

    private void serve(Supplier<Opened> opening, ClientDoor door) {
        long began = world.clock().nanoTime();
        Opened both = opening.get();
        Volume opened = both.volume();
        volume = opened;
        LOG.log(
                System.Logger.Level.INFO,
                "{0} opened {1} at LSN {2} in {3} ms",
                place.address(),
                id,
                Long.toString(opened.openedAt()),
                world.millisSince(began));
        long openedAt = world.clock().nanoTime();
        front = SqlFront.ofWriter(
                place, door, world, scratch, opened, both.kept(), password, new Region(), this::pointInThePast);
        serves = true;
        LOG.log(
                System.Logger.Level.INFO,
                "{0} opened its database and listens after {1} ms",
                place.address(),
                world.millisSince(openedAt));
    }

    /** What SQL shows and reaches. */
    private final class Region extends InstanceRegion {
        Region() {
            super(place, security);
        }

        @Override
        public Optional<VolumeFacts> volume() {
            return facts();
        }

        @Override
        public Optional<ClusterFacts> cluster() {
            return instances();
        }

        @Override
        public Optional<FaultInjection> faults() {
            return faults.map(all -> new InstanceFaults(all, WriterRole.this::crash));
        }
    }

    /** Has the instance lose all that is in its memory, soon, and open the volume again. */
    private void crash() {
        crashing = true;
    }

    /** As if the process had ended: clients are gone, what was appended is not waited for, and the volume is opened as after a crash. */
    private void crashNow() {
        SqlFront serving = Objects.requireNonNull(front);
        List<HostPort> clients = serving.places();
        serves = false;
        serving.crashed();
        openVolume().abandon();
        serving.close();
        serving.release();
        reopen(clients);
    }

    /** Finds out that the instance is fenced even while no client asks anything; and rewinds when somebody wants it. */
    private void guard() {
        try {
            while (!closing) {
                Volume opened = volume;
                if (opened != null) {
                    stall.confirming(world.clock().nanoTime());
                    opened.confirmLease();
                    stall.confirmed();
                    attend();
                }
                world.tasks().sleep(GUARD_PAUSE_NANOS);
            }
        } catch (FencedException fenced) {
            if (!closing) {
                ended = String.valueOf(fenced.getMessage());
                LOG.log(System.Logger.Level.ERROR, "{0} is fenced and stops: {1}", place.address(), ended);
                SqlFront serving = front;
                if (serving != null) {
                    serving.fenced(ended);
                }
                onEnd.accept(place.address() + " is fenced: " + ended);
            }
        }
    }

    /** Does what others have asked for, while no volume is branched off this one. */
    private void attend() {
        turn.lock();
        try {
            if (closing) {
                return;
            }
            rewinding.attend(this);
            if (crashing) {
                crashing = false;
                crashNow();
            }
        } finally {
            turn.unlock();
        }
    }

    /**
     * Branches a new volume off this one, which goes on being served. Waits.
     *
     * @param masterKey for a data key of its own: see {@link RegionKeys#ofBranch}
     * @return the point that it begins with, and when that was
     * @throws org.borealisdb.runtime.error.OperationException if it was refused
     */
    RewindPlan.Landing branch(VolumeId branch, BranchRequest.Kind kind, long value, Optional<String> masterKey) {
        turn.lock();
        try {
            RewindPlan.Landing landing = rewinding.landing(this, kind, value);
            VolumeMetadata metadata = client.branch(
                    id,
                    branch,
                    kind == BranchRequest.Kind.NOW ? Optional.empty() : Optional.of(landing.target()),
                    keys.ofBranch(client.metadata(id), masterKey));
            long lsn = metadata.timelines().current().branchLsn();
            return new RewindPlan.Landing(new RewindTarget(landing.target().timeline(), lsn), landing.millis());
        } finally {
            turn.unlock();
        }
    }

    /** A point of the current line of history at which a session wants to read. */
    private RewindPlan.Landing pointInThePast(BranchRequest.Kind kind, long value) {
        turn.lock();
        try {
            RewindPlan.Landing landing = rewinding.landing(this, kind, value);
            int current = metadata().timelines().current().id();
            if (landing.target().timeline() != current) {
                throw new RegionProblemException(
                        "the database was rewound since, and left the line of history that it was on then;"
                                + " a clone can be made of it: ./borealis clone --to");
            }
            return landing;
        } finally {
            turn.unlock();
        }
    }

    /** Serves the volume as it is, after it could not be rewound or has crashed on purpose; or ends the instance. */
    private void reopen(List<HostPort> clients) {
        try {
            serve(() -> Opened.cold(client.open(id, PreviousWriter.KNOWN_DEAD)), clients);
        } catch (FencedException fenced) {
            throw fenced;
        } catch (OperationException failure) {
            onEnd.accept(place.address() + " cannot open " + id + " again: " + failure.getMessage());
            throw failure;
        }
    }

    /** The database as it is served now; only the guard asks, while it is open. */
    Database database() {
        return Objects.requireNonNull(front).database();
    }

    /** The volume as it is open now; only the guard asks. */
    Volume openVolume() {
        return Objects.requireNonNull(volume);
    }

    /** What is decided of the volume. */
    VolumeMetadata metadata() {
        return client.metadata(id);
    }

    /**
     * Ends all sessions, and opens the volume at another point of its history; or, if that is refused, as it is.
     *
     * @return how long nobody was answered, in nanoseconds
     * @throws org.borealisdb.runtime.error.OperationException if it was refused; then the database is served as it was
     */
    long rewind(RewindTarget target) {
        long began = world.clock().nanoTime();
        SqlFront serving = Objects.requireNonNull(front);
        List<HostPort> clients = serving.places();
        serves = false;
        serving.rewinding();
        serving.close();
        openVolume().close();
        serving.release();
        try {
            serve(() -> Opened.cold(client.rewind(id, PreviousWriter.KNOWN_DEAD, target)), clients);
        } catch (FencedException fenced) {
            throw fenced;
        } catch (OperationException refused) {
            reopen(clients);
            throw refused;
        }
        return world.clock().nanoTime() - began;
    }

    /** Volume durable LSN; 0 before it is open, and once it is fenced. */
    long vdl() {
        Volume opened = volume;
        if (opened == null || !ended.isEmpty()) {
            return 0;
        }
        // Answers also while the volume is closed to be opened at another point of its history.
        return opened.status().vdl();
    }

    /** Where clients connect: the port that was asked for, or the one that the system chose; for an instance that is open. */
    HostPort clientPlace() {
        SqlFront serving = front;
        if (serving == null) {
            throw new IllegalStateException(place.address() + " is not open");
        }
        return serving.places().getFirst();
    }

    /** The same, all of them: the first is the one that was there first. */
    List<HostPort> clientPlaces() {
        SqlFront serving = front;
        return serving == null ? doors : serving.places();
    }

    /**
     * Serves clients at one more place.
     *
     * @throws org.borealisdb.runtime.net.NetworkException if that cannot be listened on
     */
    void listen(HostPort more) {
        SqlFront serving = front;
        if (serving != null) {
            serving.listen(more);
        }
    }

    /** True while clients are served, and not while the volume is being opened. */
    boolean serves() {
        return serves && ended.isEmpty() && !closing;
    }

    /** Why it cannot serve though it should; empty if it can. */
    String stalled() {
        Volume opened = volume;
        if (opened == null || !ended.isEmpty()) {
            return ended;
        }
        VolumeStatus status = opened.status();
        return stall.look(world.clock().nanoTime(), status.vdl(), status.appendedLsn());
    }

    /** Clients connected now. */
    int clients() {
        SqlFront serving = front;
        return serving == null ? 0 : serving.clients();
    }

    String encryption() {
        Volume opened = volume;
        return opened == null ? "" : encryption;
    }

    private static String encryption(VolumeMetadata metadata) {
        return metadata.encrypted()
                ? "AES-256-GCM, key under " + metadata.keys().getLast().masterKey()
                : "not encrypted";
    }

    /** What the volume lacks, and what is being done about it, a line each. */
    List<String> notes() {
        List<String> all = healer.report().groups().stream()
                .flatMap(group -> group.notes().stream()
                        .map(note -> "group " + group.group() + " has " + group.healthy() + " of " + Membership.COPIES
                                + " copies: " + note))
                .toList();
        if (all.size() <= MOST_NOTES) {
            return all;
        }
        List<String> some = new ArrayList<>(all.subList(0, MOST_NOTES));
        some.add("and " + (all.size() - MOST_NOTES) + " more of the kind");
        return some;
    }

    /** The cluster as SQL shows it: this instance, and the readers that it streams its log to. Asks nobody and does not wait. */
    Optional<ClusterFacts> instances() {
        Volume opened = volume;
        if (opened == null || !ended.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ClusterView.ofWriter(place.address().name(), opened, world));
    }

    /** The volume as SQL shows it; empty while it is not open, and once the instance is fenced. Asks nobody and does not wait. */
    private Optional<VolumeFacts> facts() {
        Volume opened = volume;
        if (opened == null || !ended.isEmpty()) {
            return Optional.empty();
        }
        SqlFront serving = front;
        OptionalLong used =
                serving == null ? OptionalLong.empty() : serving.database().usedBytes();
        return Optional.of(VolumeView.facts(opened.status(), used, healer.report()));
    }

    /** The volume, once it is open. */
    List<VolumeReport> volumes() {
        return facts().stream().map(VolumeReport::of).toList();
    }

    /** How the instance is. */
    NodeHealth health() {
        String state = !ended.isEmpty() ? "fenced" : volume == null ? "starting" : "running";
        return new NodeHealth(place.address().name(), place.zone(), "writer", state, ended, vdl(), 0, 0, 0);
    }

    /**
     * Ends the sessions, for {@code next} is to write, and closes the volume: everything that was acknowledged is durable. {@link #close} remains to be done.
     *
     * @return number of the epoch under which it had the volume open; empty if another one has opened it since
     */
    OptionalLong giveWay(String next) {
        turn.lock();
        try {
            // Not while it is rewound, or a volume is branched off it.
            closing = true;
        } finally {
            turn.unlock();
        }
        healer.close();
        SqlFront serving = front;
        if (serving != null) {
            serving.givesWay(next);
        }
        Volume closed = closeVolume();
        return closed == null || !ended.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(closed.status().epoch().number());
    }

    /** Waits for what was appended to be durable, if it can be, and stops. */
    void close() {
        closing = true;
        healer.close();
        Task heals = healing;
        if (heals != null) {
            heals.join();
        }
        closeVolume();
        Task running = guard;
        if (running != null) {
            running.join();
        }
        LOG.log(System.Logger.Level.INFO, "{0} stopped", place.address());
    }

    /** Ends what is served, and then the volume; which is answered, if there was one. */
    private synchronized @Nullable Volume closeVolume() {
        SqlFront serving = front;
        if (serving != null && !closed) {
            serving.close();
        }
        Volume opened = volume;
        if (opened != null && !closed) {
            opened.close();
        }
        if (serving != null && !closed) {
            serving.release();
        }
        closed = true;
        return opened;
    }
}
