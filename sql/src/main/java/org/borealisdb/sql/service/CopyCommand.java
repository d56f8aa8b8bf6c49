package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TypeModifiers;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.execute.ChangeRunner;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.CopyShape;
import org.borealisdb.sql.session.ResultSink;
import org.jspecify.annotations.Nullable;

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
        TextInput input = scope.textInput();
        long count = 0;
        try (Execution execution = runs.beginWithoutPlan(open)) {
            ChangeRunner changes = new ChangeRunner(execution, table);
            CopyReader reader = new CopyReader(sink.copyIn(new CopyShape(places.size(), false)));
            List<@Nullable String> fields = new ArrayList<>();
            while (reader.next(fields)) {
                count++;
                try {
                    changes.insert(row(table, places, fields, input), false);
                } catch (SqlException error) {
                    throw error.with(SqlException.Field.WHERE, "COPY " + table.name() + ", line " + count);
                }
                if (count % ROWS_BETWEEN_CHECKS == 0) {
                    guard.check();
                }
            }
        }
        sink.complete(CommandTag.COPY, count);
    }

    private static RowSource row(
            TableDefinition table, List<Integer> places, List<@Nullable String> fields, TextInput input) {
        if (fields.size() != places.size()) {
            throw new SqlException(
                    ErrorCode.BAD_COPY_FILE_FORMAT,
                    fields.size() < places.size()
                            ? "missing data for column \""
                                    + table.columns()
                                            .get(places.get(fields.size()))
                                            .name() + "\""
                            : "extra data after last expected column");
        }
        @Nullable Object[] values = new Object[table.columns().size()];
        for (int i = 0; i < places.size(); i++) {
            String field = fields.get(i);
            SqlType type = table.columns().get(places.get(i)).type();
            values[places.get(i)] = field == null ? null : TypeModifiers.fit(type, input.parse(type, field), false);
        }
        return BoxedRow.of(values);
    }
}
