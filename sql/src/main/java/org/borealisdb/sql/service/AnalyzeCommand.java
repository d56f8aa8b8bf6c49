package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.execute.PlanRunner;
import org.borealisdb.sql.execute.RowIterator;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.SqlNotice;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowSize;
import org.borealisdb.sql.statistics.ColumnStatistics;
import org.borealisdb.sql.statistics.ColumnSummary;
import org.borealisdb.sql.statistics.TableSample;
import org.borealisdb.sql.statistics.TableStatistics;
import org.borealisdb.sql.statistics.WideValue;
import org.jspecify.annotations.Nullable;

/** ANALYZE: reads tables, and keeps in the catalog what their values are like. Belongs to the session's task. */
final class AnalyzeCommand {
    private static final int PAGE_BYTES = 16 << 10;
    /** Of a row apart from its values, with what is left free in pages. */
    private static final int ROW_BYTES = 40;

    private final Database database;
    private final TransactionBlock block;
    private final StatementPlanner planner;
    private final StatementRuns runs;
    private final SessionScope scope;
    private final RandomSource random;
    private final Notices notices;

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
    }

    /** Analyzes tables; all of the database if none is named. */
    void run(List<Maintenance.TargetTable> targets) {
        try (SchemaReader schema = planner.openSchema()) {
            if (targets.isEmpty()) {
                for (CatalogObject parent : schema.schemas()) {
                    for (CatalogObject relation : schema.relations(parent)) {
                        if (relation.kind() == CatalogKind.TABLE && mayAnalyze(schema, relation)) {
                            analyze(schema, schema.table(relation), List.of());
                        }
                    }
                }
            }
            for (Maintenance.TargetTable target : targets) {
                analyze(schema, target);
            }
        } finally {
            scope.catalogChanged();
        }
    }

    private static boolean mayAnalyze(SchemaReader schema, CatalogObject relation) {
        long role = schema.currentRole().id();
        long ofDatabase = schema.object(CatalogKind.DATABASE, schema.databaseId())
                .map(schema.roles()::ownerOf)
                .orElseGet(() -> schema.roles().first());
        return schema.roles().hasPrivilegesOf(role, schema.roles().ownerOf(relation))
                || schema.roles().hasPrivilegesOf(role, ofDatabase);
    }

    private void analyze(SchemaReader schema, Maintenance.TargetTable target) {
        CatalogObject relation = schema.relation(target.table().parts())
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_TABLE, "relation \"" + target.table() + "\" does not exist"));
        if (relation.kind() != CatalogKind.TABLE) {
            notices.send(
                    SqlNotice.Level.WARNING,
                    ErrorCode.SUCCESSFUL_COMPLETION,
                    "skipping \"" + relation.name() + "\" --- cannot analyze non-tables or special system tables");
            return;
        }
        if (!mayAnalyze(schema, relation)) {
            notices.send(
                    SqlNotice.Level.WARNING,
                    ErrorCode.WARNING,
                    "skipping \"" + relation.name() + "\" --- only table or database owner can analyze it");
            return;
        }
        TableDefinition table = schema.table(relation);
        List<Integer> places = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (String column : target.columns()) {
            int place = table.place(column)
                    .orElseThrow(() -> new SqlException(
                            ErrorCode.UNDEFINED_COLUMN,
                            "column \"" + column + "\" of relation \"" + table.name() + "\" does not exist"));
            if (!named.add(column)) {
                throw new SqlException(
                        ErrorCode.DUPLICATE_COLUMN,
                        "column \"" + column + "\" of relation \"" + table.name() + "\" appears more than once");
            }
            places.add(place);
        }
        analyze(schema, table, places);
    }

    private void analyze(SchemaReader schema, TableDefinition found, List<Integer> only) {
        Transaction open = block.transaction();
        open.lock(RowStore.tableKey(found.table()), TableLockMode.SHARE_UPDATE_EXCLUSIVE);
        // Whoever had the lock before may have analyzed the table, too, or dropped it.
        schema.forget();
        Optional<CatalogObject> object =
                schema.object(CatalogKind.TABLE, found.object().id());
        if (object.isEmpty()) {
            return;
        }
        TableDefinition table = schema.table(object.get());
        TableSample sample = new TableSample(random);
        try (Execution execution = runs.beginWithoutPlan(open)) {
            scope.setRunning(execution);
            read(execution, table, sample);
            execution.forgetScans();
            List<BoxedRow> rows = sample.rows();
            long rowBytes = ROW_BYTES;
            for (int place = 0; place < table.columns().size(); place++) {
                TableColumn column = table.columns().get(place);
                if (column.dropped() || rows.isEmpty()) {
                    continue;
                }
                execution.countStep();
                ColumnStatistics statistics = ColumnSummary.of(column.type(), rows, place, sample.seen());
                rowBytes += (long) (statistics.width() * (1 - statistics.nullFraction()));
                if (only.isEmpty() || only.contains(place)) {
                    keep(schema, table, Integer.toString(column.number()), statistics.toProperties());
                }
            }
            long pages = (sample.seen() * rowBytes + PAGE_BYTES - 1) / PAGE_BYTES;
            keep(schema, table, TableStatistics.NAME, new TableStatistics(sample.seen(), pages).toProperties());
            table.table().activity().analyzed(sample.seen(), only.isEmpty(), block.start());
        }
    }

    private static void read(Execution execution, TableDefinition table, TableSample sample) {
        OperatorMemory memory = execution.rowMemory();
        Plan all = new Plan.Scan(table, Access.ALL, Optional.empty(), Optional.empty());
        try (RowIterator rows = new PlanRunner(execution).open(all)) {
            while (rows.next()) {
                int place = sample.place();
                if (place >= 0) {
                    BoxedRow row = kept(table, rows.row());
                    memory.take(RowSize.of(row));
                    sample.put(place, row).ifPresent(before -> memory.give(RowSize.of(before)));
                }
            }
        }
    }

    private static BoxedRow kept(TableDefinition table, RowSource row) {
        @Nullable Object[] values = new Object[table.columns().size()];
        for (int i = 0; i < values.length; i++) {
            TableColumn column = table.columns().get(i);
            Object value = column.dropped() ? null : Values.read(row, i, column.type());
            values[i] = value == null ? null : WideValue.kept(column.type(), value);
        }
        return BoxedRow.of(values);
    }

    private void keep(SchemaReader schema, TableDefinition table, String name, Map<String, String> properties) {
        Optional<CatalogObject> before = schema.child(table.object(), NameSpace.STATISTICS, name);
        if (before.isPresent()) {
            database.catalog().replace(block.transaction(), before.get().withProperties(properties));
        } else {
            long id = database.catalog().newId(block.transaction().workspace());
            database.catalog()
                    .add(
                            block.transaction(),
                            CatalogObject.of(
                                            CatalogKind.STATISTICS,
                                            id,
                                            table.object().id(),
                                            name)
                                    .withProperties(properties));
        }
    }
}
