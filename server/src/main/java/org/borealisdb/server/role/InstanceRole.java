package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.engine.Database;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.cluster.BranchRequest;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.fault.InstanceFaults;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.VolumeReport;
import org.borealisdb.sql.postgres.ClusterFacts;
import org.borealisdb.sql.postgres.FaultInjection;
import org.borealisdb.sql.postgres.RegionFacts;
import org.borealisdb.sql.postgres.VolumeFacts;
import org.borealisdb.volume.FencedException;
import org.borealisdb.volume.PreviousWriter;
import org.borealisdb.volume.RewindTarget;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.healing.Healer;
import org.borealisdb.volume.healing.HealingSettings;
import org.borealisdb.volume.healing.Orders;
import org.borealisdb.volume.history.RewindDesk;
import org.jspecify.annotations.Nullable;

/**
 * The writer of one cluster: opens its volume, creating that of the main cluster at the first start, keeps its lease, and has the volume healed (there is no
 * control plane yet that would). An instance that is fenced answers nothing any more: it tells its owner. {@link #open} and {@link #close} are called
 * by one task, the rest by any.
 */
public final class InstanceRole implements Role {
    private static final System.Logger LOG = System.getLogger(InstanceRole.class.getName());

    /** A status must not grow with the volume. */
    private static final int MOST_NOTES = 20;

    /** How often the guard looks; the lease itself renews at its own pace while it is asked for. */
    private static final long GUARD_PAUSE_NANOS = 250_000_000;

    private final InstancePlace place;
    private final VolumeId id;
    private final RealWorld world;
    private final Optional<FaultInjection> faults;
    private final Consumer<String> onEnd;
    private final SpreadPlacement placement;
    private final Healer healer;
    private final Rewinding rewinding;
    private final RegionKeys keys;
    private final Optional<SegmentMix> segments;
    private List<WrappedKey> newKeys = List.of();
    private boolean prepared;
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
    private volatile String ended = "";
    private volatile String password = "";

    /**
     * An instance that is not open yet.
     *
     * @param client whose volumes this one's is one of; closed by whoever made it
     * @param faults where faults of the region are injected, if that is enabled
     * @param onEnd  told once, with the reason, when the instance must not go on
     */
    InstanceRole(
            InstancePlace place,
            VolumeId id,
            VolumeClient client,
            RegionPlan plan,
            RealWorld world,
            MetadataLog metadataLog,
            Optional<FaultInjection> faults,
            Consumer<String> onEnd) {
        this.place = place;
        this.id = id;
        this.client = client;
        this.faults = faults;
        this.world = world;
        this.onEnd = onEnd;
        this.keys = new RegionKeys(plan, world);
        this.segments = plan.segments();
        this.turn = world.tasks().lock("turn of " + place.address());
        this.placement = new SpreadPlacement(plan.storageByZone());
        this.healer = client.healer(
                id,
                HealingSettings.standard().withSuspectAfter(plan.replaceAfter().toNanos()),
                plan::storageMembers,
                () -> Orders.of(metadataLog),
                decision -> LOG.log(System.Logger.Level.INFO, decision));
        this.rewinding = new Rewinding(new RewindDesk(metadataLog, id), world.clock());
    }

    /**
     * Makes sure that the volume's keys can be had, or makes the key of a new volume. Done by {@link #open} if it was not before.
     *
     * @throws org.borealisdb.runtime.error.OperationException if they can't: nothing was started
     */
    void prepare() {
        Optional<VolumeMetadata> existing = client.exists(id) ? Optional.of(client.metadata(id)) : Optional.empty();
        if (id.equals(ClusterRecord.MAIN_VOLUME)) {
            existing.ifPresent(this::checkSegments);
            newKeys = keys.prepare(existing);
        } else {
            existing.ifPresent(keys::check);
        }
        prepared = true;
    }

    private void checkSegments(VolumeMetadata existing) {
        if (segments.isPresent() && existing.mix() != segments.get()) {
            throw new RegionProblemException(id + " was created with segments that are " + existing.mix()
                    + ", which cannot be changed: start without --segments " + segments.get());
        }
    }

    /**
     * Opens the volume, creating it if there is none, and serves clients. Waits.
     *
     * @param newPassword of the role {@code postgres}
     * @throws org.borealisdb.runtime.error.OperationException if too few storage nodes can be reached, or a rival won
     */
    public void open(PreviousWriter previous, String newPassword) {
        password = newPassword;
        if (!prepared) {
            prepare();
        }
        if (id.equals(ClusterRecord.MAIN_VOLUME) && !client.exists(id)) {
            client.create(id, Geometry.STANDARD, placement.membersOf(0), segments.orElse(SegmentMix.SIX_FULL), newKeys);
            LOG.log(System.Logger.Level.INFO, "{0} created {1}", place.address(), id);
        }
        encryption = encryption(client.metadata(id));
        serve(() -> client.open(id, previous), place.clients());
        guard = world.tasks().start("guard-" + place.address(), TaskKind.PROTOCOL, this::guard);
        healing = world.tasks().start("healer-" + place.address(), TaskKind.BACKGROUND, healer::run);
    }

    /** Opens the volume by {@code opening}, the database on it, and listens on {@code clients}. */
    private void serve(Supplier<Volume> opening, HostPort clients) {
        ClientDoor door = new ClientDoor(clients, world);
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

    private void serve(Supplier<Volume> opening, ClientDoor door) {
        long began = world.clock().nanoTime();
        Volume opened = opening.get();
        volume = opened;
        LOG.log(
                System.Logger.Level.INFO,
                "{0} opened {1} at LSN {2} in {3} ms",
                place.address(),
                id,
                Long.toString(opened.openedAt()),
                world.millisSince(began));
        long openedAt = world.clock().nanoTime();
        front = SqlFront.ofWriter(place, door, world, opened, password, new Region(), this::pointInThePast);
        LOG.log(
                System.Logger.Level.INFO,
                "{0} opened its database and listens after {1} ms",
                place.address(),
                world.millisSince(openedAt));
    }

    /** What SQL shows and reaches. */
    private final class Region implements RegionFacts {
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
            return faults.map(all -> new InstanceFaults(all, InstanceRole.this::crash));
        }
    }

    /** Has the instance lose all that is in its memory, soon, and open the volume again. */
    private void crash() {
        crashing = true;
    }

    /** As if the process had ended: clients are gone, what was appended is not waited for, and the volume is opened as after a crash. */
    private void crashNow() {
        SqlFront serving = Objects.requireNonNull(front);
        HostPort clients = serving.place();
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
                    opened.confirmLease();
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
    private void reopen(HostPort clients) {
        try {
            serve(() -> client.open(id, PreviousWriter.KNOWN_DEAD), clients);
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
        HostPort clients = serving.place();
        serving.rewinding();
        serving.close();
        openVolume().close();
        serving.release();
        try {
            serve(() -> client.rewind(id, PreviousWriter.KNOWN_DEAD, target), clients);
        } catch (FencedException fenced) {
            throw fenced;
        } catch (OperationException refused) {
            reopen(clients);
            throw refused;
        }
        return world.clock().nanoTime() - began;
    }

    /** Volume durable LSN; 0 before it is open, and once it is fenced. */
    @Override
    public long vdl() {
        Volume opened = volume;
        if (opened == null || !ended.isEmpty()) {
            return 0;
        }
        // Answers also while the volume is closed to be opened at another point of its history.
        return opened.status().vdl();
    }

    /** Where clients connect: the port that was asked for, or the one that the system chose; for an instance that is open. */
    public HostPort clientPlace() {
        SqlFront serving = front;
        if (serving == null) {
            throw new IllegalStateException(place.address() + " is not open");
        }
        return serving.place();
    }

    /** Clients connected now. */
    @Override
    public int clients() {
        SqlFront serving = front;
        return serving == null ? 0 : serving.clients();
    }

    @Override
    public String encryption() {
        Volume opened = volume;
        return opened == null ? "" : encryption;
    }

    private static String encryption(VolumeMetadata metadata) {
        return metadata.encrypted()
                ? "AES-256-GCM, key under " + metadata.keys().getLast().masterKey()
                : "not encrypted";
    }

    /** What the volume lacks, and what is being done about it, a line each. */
    @Override
    public List<String> notes() {
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

    @Override
    public List<VolumeReport> volumes() {
        return facts().stream().map(VolumeReport::of).toList();
    }

    /** How the instance is. */
    @Override
    public NodeHealth health() {
        String state = !ended.isEmpty() ? "fenced" : volume == null ? "starting" : "running";
        return new NodeHealth(place.address().name(), place.zone(), "writer", state, ended, vdl(), 0, 0, 0);
    }

    /** Waits for what was appended to be durable, if it can be, and stops. */
    @Override
    public void close() {
        closing = true;
        healer.close();
        Task heals = healing;
        if (heals != null) {
            heals.join();
        }
        SqlFront serving = front;
        if (serving != null) {
            serving.close();
        }
        Volume opened = volume;
        if (opened != null) {
            opened.close();
        }
        Task running = guard;
        if (running != null) {
            running.join();
        }
        LOG.log(System.Logger.Level.INFO, "{0} stopped", place.address());
    }
}
