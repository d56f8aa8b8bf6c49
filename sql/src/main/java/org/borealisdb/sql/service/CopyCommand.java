package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.execute.ChangeRunner;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.execute.TableLoad;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.CopyShape;
import org.borealisdb.sql.session.ResultSink;

/** COPY between a table and the client. Belongs to the session's task. */
final class CopyCommand {
    private static final int ROWS_BETWEEN_CHECKS = 256;

    private final TransactionBlock block;
    private final StatementPlanner planner;
    private final StatementRuns runs;
    private final StatementGuard guard;
    private final SessionScope scope;

    CopyCommand(
            TransactionBlock block,
            StatementPlanner planner,
            StatementRuns runs,
            StatementGuard guard,
            SessionScope scope) {
        this.block = block;
        this.planner = planner;
        this.runs = runs;
        this.guard = guard;
        this.scope = scope;
    }

    void run(Maintenance.Copy copy, ResultSink sink) {
        if (copy.end() != Maintenance.CopyEnd.CLIENT || copy.table() == null || !copy.isFrom()) {
            throw SqlException.notSupported("this form of COPY");
        }
        copy.options().forEach(option -> {
            if (!option.name().equals("freeze")) {
                throw SqlException.notSupported("COPY's option " + option.name());
            }
        });
        Transaction open = block.transaction();
        TableDefinition table;
        try (SchemaReader schema = planner.openSchema()) {
            table = schema.table(copy.table().parts())
                    .orElseThrow(() -> new SqlException(
                            ErrorCode.UNDEFINED_TABLE, "relation \"" + copy.table() + "\" does not exist"));
        }
        open.lock(RowStore.tableKey(table.table()), TableLockMode.ROW_EXCLUSIVE);
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < table.columns().size(); place++) {
            String name = table.columns().get(place).name();
            if (!table.columns().get(place).dropped()
                    && (copy.columns().isEmpty() || copy.columns().contains(name))) {
                places.add(place);
            }
        }
        if (!copy.columns().isEmpty() && places.size() != table.columns().size()) {
            throw SqlException.notSupported("COPY of some columns");
        }
        long count = 0;
        try (Execution execution = runs.beginWithoutPlan(open)) {
            TableLoad load = new ChangeRunner(execution, table).load();
            CopyReader reader = new CopyReader(sink.copyIn(new CopyShape(places.size(), false)));
            CopiedRow row = new CopiedRow(table, places, reader, scope.textInput());
            try {
                count = load(load, reader, row);
                load.finish();
            } catch (SqlException error) {
                throw first(load, row, error);
            }
        }
        sink.complete(CommandTag.COPY, count);
    }

    private long load(TableLoad load, CopyReader reader, CopiedRow row) {
        long count = 0;
        while (reader.next()) {
            row.read();
            try {
                load.add(row);
            } catch (SqlException error) {
                throw load.refused().isPresent() ? error : row.inLine(error);
            }
            count++;
            if (count % ROWS_BETWEEN_CHECKS == 0) {
                guard.check();
            }
        }
        return count;
    }

    /** The error of the first line that has one: lines before may not have been inserted yet. */
    private static SqlException first(TableLoad load, CopiedRow row, SqlException error) {
        SqlException first = error;
        try {
            load.finish();
        } catch (SqlException earlier) {
            first = earlier;
        }
        return load.refused().isPresent()
                ? first.with(
                        SqlException.Field.WHERE, row.lineName(load.refused().getAsLong() + 1))
                : first;
    }
}
