package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.activity.TableActivity;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.catalog.ExtendedStatistics;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.execute.SampleScan;
import org.borealisdb.sql.session.SqlNotice;
import org.borealisdb.sql.statistics.ColumnStatistics;
import org.borealisdb.sql.statistics.ColumnSummary;
import org.borealisdb.sql.statistics.JointStatistics;
import org.borealisdb.sql.statistics.TableSample;
import org.borealisdb.sql.statistics.TableStatistics;

/** ANALYZE: reads tables, and keeps in the catalog what their values are like. Belongs to the session's task. */
final class AnalyzeCommand {
    private static final int PAGE_BYTES = 16 << 10;
    /** Of a row apart from its values, with what is left free in pages. */
    private static final int ROW_BYTES = 40;
    /** Reads and writes go on meanwhile, definitions and other analyses do not. */
    private static final TableLockMode LOCK = TableLockMode.SHARE_UPDATE_EXCLUSIVE;

    private final Database database;
    private final TransactionBlock block;
    private final StatementPlanner planner;
    private final StatementRuns runs;
    private final SessionScope scope;
    private final RandomSource random;
    private final Notices notices;
    private final MaintainedRelations relations;

    AnalyzeCommand(
            Database database,
            TransactionBlock block,
            StatementPlanner planner,
            StatementRuns runs,
            SessionScope scope,
            RandomSource random,
            Notices notices) {
        this.database = database;
        this.block = block;
        this.planner = planner;
        this.runs = runs;
        this.scope = scope;
        this.random = random;
        this.notices = notices;
        this.relations = new MaintainedRelations(scope, notices);
    }

    /**
     * Analyzes tables; all of the database if none is named.
     *
     * @param skipLocked whether tables that are locked are left out
     */
    void run(List<Maintenance.TargetTable> named, boolean skipLocked) {
        try (SchemaReader schema = planner.openSchema()) {
            if (named.isEmpty()) {
                for (CatalogObject parent : schema.schemas()) {
                    for (CatalogObject relation : schema.relations(parent)) {
                        if (relation.kind() == CatalogKind.TABLE && MaintainedRelations.mayMaintain(schema, relation)) {
                            analyze(schema, schema.table(relation), List.of(), skipLocked);
                        }
                    }
                }
            }
            List<MaintainedRelations.Target> targets =
                    named.stream().map(target -> relations.find(schema, target)).toList();
            for (MaintainedRelations.Target target : targets) {
                if (relations.permits(schema, target, "analyze")) {
                    analyze(schema, target, skipLocked);
                }
            }
        } finally {
            scope.catalogChanged();
        }
    }

    /**
     * VACUUM: storage needs none, but relations are checked, and analyzed if that is asked for, too.
     *
     * @param named none for all of the database
     */
    void vacuum(List<Maintenance.TargetTable> named, VacuumOptions options) {
        if (named.isEmpty()) {
            if (options.analyze()) {
                run(named, options.skipLocked());
            }
            return;
        }
        try (SchemaReader schema = planner.openSchema()) {
            List<MaintainedRelations.Target> targets =
                    named.stream().map(target -> relations.find(schema, target)).toList();
            for (MaintainedRelations.Target target : targets) {
                if (relations.permits(schema, target, "vacuum") && options.analyze()) {
                    analyze(schema, target, options.skipLocked());
                }
            }
        } finally {
            scope.catalogChanged();
        }
    }

    private void analyze(SchemaReader schema, MaintainedRelations.Target target, boolean skipLocked) {
        switch (target) {
            case MaintainedRelations.OfSystem system -> {
                List<String> columns = system.relation().columns();
                places(target, columns::indexOf);
            }
            case MaintainedRelations.OfUser user -> {
                TableDefinition table = schema.table(user.object());
                analyze(
                        schema,
                        table,
                        places(target, column -> table.place(column).orElse(-1)),
                        skipLocked);
            }
        }
    }

    private static List<Integer> places(MaintainedRelations.Target target, ToIntFunction<String> placeOf) {
        List<Integer> places = new ArrayList<>();
        for (String column : target.columns()) {
            int place = placeOf.applyAsInt(column);
            if (place < 0) {
                throw new SqlException(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column \"" + column + "\" of relation \"" + target.name() + "\" does not exist");
            }
            if (places.contains(place)) {
                throw new SqlException(
                        ErrorCode.DUPLICATE_COLUMN,
                        "column \"" + column + "\" of relation \"" + target.name() + "\" appears more than once");
            }
            places.add(place);
        }
        return places;
    }

    private void analyze(SchemaReader schema, TableDefinition found, List<Integer> only, boolean skipLocked) {
        LockKey key = RowStore.tableKey(found.table());
        if (!skipLocked) {
            block.transaction().lock(key, LOCK);
        } else if (!block.transaction().tryLock(key, LOCK)) {
            notices.send(
                    SqlNotice.Level.WARNING,
                    ErrorCode.LOCK_NOT_AVAILABLE,
                    "skipping analyze of \"" + found.name() + "\" --- lock not available");
            return;
        }
        // Whoever had the lock before may have analyzed the table, too, or dropped it.
        schema.forget();
        schema.object(CatalogKind.TABLE, found.object().id())
                .ifPresent(object -> analyzeLocked(schema, object, only, false));
    }

    /**
     * Analyzes a table in the background, where it is in nobody's way.
     *
     * @return false if it was not, because there is none, or somebody has locked it
     * @throws SqlException 57014 if somebody waits for a lock of the table meanwhile
     */
    boolean runInBackground(long tableId) {
        try (SchemaReader schema = planner.openSchema()) {
            Optional<CatalogObject> object = schema.object(CatalogKind.TABLE, tableId);
            if (object.isEmpty()
                    || !block.transaction()
                            .tryLock(
                                    RowStore.tableKey(schema.table(object.get()).table()), LOCK)) {
                return false;
            }
            schema.forget();
            object = schema.object(CatalogKind.TABLE, tableId);
            object.ifPresent(table -> analyzeLocked(schema, table, List.of(), true));
            return object.isPresent();
        } finally {
            scope.catalogChanged();
        }
    }

    private void analyzeLocked(SchemaReader schema, CatalogObject object, List<Integer> only, boolean background) {
        TableDefinition table = schema.table(object);
        LockKey lock = RowStore.tableKey(table.table());
        TableSample sample = new TableSample(random);
        try (Execution execution = runs.beginWithoutPlan(block.transaction())) {
            scope.setRunning(execution);
            long total = SampleScan.read(execution, table, random, sample, () -> {
                execution.countStep();
                if (background && database.lockTable().awaited(lock)) {
                    throw new SqlException(ErrorCode.QUERY_CANCELED, "canceling autovacuum task");
                }
            });
            List<BoxedRow> rows = sample.rows();
            long rowBytes = ROW_BYTES;
            for (int place = 0; place < table.columns().size(); place++) {
                TableColumn column = table.columns().get(place);
                if (column.dropped() || rows.isEmpty()) {
                    continue;
                }
                execution.countStep();
                ColumnStatistics statistics = ColumnSummary.of(
                        column.type(),
                        rows,
                        place,
                        total,
                        column.target() < 0 ? ColumnSummary.TARGET : column.target());
                rowBytes += (long) (statistics.width() * (1 - statistics.nullFraction()));
                if (column.target() != 0 && (only.isEmpty() || only.contains(place))) {
                    keep(schema, object, Integer.toString(column.number()), statistics.toProperties());
                }
            }
            if (!rows.isEmpty()) {
                analyzeTogether(schema, table, rows, total, execution::countStep);
            }
            long pages = (total * rowBytes + PAGE_BYTES - 1) / PAGE_BYTES;
            keep(schema, object, TableStatistics.NAME, new TableStatistics(total, pages).toProperties());
            TableActivity activity = table.table().activity();
            activity.analyzed(total, only.isEmpty());
            if (background) {
                activity.automaticAnalyses().ended(block.start());
            } else {
                activity.analyses().ended(block.start());
            }
        }
    }

    /** Finds what was asked to be known of several columns. */
    private void analyzeTogether(
            SchemaReader schema, TableDefinition table, List<BoxedRow> rows, long total, Runnable step) {
        for (ExtendedStatistics each :
                ExtendedStatistics.among(schema.related(table.object().id()))) {
            if (each.target() != 0) {
                JointStatistics found = new JointSample(schema, table, each).summary(rows, total, step);
                keep(schema, each.object(), ExtendedStatistics.FOUND, found.toProperties());
            }
        }
    }

    private void keep(SchemaReader schema, CatalogObject of, String name, Map<String, String> properties) {
        Optional<CatalogObject> before = schema.child(of, NameSpace.STATISTICS, name);
        if (before.isPresent()) {
            database.catalog().replace(block.transaction(), before.get().withProperties(properties));
        } else {
            long id = database.catalog().newId(block.transaction().workspace());
            database.catalog()
                    .add(
                            block.transaction(),
                            CatalogObject.of(CatalogKind.STATISTICS, id, of.id(), name)
                                    .withProperties(properties));
        }
    }
}
