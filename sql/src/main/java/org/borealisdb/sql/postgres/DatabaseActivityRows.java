package org.borealisdb.sql.postgres;

import java.util.List;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.sql.activity.DatabaseActivity;
import org.borealisdb.sql.activity.DatabaseActivity.Count;
import org.jspecify.annotations.Nullable;

/** What this instance has done for each database, and in the background. Belongs to the session's task. */
final class DatabaseActivityRows {
    private static final double MICROS_PER_MILLI = 1000;

    /** What PostgreSQL's background tasks do, and nothing here: pages are written by nobody but the storage. */
    private static final List<String> UNDONE = List.of(
            "checkpoints_timed",
            "checkpoints_req",
            "buffers_checkpoint",
            "buffers_clean",
            "maxwritten_clean",
            "buffers_backend",
            "buffers_backend_fsync",
            "buffers_alloc");

    private static final List<String> CONFLICTS =
            List.of("confl_tablespace", "confl_lock", "confl_snapshot", "confl_bufferpin", "confl_deadlock");

    private final CatalogSnapshot catalog;
    private final SessionFacts session;

    DatabaseActivityRows(CatalogSnapshot catalog, SessionFacts session) {
        this.catalog = catalog;
        this.session = session;
    }

    /** Fills a relation, if it is one of these. */
    boolean fill(String relation, SystemRows rows) {
        switch (relation) {
            case "pg_stat_database" -> databases(rows);
            case "pg_stat_database_conflicts" -> conflicts(rows);
            case "pg_stat_bgwriter" -> backgroundWriter(rows);
            case "pg_stat_archiver" -> archiver(rows);
            case "pg_stat_wal" -> redo(rows);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What belongs to all databases is counted for each: of it there is a row without a name, as in PostgreSQL. */
    private void databases(SystemRows rows) {
        database(rows, 0, null, 0);
        List<SessionFacts.Activity> sessions = session.activities();
        for (CatalogObject each : catalog.databases()) {
            long backends = sessions.stream()
                    .filter(one -> one.database().equals(each.name()) && !one.background())
                    .count();
            database(rows, each.id(), each.name(), backends);
        }
    }

    private void database(SystemRows rows, long id, @Nullable String name, long backends) {
        DatabaseActivity activity = session.activity(id);
        long reset = activity.resetMicros();
        rows.add()
                .set("datid", id)
                .set("datname", name)
                .set("numbackends", backends)
                .set("xact_commit", activity.sum(Count.COMMITS))
                .set("xact_rollback", activity.sum(Count.ROLLBACKS))
                .set("blks_read", activity.sum(Count.PAGES_READ))
                .set("blks_hit", activity.sum(Count.PAGES_FOUND))
                .set("tup_returned", activity.sum(Count.ROWS_SCANNED))
                .set("tup_fetched", activity.sum(Count.ROWS_FETCHED))
                .set("tup_inserted", activity.sum(Count.INSERTED))
                .set("tup_updated", activity.sum(Count.UPDATED))
                .set("tup_deleted", activity.sum(Count.DELETED))
                .set("conflicts", 0)
                .set("temp_files", activity.sum(Count.SCRATCH_FILES))
                .set("temp_bytes", activity.sum(Count.SCRATCH_BYTES))
                .set("deadlocks", activity.sum(Count.DEADLOCKS))
                .set("blk_read_time", 0.0)
                .set("blk_write_time", 0.0)
                .set("session_time", millis(activity, Count.SESSION_MICROS))
                .set("active_time", millis(activity, Count.ACTIVE_MICROS))
                .set("idle_in_transaction_time", millis(activity, Count.IDLE_IN_TRANSACTION_MICROS))
                .set("sessions", activity.sum(Count.SESSIONS))
                .set("sessions_abandoned", 0)
                .set("sessions_fatal", 0)
                .set("sessions_killed", activity.sum(Count.KILLED))
                .set("stats_reset", reset == Long.MIN_VALUE ? null : reset)
                .end();
    }

    private static double millis(DatabaseActivity activity, Count count) {
        return activity.sum(count) / MICROS_PER_MILLI;
    }

    private void conflicts(SystemRows rows) {
        for (CatalogObject each : catalog.databases()) {
            SystemRows.Row row = rows.add().set("datid", each.id()).set("datname", each.name());
            CONFLICTS.forEach(column -> row.set(column, 0));
            row.end();
        }
    }

    private void backgroundWriter(SystemRows rows) {
        SystemRows.Row row = rows.add().set("checkpoint_write_time", 0.0).set("checkpoint_sync_time", 0.0);
        UNDONE.forEach(column -> row.set(column, 0));
        row.set("stats_reset", session.instanceStart()).end();
    }

    private void archiver(SystemRows rows) {
        rows.add()
                .set("archived_count", 0)
                .set("failed_count", 0)
                .set("stats_reset", session.instanceStart())
                .end();
    }

    /** What the sessions of all databases have appended; nothing of it waits for a buffer to be written. */
    private void redo(SystemRows rows) {
        long records = 0;
        long bytes = 0;
        for (CatalogObject each : catalog.databases()) {
            records += session.activity(each.id()).sum(Count.REDO_RECORDS);
            bytes += session.activity(each.id()).sum(Count.REDO_BYTES);
        }
        rows.add()
                .set("wal_records", records)
                .set("wal_fpi", 0)
                .set("wal_bytes", Numeric.of(bytes))
                .set("wal_buffers_full", 0)
                .set("wal_write", 0)
                .set("wal_sync", 0)
                .set("wal_write_time", 0.0)
                .set("wal_sync_time", 0.0)
                .set("stats_reset", session.instanceStart())
                .end();
    }
}
