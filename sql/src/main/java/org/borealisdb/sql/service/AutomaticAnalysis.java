package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.activity.TableActivity;
import org.borealisdb.engine.buffer.PoolFailedException;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.statistics.TableStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Analyzes tables of which enough rows have changed, by PostgreSQL's rule: the threshold, and a part of the rows that the table had. Statistics of a table that nobody has analyzed are missed
 * also when it is read, which counts as a change of it: what this instance did not see change may have been loaded before it began. Reads and changes go on meanwhile, and whoever wants to define the table anew
 * ends it. One task of the writer; {@link #close} may be called by any.
 */
public final class AutomaticAnalysis implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AutomaticAnalysis.class.getName());

    private static final double NANOS_PER_SECOND = 1e9;

    private static final long GRACE_NANOS = 2_000_000_000;

    private final EngineSqlService service;
    private final Database database;
    private final Tasks tasks;
    private final Workspace workspace;
    private final Lock lock;
    private final Condition closing;
    // Guarded by lock, as is the next.
    private boolean closed;
    private @Nullable EngineSession running;
    private @Nullable Task task;
    /** As they were when they were looked at last, by the task alone. */
    private SystemSettings settings;

    /** A table, and where it is. */
    private record Due(long id, String name, String database) {}

    AutomaticAnalysis(EngineSqlService service, Database database, Tasks tasks) {
        this.service = service;
        this.database = database;
        this.tasks = tasks;
        this.workspace = database.newWorkspace();
        this.lock = tasks.lock("automatic analysis");
        this.closing = lock.condition();
        this.settings = SystemSettings.read(database, workspace);
    }

    void start() {
        task = tasks.start("automatic analysis", TaskKind.BACKGROUND, this::work);
    }

    /** Ends the task, cancelling what it does, and waits for it for a moment: if it waits for storage in vain, as sessions may, it ends with the volume. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
            if (running != null) {
                running.cancel();
            }
        } finally {
            lock.unlock();
        }
        if (task != null) {
            task.join(GRACE_NANOS);
        }
    }

    private void work() {
        while (pause()) {
            try {
                round();
            } catch (PoolFailedException ended) {
                // There is nothing to analyze any more; whoever works with the database learns why, and says so.
                return;
            } catch (OperationException failed) {
                if (!failed.retryable()) {
                    return;
                }
                LOG.log(System.Logger.Level.WARNING, "tables are analyzed later: {0}", failed.getMessage());
            }
        }
    }

    /** Waits for the next round; false if there is none. */
    private boolean pause() {
        lock.lock();
        try {
            if (!closed) {
                closing.await((long) (settings.number("autovacuum_naptime") * NANOS_PER_SECOND));
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Analyzes what is due now; returns how many tables that were. */
    int round() {
        settings = SystemSettings.read(database, workspace);
        int done = 0;
        for (Due table : settings.isOn("autovacuum") ? due() : List.<Due>of()) {
            if (analyze(table)) {
                done++;
            }
        }
        return done;
    }

    private List<Due> due() {
        List<Due> due = new ArrayList<>();
        double threshold = settings.number("autovacuum_analyze_threshold");
        List<Long> candidates = database.tables()
                .registry()
                .tablesOf(activity -> Math.max(
                                activity.changedSinceAnalyze(), activity.reads().rows())
                        > threshold);
        try (ReadView view = database.transactions().openView()) {
            for (long id : candidates) {
                database.catalog()
                        .find(workspace, view, CatalogKind.TABLE, id)
                        .filter(table -> isDue(view, table))
                        .flatMap(table -> place(view, table))
                        .ifPresent(due::add);
            }
        }
        return due;
    }

    private boolean isDue(ReadView view, CatalogObject table) {
        double threshold = settings.number("autovacuum_analyze_threshold");
        double factor = settings.number("autovacuum_analyze_scale_factor");
        TableActivity activity = database.table(workspace, view, table).activity();
        long changed = activity.changedSinceAnalyze();
        return database.catalog()
                .find(workspace, view, table.id(), NameSpace.STATISTICS, TableStatistics.NAME)
                .flatMap(TableStatistics::of)
                .map(known -> changed > threshold + factor * known.rows())
                .orElse(Math.max(changed, activity.reads().rows()) > threshold);
    }

    /** Empty if it is a table of a session alone. */
    private Optional<Due> place(ReadView view, CatalogObject table) {
        return database.catalog()
                .find(workspace, view, CatalogKind.SCHEMA, table.parent())
                .filter(schema -> !TemporaryObjects.isTemporary(schema.name()))
                .flatMap(schema -> database.catalog()
                        .find(workspace, view, CatalogKind.DATABASE, schema.parent())
                        .map(of -> new Due(table.id(), schema.name() + "." + table.name(), of.name())));
    }

    private boolean analyze(Due table) {
        EngineSession session = open(table.database());
        try {
            return runs(session) && session.analyzeInBackground(table.id(), table.name());
        } catch (OperationException | PoolFailedException unable) {
            throw unable;
        } catch (RuntimeException failed) {
            // It was cancelled, somebody wanted the table for himself, or it is gone.
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} of {1} is analyzed later: {2}",
                    table.name(),
                    table.database(),
                    failed.getMessage());
            return false;
        } finally {
            runs(null);
            session.close();
        }
    }

    /** From now on this is what {@link #close} ends; false if it has been called. */
    private boolean runs(@Nullable EngineSession session) {
        lock.lock();
        try {
            running = session;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Begins a session whose statements nothing limits but who wants them ended. */
    private EngineSession open(String databaseName) {
        String role;
        try (ReadView view = database.transactions().openView()) {
            role = database.catalog()
                    .first(workspace, view, CatalogKind.ROLE)
                    .map(CatalogObject::name)
                    .orElseThrow(() -> new IllegalStateException("the database has no role"));
        }
        SequencedMap<String, String> settings = new LinkedHashMap<>(
                Map.of("statement_timeout", "0", "lock_timeout", "0", "default_transaction_read_only", "off"));
        return service.openInBackground(role, databaseName, settings);
    }
}
