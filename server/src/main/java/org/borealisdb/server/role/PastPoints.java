package org.borealisdb.server.role;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.DatabaseSettings;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.buffer.PageWitness;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.real.memory.MappedPageMemory;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.server.cluster.BranchRequest;
import org.borealisdb.server.region.PointSyntax;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.sql.bind.IndexExpressions;
import org.borealisdb.sql.service.PastDatabases;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.past.PastVolume;

/** The points of history at which sessions read, each with a database of its own on the volume as it was, which they share. Used by any task. */
final class PastPoints implements PastDatabases, AutoCloseable {
    /** Points that may be open at a time. */
    static final int MOST = 16;

    private static final ByteSize POOL = ByteSize.ofMebibytes(16);

    /** Finds the point that a request means. */
    @FunctionalInterface
    interface Finder {
        /**
         * Its LSN and time, in the history of the current line.
         *
         * @throws RegionProblemException if there is none, or it is not kept
         */
        RewindPlan.Landing find(BranchRequest.Kind kind, long value);
    }

    private final RealWorld world;
    private final Volume volume;
    private final Finder finder;
    private final Lock lock;
    private final Map<Long, Open> open = new HashMap<>();

    /** A database as it was, and how many sessions it has. */
    private static final class Open {
        final PastVolume volume;
        final BufferPool pool;
        final Database database;
        int sessions;

        Open(PastVolume volume, BufferPool pool, Database database) {
            this.volume = volume;
            this.pool = pool;
            this.database = database;
        }

        void close() {
            database.close();
            pool.close();
            volume.close();
        }
    }

    /** Points in the history of {@code volume}, which {@code finder} finds. */
    PastPoints(RealWorld world, Volume volume, Finder finder) {
        this.world = world;
        this.volume = volume;
        this.finder = finder;
        this.lock = world.tasks().lock("points of the past");
    }

    @Override
    public Point find(String text, SessionFormat format) {
        try {
            PointSyntax point =
                    PointSyntax.parse(text, Instant.ofEpochMilli(world.clock().wallMicros() / 1_000), format.zone());
            RewindPlan.Landing landing =
                    finder.find(point.isLsn() ? BranchRequest.Kind.LSN : BranchRequest.Kind.TIME, point.value());
            return new Point(landing.target().lsn(), landing.millis());
        } catch (RegionProblemException none) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"borealis.as_of\": " + none.getMessage());
        }
    }

    @Override
    public Past open(long lsn) {
        lock.lock();
        try {
            Open found = open.get(lsn);
            if (found == null) {
                if (open.size() >= MOST) {
                    throw new SqlException(
                            ErrorCode.INSUFFICIENT_RESOURCES,
                            "sessions read at " + MOST + " points of the past already, and no more are allowed");
                }
                found = openAt(lsn);
                open.put(lsn, found);
            }
            found.sessions++;
            return new Lease(lsn, found);
        } finally {
            lock.unlock();
        }
    }

    private Open openAt(long lsn) {
        int frames = Math.toIntExact(POOL.bytes() / Page.BYTES);
        PastVolume past = new PastVolume(
                world.tasks(),
                volume,
                lsn,
                gone -> new SqlException(ErrorCode.SNAPSHOT_TOO_OLD, String.valueOf(gone.getMessage())));
        BufferPool pool = new BufferPool(
                past, world.tasks(), MappedPageMemory.create(), world.metrics(), PageWitness.NONE, frames, frames);
        try {
            return new Open(
                    past, pool, new Database(pool, world.clock(), DatabaseSettings.DEFAULT, IndexExpressions::keyOf));
        } catch (RuntimeException failed) {
            pool.close();
            throw failed;
        }
    }

    /** One session's share of a point. */
    private final class Lease implements Past {
        private final long lsn;
        private final Open shared;
        private boolean closed;

        Lease(long lsn, Open shared) {
            this.lsn = lsn;
            this.shared = shared;
        }

        @Override
        public Database database() {
            return shared.database;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    shared.sessions--;
                    if (shared.sessions == 0) {
                        open.remove(lsn);
                        shared.close();
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** After the last session. */
    @Override
    public void close() {
        lock.lock();
        try {
            open.values().forEach(Open::close);
            open.clear();
        } finally {
            lock.unlock();
        }
    }
}
