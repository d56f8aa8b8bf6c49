package org.borealisdb.server.role;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.VolumeReport;
import org.borealisdb.sql.postgres.ClusterFacts;
import org.borealisdb.sql.postgres.RegionFacts;
import org.borealisdb.sql.postgres.VolumeFacts;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.healing.HealingReport;
import org.borealisdb.volume.stream.FollowStatus;
import org.borealisdb.volume.stream.FollowedVolume;
import org.jspecify.annotations.Nullable;

/**
 * A reader of a cluster: follows the volume that its writer writes, and serves sessions that read. It holds nothing that could be lost; when it cannot go on, because the
 * volume went back in its history for example, it opens the database anew. {@link #open} and {@link #close} are called by one task, the rest by any.
 */
public final class ReaderRole implements Role {
    private static final System.Logger LOG = System.getLogger(ReaderRole.class.getName());

    /** How often it looks whether it goes on. */
    private static final long GUARD_PAUSE_NANOS = 250_000_000;

    /** How long it waits for a writer at first. */
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private static final long RETRY_NANOS = 100_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InstancePlace place;
    private final VolumeId id;
    private final Address writer;
    private final VolumeClient client;
    private final RealWorld world;
    private final Function<ClusterFacts, ClusterFacts> cluster;
    /** Held while it opens or closes. */
    private final Lock turn;

    private @Nullable Task guard;
    private volatile HostPort clients;
    private volatile Optional<Serving> serving = Optional.empty();
    private volatile String trouble = "";
    private volatile boolean closing;

    /** A volume that is followed, and what is served on it. */
    private record Serving(FollowedVolume volume, SqlFront front) {
        void close() {
            front.close();
            volume.close();
            front.release();
        }
    }

    /**
     * A reader that is not open yet.
     *
     * @param writer  who writes the volume
     * @param client  its own, under its own address; closed with it
     * @param cluster what is known of the cluster, given what the reader knows by itself
     */
    ReaderRole(
            InstancePlace place,
            VolumeId id,
            Address writer,
            VolumeClient client,
            RealWorld world,
            Function<ClusterFacts, ClusterFacts> cluster) {
        this.place = place;
        this.id = id;
        this.writer = writer;
        this.client = client;
        this.world = world;
        this.cluster = cluster;
        this.clients = place.clients();
        this.turn = world.tasks().lock("turn of " + place.address());
    }

    /** One of the main cluster in a process of its own, which knows of no other reader. */
    public static ReaderRole alone(
            InstancePlace place, RegionPlan plan, RealWorld world, Network network, MetadataLog metadataLog) {
        VolumeClient client = new VolumeClient(
                place.address(),
                world.tasks(),
                world.clock(),
                network,
                world.random(),
                world.metrics(),
                metadataLog,
                ClusterHost.settings(place, plan));
        return new ReaderRole(
                place, ClusterRecord.MAIN_VOLUME, plan.writer().address(), client, world, Function.identity());
    }

    /**
     * Follows the volume and serves clients, waiting for a writer that opens it.
     *
     * @throws OperationException if there is none for a minute
     */
    public void open() {
        long deadline = world.clock().nanoTime() + PATIENCE_NANOS;
        boolean open = false;
        while (!open) {
            try {
                serve();
                open = true;
            } catch (OperationException notYet) {
                if (!notYet.retryable() || world.clock().nanoTime() - deadline >= 0) {
                    throw notYet;
                }
                world.tasks().sleep(RETRY_NANOS);
            }
        }
        guard = world.tasks().start("guard-" + place.address(), TaskKind.BACKGROUND, this::guard);
    }

    private void serve() {
        long began = world.clock().nanoTime();
        ClientDoor door = new ClientDoor(clients, world);
        Optional<FollowedVolume> followed = Optional.empty();
        boolean open = false;
        try {
            clients = door.sessions().place();
            FollowedVolume volume = client.follow(id, writer, place.address().name());
            followed = Optional.of(volume);
            serving = Optional.of(new Serving(volume, SqlFront.ofReader(place, door, world, volume, new Region())));
            open = true;
        } finally {
            if (!open) {
                door.close();
                followed.ifPresent(FollowedVolume::close);
            }
        }
        LOG.log(
                System.Logger.Level.INFO,
                "{0} follows {1} from LSN {2} on, and listens after {3} ms",
                place.address(),
                id,
                Long.toString(serving.orElseThrow().volume().openedAt()),
                world.millisSince(began));
    }

    /** What SQL shows and reaches. */
    private final class Region implements RegionFacts {
        @Override
        public Optional<VolumeFacts> volume() {
            return serving.map(
                    now -> VolumeView.facts(now.volume().status(), OptionalLong.empty(), HealingReport.NOTHING));
        }

        @Override
        public Optional<ClusterFacts> cluster() {
            return facts();
        }
    }

    private Optional<ClusterFacts> facts() {
        String name = place.address().name();
        return serving.map(now -> cluster.apply(ClusterView.ofReader(name, now.volume(), world)));
    }

    /** Opens the database anew when it does not go on. */
    private void guard() {
        while (!closing) {
            try {
                serving.ifPresent(now -> now.volume().vdl());
                if (serving.isEmpty()) {
                    reopen();
                }
            } catch (IllegalStateException | OperationException stopped) {
                turn.lock();
                try {
                    if (!closing) {
                        trouble = String.valueOf(stopped.getMessage());
                        LOG.log(System.Logger.Level.WARNING, "{0} begins again: {1}", place.address(), trouble);
                        Optional<Serving> broken = serving;
                        serving = Optional.empty();
                        broken.ifPresent(was -> was.front().beginsAgain(trouble));
                        broken.ifPresent(Serving::close);
                    }
                } finally {
                    turn.unlock();
                }
            }
            world.tasks().sleep(GUARD_PAUSE_NANOS);
        }
    }

    private void reopen() {
        turn.lock();
        try {
            if (!closing) {
                serve();
                trouble = "";
            }
        } finally {
            turn.unlock();
        }
    }

    Address address() {
        return place.address();
    }

    /** Where clients connect. */
    public HostPort clientPlace() {
        return clients;
    }

    /** LSN up to which it shows the database; 0 while it does not. */
    @Override
    public long vdl() {
        return serving.map(now -> now.volume().following().appliedLsn()).orElse(0L);
    }

    /** Nothing: its trouble is its own, and stands in {@link #health}. */
    @Override
    public List<String> notes() {
        return List.of();
    }

    /** None: it writes nothing. */
    @Override
    public List<VolumeReport> volumes() {
        return List.of();
    }

    @Override
    public int clients() {
        return serving.map(now -> now.front().clients()).orElse(0);
    }

    /** Nothing is said of what another one has open for writing. */
    @Override
    public String encryption() {
        return "";
    }

    /** How the instance is. */
    @Override
    public NodeHealth health() {
        Optional<FollowStatus> following = serving.map(now -> now.volume().following());
        String state = following
                .map(status -> status.trouble().isEmpty() ? "running" : "waiting")
                .orElse("starting");
        String how = following
                .map(status -> status.trouble().isEmpty()
                        ? status.lagNanos() / NANOS_PER_MILLI + " ms behind " + status.writer()
                        : status.trouble())
                .orElse(trouble);
        return new NodeHealth(place.address().name(), place.zone(), "reader", state, how, vdl(), 0, 0, 0);
    }

    /** Ends the sessions, and follows no more. */
    @Override
    public void close() {
        closing = true;
        Task running = guard;
        turn.lock();
        try {
            serving.ifPresent(Serving::close);
        } finally {
            turn.unlock();
        }
        if (running != null) {
            running.join();
        }
        client.close();
        LOG.log(System.Logger.Level.INFO, "{0} stopped", place.address());
    }
}
