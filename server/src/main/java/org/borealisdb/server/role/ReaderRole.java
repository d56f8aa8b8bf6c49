package org.borealisdb.server.role;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.sql.postgres.ClusterFacts;
import org.borealisdb.sql.postgres.VolumeFacts;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.healing.HealingReport;
import org.borealisdb.volume.stream.FollowStatus;
import org.borealisdb.volume.stream.FollowedVolume;

/**
 * A reader of a cluster: follows the volume that its writer writes, and serves sessions that read. It holds nothing that could be lost; when it cannot go on, because the
 * volume went back in its history for example, it opens the database anew. {@link #begin}, {@link #handOver} and {@link #close} are called by one task, the rest by any.
 */
final class ReaderRole {
    private static final System.Logger LOG = System.getLogger(ReaderRole.class.getName());

    /** How often it looks whether it goes on. */
    private static final long GUARD_PAUSE_NANOS = 250_000_000;

    /** How long it waits for a writer, before it looks whether it is to go on. */
    private static final long PATIENCE_NANOS = 500_000_000L;

    private static final long RETRY_NANOS = 100_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InstancePlace place;
    private final VolumeId id;
    private final VolumeClient client;
    private final RealWorld world;
    private final Path scratch;
    private final ClientSecurity security;
    private final Function<ClusterFacts, ClusterFacts> cluster;

    private Optional<Task> guard = Optional.empty();
    private volatile Optional<Parker> parker = Optional.empty();
    private volatile Address writer;
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
     * @param clients where clients connect
     * @param writer  who writes the volume
     * @param client  its own, under its own address
     * @param scratch folder for rows that statements have no memory for
     * @param security how clients are received
     * @param cluster what is known of the cluster, given what the reader knows by itself
     */
    ReaderRole(
            InstancePlace place,
            HostPort clients,
            VolumeId id,
            Address writer,
            VolumeClient client,
            RealWorld world,
            Path scratch,
            ClientSecurity security,
            Function<ClusterFacts, ClusterFacts> cluster) {
        this.place = place;
        this.id = id;
        this.writer = writer;
        this.client = client;
        this.world = world;
        this.scratch = scratch;
        this.security = security;
        this.cluster = cluster;
        this.clients = clients;
    }

    /** What a reader has when it ends to become the writer. Nobody else uses it any more. */
    record HandedOver(FollowedVolume volume, BufferPool pool) {
        /** Gives up what was not taken over. */
        void close() {
            volume.close();
            pool.close();
        }
    }

    /** Begins to follow and to serve; does not wait for either. */
    void begin() {
        guard = Optional.of(world.tasks().start("guard-" + place.address(), TaskKind.BACKGROUND, this::guard));
    }

    /** Follows the writer at {@code next} from now on. */
    void followAt(Address next) {
        writer = next;
        serving.ifPresent(now -> now.volume().followAt(next));
    }

    private void serve() {
        long began = world.clock().nanoTime();
        ClientDoor door = new ClientDoor(List.of(clients), security, world);
        Optional<FollowedVolume> followed = Optional.empty();
        boolean open = false;
        try {
            clients = door.places().getFirst();
            FollowedVolume volume = client.follow(id, writer, place.address().name(), PATIENCE_NANOS);
            followed = Optional.of(volume);
            serving = Optional.of(
                    new Serving(volume, SqlFront.ofReader(place, door, world, scratch, volume, new Region())));
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
    private final class Region extends InstanceRegion {
        Region() {
            super(place, security);
        }

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

    /** Opens the database when it is not open, or does not go on. */
    private void guard() {
        Parker mine = world.tasks().parker();
        parker = Optional.of(mine);
        while (!closing) {
            long pause = GUARD_PAUSE_NANOS;
            try {
                serving.ifPresent(now -> now.volume().vdl());
                if (serving.isEmpty()) {
                    open();
                }
            } catch (IllegalStateException | OperationException stopped) {
                restart(stopped);
                pause = RETRY_NANOS;
            }
            if (!closing) {
                mine.park(pause);
            }
        }
    }

    private void open() {
        serve();
        trouble = "";
        // Somebody may have been told to write while we did not follow anybody.
        serving.ifPresent(now -> now.volume().followAt(writer));
    }

    private void restart(RuntimeException stopped) {
        String why = String.valueOf(stopped.getMessage());
        if (serving.isPresent()) {
            LOG.log(System.Logger.Level.WARNING, "{0} begins again: {1}", place.address(), why);
            Serving broken = serving.get();
            serving = Optional.empty();
            broken.front().beginsAgain(why);
            broken.close();
        } else if (!why.equals(trouble)) {
            LOG.log(System.Logger.Level.INFO, "{0} does not serve yet: {1}", place.address(), why);
        }
        trouble = why;
    }

    /** Ends the sessions, for this instance is to be the writer; what it followed with is left to the caller. Empty if it did not follow. */
    Optional<HandedOver> handOver() {
        end();
        Optional<Serving> last = serving;
        serving = Optional.empty();
        last.ifPresent(now -> {
            now.front().promoted();
            // Sessions that wait for a page end by this.
            now.volume().close();
            now.front().close();
        });
        return last.map(now -> new HandedOver(now.volume(), now.front().pool()));
    }

    /** From now on nobody but the caller opens or closes. */
    private void end() {
        closing = true;
        parker.ifPresent(Parker::unpark);
        guard.ifPresent(Task::join);
    }

    /** Where clients connect. */
    HostPort clientPlace() {
        return clients;
    }

    /** LSN up to which it shows the database; 0 while it does not. */
    long vdl() {
        return serving.map(now -> now.volume().following().appliedLsn()).orElse(0L);
    }

    int clients() {
        return serving.map(now -> now.front().clients()).orElse(0);
    }

    /** How the instance is. */
    NodeHealth health() {
        Optional<FollowStatus> following = serving.map(now -> now.volume().following());
        String state = following
                .map(status -> status.trouble().isEmpty() ? "running" : "waiting")
                .orElse("starting");
        String how = following
                .map(status -> status.trouble().isEmpty()
                        ? status.lagNanos() / NANOS_PER_MILLI + " ms behind " + status.writer()
                        : status.trouble())
                .orElse(trouble);
        return new NodeHealth(place.address().name(), place.zone(), "reader", state, how, vdl(), 0, 0, 0)
                .behind(following
                        .map(status -> status.lagNanos() / NANOS_PER_MICRO)
                        .orElse(0L));
    }

    /** How it follows; empty while it does not. */
    Optional<FollowStatus> following() {
        return serving.map(now -> now.volume().following());
    }

    /** What is wrong; empty if nothing is. */
    String trouble() {
        return serving.isPresent() ? "" : trouble;
    }

    /** Ends the sessions, and follows no more. */
    void close() {
        end();
        serving.ifPresent(Serving::close);
        serving = Optional.empty();
        LOG.log(System.Logger.Level.INFO, "{0} stopped", place.address());
    }
}
