package org.borealisdb.server.role;

import java.time.Duration;
import org.borealisdb.cloud.credential.ScramVerifier;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.DatabaseSettings;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.buffer.PageWitness;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.memory.MappedPageMemory;
import org.borealisdb.sql.catalog.RowIndexKey;
import org.borealisdb.sql.postgres.RegionFacts;
import org.borealisdb.sql.service.EngineSqlService;
import org.borealisdb.volume.Volume;
import org.borealisdb.wire.auth.PasswordGate;
import org.borealisdb.wire.postgres.PostgresProtocol;
import org.borealisdb.wire.session.SessionLimits;
import org.borealisdb.wire.session.SessionRegistry;
import org.borealisdb.wire.session.SessionServer;

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

    private final ClientDoor door;
    private final SessionServer sessions;
    private final Database database;
    private final BufferPool pool;
    private final PastPoints past;

    /**
     * Opens the database, making it if the volume is new, and then the door. Waits.
     *
     * @param door   closed with this
     * @param facts  what SQL shows and reaches of the region
     * @param finder finds the points of the past at which sessions want to read
     */
    SqlFront(
            InstancePlace place,
            ClientDoor door,
            RealWorld world,
            Volume volume,
            String password,
            RegionFacts facts,
            PastPoints.Finder finder) {
        int frames = (int) Math.min(Integer.MAX_VALUE, place.pool().bytes() / Page.BYTES);
        pool = new BufferPool(
                volume, world.tasks(), MappedPageMemory.create(), world.metrics(), PageWitness.NONE, frames, frames);
        database = new Database(pool, world.clock(), DatabaseSettings.DEFAULT, RowIndexKey::of);
        database.maintenance().start();
        past = new PastPoints(world, volume, finder);
        EngineSqlService service = new EngineSqlService(
                database,
                world.tasks(),
                world.clock(),
                () -> (world.random().nextLong() >>> 11) * 0x1.0p-53,
                facts,
                past);
        service.bootstrap(
                ROLE, ScramVerifier.ofPassword(password, world.random()).format(), DATABASE);
        byte[] mockSecret = new byte[MOCK_SECRET_BYTES];
        world.random().nextBytes(mockSecret);
        SessionLimits limits = ClientDoor.LIMITS;
        PostgresProtocol protocol = new PostgresProtocol(
                service,
                new PasswordGate(world.random(), mockSecret),
                new SessionRegistry(limits.maximumConnections(), world.random()),
                limits,
                world.clock(),
                world.metrics());
        this.door = door;
        sessions = door.sessions();
        sessions.serve(protocol);
    }

    /** Where clients connect: the port that was asked for, or the one that the system chose. */
    HostPort place() {
        return sessions.place();
    }

    /** Clients connected now. */
    int clients() {
        return sessions.connections();
    }

    /** Ends the sessions of an instance that was fenced, telling their clients why; returns soon, whatever they wait for. */
    void fenced(String reason) {
        sessions.sayGoodBye(
                FENCED_GRACE,
                new SqlException(
                                ErrorCode.ADMIN_SHUTDOWN,
                                "terminating connection: this instance was fenced, because another one has taken over")
                        .withDetail(reason));
    }

    /** Ends the sessions of an instance that crashes on purpose, telling nobody more than a crash would. */
    void crashed() {
        sessions.sayGoodBye(
                CRASH_GRACE,
                new SqlException(
                        ErrorCode.CRASH_SHUTDOWN,
                        "terminating connection because of crash of the instance, which was injected"));
    }

    /** Ends the sessions because the database is about to be as it was at another point of its history; returns soon, whatever they wait for. */
    void rewinding() {
        sessions.sayGoodBye(
                REWIND_GRACE,
                new SqlException(
                        ErrorCode.ADMIN_SHUTDOWN,
                        "terminating connection: the database goes to another point of its history"));
    }

    /** The engine. */
    Database database() {
        return database;
    }

    /** Ends the sessions, telling their clients, and stops background work. */
    @Override
    public void close() {
        sessions.stop(GRACE);
        door.close();
        past.close();
        database.close();
    }

    /** Gives the page cache back; after {@link #close}, when the volume is closed too. */
    void release() {
        pool.close();
    }
}
