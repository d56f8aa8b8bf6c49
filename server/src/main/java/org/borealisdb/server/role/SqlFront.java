package org.borealisdb.server.role;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.cloud.credential.ScramVerifier;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.DatabaseSettings;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.buffer.PageWitness;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.runtime.real.memory.MappedPageMemory;
import org.borealisdb.server.cluster.BranchRequest;
import org.borealisdb.sql.bind.IndexExpressions;
import org.borealisdb.sql.forward.ForwardCodec;
import org.borealisdb.sql.forward.ForwardDesk;
import org.borealisdb.sql.forward.Forwarder;
import org.borealisdb.sql.postgres.RegionFacts;
import org.borealisdb.sql.service.AutomaticAnalysis;
import org.borealisdb.sql.service.EngineSqlService;
import org.borealisdb.sql.spill.LocalResources;
import org.borealisdb.sql.spill.ScratchSpace;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.stream.FollowedVolume;
import org.borealisdb.wire.auth.PasswordGate;
import org.borealisdb.wire.postgres.PostgresProtocol;
import org.borealisdb.wire.session.SessionLimits;
import org.borealisdb.wire.session.SessionRegistry;

/** What an instance puts on an open volume: page cache, engine, SQL and the PostgreSQL protocol. */
final class SqlFront implements AutoCloseable {
    private static final String ROLE = "postgres";
    private static final String DATABASE = "postgres";
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** A fenced instance must be gone soon: what its clients have not taken by then they do not get. */
    private static final Duration FENCED_GRACE = Duration.ofMillis(500);

    private static final Duration REWIND_GRACE = Duration.ofMillis(200);

    private static final Duration CRASH_GRACE = Duration.ofMillis(50);

    private static final int MOCK_SECRET_BYTES = 32;

    /** How many of the connections of clients there may be sessions of readers' sessions, as Aurora has it. */
    private static final int FORWARDED_PERCENT = 25;

    private final ClientDoor door;
    private final Database database;
    private final BufferPool pool;
    private final PastPoints past;
    private final RealWorld world;
    private final EngineSqlService service;
    private final Optional<Forwarder> forwarder;
    private Optional<ForwardDesk> desk = Optional.empty();
    private Optional<AutomaticAnalysis> analysis = Optional.empty();

    /**
     * Opens the database, making it if the volume is new, and serves the clients that {@code door} lets in. Waits.
     *
     * @param scratch folder for rows that statements have no memory for, which only this instance uses
     * @param kept   the page cache, with what is known of the volume; empty: a new one
     * @param facts  what SQL shows and reaches of the region
     * @param finder finds the points of the past at which sessions want to read
     */
    static SqlFront ofWriter(
            InstancePlace place,
            ClientDoor door,
            RealWorld world,
            Path scratch,
            Volume volume,
            Optional<BufferPool> kept,
            String password,
            RegionFacts facts,
            PastPoints.Finder finder) {
        BufferPool pool = kept.orElseGet(() -> pool(place, world, volume));
        Database database = new Database(pool, world.clock(), DatabaseSettings.DEFAULT, IndexExpressions::keyOf);
        database.maintenance().start();
        SqlFront front = new SqlFront(
                door, world, resources(world, scratch), volume, pool, database, facts, finder, Optional.empty());
        front.service.bootstrap(
                ROLE,
                ScramVerifier.ofPassword(password, world.random()).format(),
                stored -> ScramVerifier.parse(stored)
                        .filter(verifier -> verifier.matches(password))
                        .isPresent(),
                DATABASE);
        front.analysis = Optional.of(front.service.analyzeAutomatically());
        front.serve();
        front.takeForwarded(volume);
        return front;
    }

    /**
     * Opens the database to read what another instance writes, has it follow, and serves the clients that {@code door} lets in. Waits.
     *
     * @throws OperationException if the writer has not made the database yet; the volume is closed if this fails
     */
    static SqlFront ofReader(
            InstancePlace place,
            ClientDoor door,
            RealWorld world,
            Path scratch,
            FollowedVolume volume,
            RegionFacts facts) {
        BufferPool pool = pool(place, world, volume);
        Optional<Forwarder> forwarder = Optional.empty();
        boolean open = false;
        try {
            Database database = follow(pool, world);
            volume.start(database.follower());
            forwarder = Optional.of(
                    new Forwarder(new LinkOfVolume(volume), world.tasks(), world.random(), world.metrics()));
            SqlFront front = new SqlFront(
                    door, world, resources(world, scratch), volume, pool, database, facts, SqlFront::noPast, forwarder);
            front.serve();
            open = true;
            return front;
        } finally {
            if (!open) {
                forwarder.ifPresent(Forwarder::close);
                // First who may be applying log to the pages.
                volume.close();
                pool.close();
            }
        }
    }

    private static Database follow(BufferPool pool, RealWorld world) {
        try {
            return Database.follow(pool, world.clock(), DatabaseSettings.DEFAULT, IndexExpressions::keyOf);
        } catch (IllegalStateException notYet) {
            throw new OperationException(String.valueOf(notYet.getMessage()), true, notYet);
        }
    }

    private static RewindPlan.Landing noPast(BranchRequest.Kind kind, long value) {
        throw SqlException.notSupported("reading the past on a reader");
    }

    /** What settings of SQL show of an instance. */
    static Map<String, String> settings(InstancePlace place) {
        return Map.of(
                "max_connections",
                Integer.toString(ClientDoor.LIMITS.maximumConnections()),
                "shared_buffers",
                place.pool().bytes() / 1024 + "kB");
    }

    private static BufferPool pool(InstancePlace place, RealWorld world, Volume volume) {
        int frames = (int) Math.min(Integer.MAX_VALUE, place.pool().bytes() / Page.BYTES);
        return new BufferPool(
                volume, world.tasks(), MappedPageMemory.create(), world.metrics(), PageWitness.NONE, frames, frames);
    }

    private static LocalResources resources(RealWorld world, Path scratch) {
        return new LocalResources(
                world.statementMemory(), ScratchSpace.open(new RealFileStore(scratch), world.random()));
    }

    private SqlFront(
            ClientDoor door,
            RealWorld world,
            LocalResources resources,
            Volume volume,
            BufferPool pool,
            Database database,
            RegionFacts facts,
            PastPoints.Finder finder,
            Optional<Forwarder> forwarder) {
        this.door = door;
        this.world = world;
        this.pool = pool;
        this.database = database;
        this.past = new PastPoints(world, volume, finder);
        this.forwarder = forwarder;
        this.service = forwarder
                .map(way -> new EngineSqlService(
                        database, world.tasks(), world.clock(), world.random(), resources, facts, past, way))
                .orElseGet(() -> new EngineSqlService(
                        database, world.tasks(), world.clock(), world.random(), resources, facts, past));
    }

    /** Runs what readers of the volume forward. */
    private void takeForwarded(Volume volume) {
        ForwardDesk opened = new ForwardDesk(
                service,
                () -> {
                    volume.confirmLease();
                    return volume.vdl();
                },
                () -> volume.status().vdl(),
                ClientDoor.LIMITS.maximumConnections() * FORWARDED_PERCENT / 100,
                world.tasks(),
                world.clock(),
                world.random(),
                world.metrics());
        desk = Optional.of(opened);
        volume.onQuestion(question -> ForwardCodec.encode(opened.answer(ForwardCodec.decodeRequest(question))));
    }

    private void serve() {
        byte[] mockSecret = new byte[MOCK_SECRET_BYTES];
        world.random().nextBytes(mockSecret);
        SessionLimits limits = ClientDoor.LIMITS;
        door.serve(new PostgresProtocol(
                world.tasks(),
                service,
                new PasswordGate(world.random(), mockSecret),
                new SessionRegistry(limits.maximumConnections(), world.random()),
                limits,
                door.security().tls(),
                door.security().access(),
                world.clock(),
                world.metrics()));
    }

    /** Where clients connect: the ports that were asked for, or those that the system chose. */
    List<HostPort> places() {
        return door.places();
    }

    /**
     * Serves at one more place.
     *
     * @throws org.borealisdb.runtime.net.NetworkException if that cannot be listened on
     */
    void listen(HostPort place) {
        door.listen(place);
    }

    /** Clients connected now. */
    int clients() {
        return door.connections();
    }

    /** Ends the sessions of an instance that was fenced, telling their clients why; returns soon, whatever they wait for. */
    void fenced(String reason) {
        door.sayGoodBye(
                FENCED_GRACE,
                new SqlException(
                                ErrorCode.ADMIN_SHUTDOWN,
                                "terminating connection: this instance was fenced, because another one has taken over")
                        .withDetail(reason));
    }

    /** Ends the sessions of a reader that has to open the database anew; returns soon, whatever they wait for. */
    void beginsAgain(String reason) {
        door.sayGoodBye(
                CRASH_GRACE,
                new SqlException(
                                ErrorCode.ADMIN_SHUTDOWN,
                                "terminating connection: this reader has to open the database again")
                        .withDetail(reason));
    }

    /** Ends the sessions of a reader that becomes the writer; returns soon, whatever they wait for. */
    void promoted() {
        door.sayGoodBye(
                CRASH_GRACE,
                new SqlException(ErrorCode.ADMIN_SHUTDOWN, "terminating connection: this instance becomes the writer"));
    }

    /** Ends the sessions of a writer that gives way to another instance; returns soon, whatever they wait for. */
    void givesWay(String next) {
        door.sayGoodBye(
                REWIND_GRACE,
                new SqlException(
                                ErrorCode.ADMIN_SHUTDOWN,
                                "terminating connection: this instance is the writer no longer")
                        .withDetail("The writer is " + next + " from now on."));
    }

    /** Ends the sessions of an instance that crashes on purpose, telling nobody more than a crash would. */
    void crashed() {
        door.sayGoodBye(
                CRASH_GRACE,
                new SqlException(
                        ErrorCode.CRASH_SHUTDOWN,
                        "terminating connection because of crash of the instance, which was injected"));
    }

    /** Ends the sessions because the database is about to be as it was at another point of its history; returns soon, whatever they wait for. */
    void rewinding() {
        door.sayGoodBye(
                REWIND_GRACE,
                new SqlException(
                        ErrorCode.ADMIN_SHUTDOWN,
                        "terminating connection: the database goes to another point of its history"));
    }

    /** The page cache. */
    BufferPool pool() {
        return pool;
    }

    /** The engine. */
    Database database() {
        return database;
    }

    /** Ends the sessions, telling their clients, and stops background work. */
    @Override
    public void close() {
        door.stop(GRACE);
        desk.ifPresent(ForwardDesk::close);
        forwarder.ifPresent(Forwarder::close);
        past.close();
        analysis.ifPresent(AutomaticAnalysis::close);
        database.close();
    }

    /** Gives the page cache back; after {@link #close}, when the volume is closed too. */
    void release() {
        pool.close();
    }
}
