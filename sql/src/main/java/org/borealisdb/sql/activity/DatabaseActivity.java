package org.borealisdb.sql.activity;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.borealisdb.engine.activity.TaskCounts;

/**
 * What the sessions of one database have done, as {@code pg_stat_database} shows it. Sessions add what they have counted whenever they wait for their clients. Safe for use by all tasks.
 */
public final class DatabaseActivity {
    /** Something that is counted. */
    public enum Count {
        COMMITS,
        ROLLBACKS,
        PAGES_READ,
        PAGES_FOUND,
        ROWS_SCANNED,
        ROWS_FETCHED,
        INSERTED,
        UPDATED,
        DELETED,
        REDO_RECORDS,
        REDO_BYTES,
        DEADLOCKS,
        /** Files of what statements have no memory for. */
        SCRATCH_FILES,
        SCRATCH_BYTES,
        SESSIONS,
        /** Those that {@code pg_terminate_backend()} has ended. */
        KILLED,
        /** Microseconds that sessions were there. */
        SESSION_MICROS,
        /** Microseconds that they ran statements. */
        ACTIVE_MICROS,
        /** Microseconds that they waited for their clients within transactions. */
        IDLE_IN_TRANSACTION_MICROS
    }

    private final Map<Count, LongAdder> sums;
    private final LongSupplier clock;
    private volatile long resetMicros = Long.MIN_VALUE;

    /**
     * Begins to count.
     *
     * @param clock tells the time in microseconds since 2000
     */
    public DatabaseActivity(LongSupplier clock) {
        this.clock = clock;
        Map<Count, LongAdder> all = new EnumMap<>(Count.class);
        for (Count count : Count.values()) {
            all.put(count, new LongAdder());
        }
        this.sums = Collections.unmodifiableMap(all);
    }

    private LongAdder of(Count count) {
        return Objects.requireNonNull(sums.get(count));
    }

    /** Adds to a count. */
    public void add(Count count, long more) {
        if (more != 0) {
            of(count).add(more);
        }
    }

    /** Adds what a session's task has done, which then counts anew. */
    public void add(TaskCounts work) {
        add(Count.COMMITS, work.commits());
        add(Count.ROLLBACKS, work.rollbacks());
        add(Count.PAGES_READ, work.pagesRead());
        add(Count.PAGES_FOUND, work.pagesFound());
        add(Count.ROWS_SCANNED, work.rowsScanned());
        add(Count.ROWS_FETCHED, work.rowsFetched());
        add(Count.INSERTED, work.inserted());
        add(Count.UPDATED, work.updated());
        add(Count.DELETED, work.deleted());
        add(Count.REDO_RECORDS, work.redoRecords());
        add(Count.REDO_BYTES, work.redoBytes());
        work.clear();
    }

    /** Returns a sum, which is not of one moment while others add. */
    public long sum(Count count) {
        return of(count).sum();
    }

    /** Begins anew. */
    public void reset() {
        sums.values().forEach(LongAdder::reset);
        resetMicros = clock.getAsLong();
    }

    /** When it began anew, in microseconds since 2000; {@link Long#MIN_VALUE} if it never did. */
    public long resetMicros() {
        return resetMicros;
    }
}
