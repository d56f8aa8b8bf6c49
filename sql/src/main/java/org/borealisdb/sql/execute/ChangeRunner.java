package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.engine.table.DuplicateKey;
import org.borealisdb.engine.table.RowOutcome;
import org.borealisdb.engine.table.RowResult;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.row.KeyEncoder;
import org.borealisdb.expr.row.RowEncoder;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.Plan;

/** Inserts, updates and deletes rows, and keeps the constraints that are a row's own and those of keys. */
public final class ChangeRunner {
    private final Execution execution;
    private final TableDefinition table;
    private final RowEncoder encoder;
    private final RowStore rows;
    private final Transaction transaction;
    private final ByteSink key = new ByteSink(32);

    /** Changes rows of a table. */
    public ChangeRunner(Execution execution, TableDefinition table) {
        this.execution = execution;
        this.table = table;
        this.encoder = new RowEncoder(table.layout());
        this.rows = execution.database().rows();
        this.transaction = execution.transaction();
    }

    /**
     * Runs a change.
     *
     * @param returned gets each row of RETURNING
     * @return the number of rows changed
     */
    public long run(BoundChange change, Consumer<RowSource> returned) {
        ComputedRow answer = new ComputedRow(execution, change.returning().orElse(List.of()));
        boolean answers = change.returning().isPresent();
        long count = 0;
        if (change.kind() == BoundChange.Kind.INSERT) {
            RowIterator source = new PlanRunner(execution).open(change.source());
            while (source.next()) {
                execution.step();
                if (insert(source.row(), change.ignoreConflicts())) {
                    count++;
                    if (answers) {
                        answer.compute(execution.frame(source.row()));
                        returned.accept(answer);
                    }
                }
            }
            return count;
        }
        TableScan scan = new TableScan(execution, (Plan.Scan) change.source());
        ComputedRow changed = new ComputedRow(execution, change.values());
        while (scan.next()) {
            if (change.kind() == BoundChange.Kind.DELETE) {
                if (delete(scan)) {
                    count++;
                    if (answers) {
                        answer.compute(execution.frame(scan.row()));
                        returned.accept(answer);
                    }
                }
            } else if (update(scan, changed)) {
                count++;
                if (answers) {
                    answer.compute(execution.frame(changed));
                    returned.accept(answer);
                }
            }
        }
        return count;
    }

    /** Inserts a row with all columns of the table; false if its key is there and conflicts are passed over. */
    public boolean insert(RowSource row, boolean ignoreConflicts) {
        checkNulls(row);
        int length = encoder.encode(row);
        RowOutcome outcome = rows.insert(transaction, table.table(), primaryKey(row), encoder.bytes(), length);
        if (outcome instanceof DuplicateKey duplicate) {
            if (ignoreConflicts) {
                return false;
            }
            throw violation(table, duplicate.treeId(), row);
        }
        return true;
    }

    private byte[] primaryKey(RowSource row) {
        if (table.clusteredBy().isEmpty()) {
            return execution.database().rowIds().next(transaction.workspace());
        }
        IndexDefinition index = table.clusteredBy().get();
        key.clear();
        for (int i = 0; i < index.columns().size(); i++) {
            KeyEncoder.append(key, index.keys().get(i), row, index.columns().get(i));
        }
        return key.toBytes();
    }

    private void checkNulls(RowSource row) {
        for (int place = 0; place < table.columns().size(); place++) {
            TableColumn column = table.columns().get(place);
            if (column.notNull() && !column.dropped() && row.isNull(place)) {
                throw new SqlException(
                                ErrorCode.NOT_NULL_VIOLATION,
                                "null value in column \"" + column.name() + "\" of relation \"" + table.name()
                                        + "\" violates not-null constraint")
                        .withDetail("Failing row contains (" + rowText(row) + ").")
                        .with(SqlException.Field.TABLE, table.name())
                        .with(SqlException.Field.COLUMN, column.name());
            }
        }
    }

    private String rowText(RowSource row) {
        List<String> values = new ArrayList<>();
        for (int place = 0; place < table.columns().size(); place++) {
            if (!table.columns().get(place).dropped()) {
                values.add(text(row, place));
            }
        }
        return String.join(", ", values);
    }

    private String text(RowSource row, int place) {
        var type = table.columns().get(place).type();
        Object value = Values.read(row, place, type);
        return value == null ? "null" : TextOutput.format(type, value, SessionFormat.DEFAULT);
    }

    /** Returns the error about a key that is there already. */
    SqlException violation(TableDefinition of, long treeId, RowSource row) {
        IndexDefinition index = of.indexes().stream()
                .filter(candidate -> candidate.isClustered()
                        ? treeId == of.table().treeId()
                        : candidate.object().tree() == treeId)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no index has the tree " + treeId));
        return new SqlException(
                        ErrorCode.UNIQUE_VIOLATION,
                        "duplicate key value violates unique constraint \"" + index.name() + "\"")
                .withDetail(keyText(index, row) + " already exists.")
                .with(SqlException.Field.TABLE, of.name())
                .with(SqlException.Field.CONSTRAINT, index.name());
    }

    private String keyText(IndexDefinition index, RowSource row) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int place : index.columns()) {
            names.add(table.columns().get(place).name());
            values.add(text(row, place));
        }
        return "Key (" + String.join(", ", names) + ")=(" + String.join(", ", values) + ")";
    }

    private boolean update(TableScan scan, ComputedRow changed) {
        while (true) {
            changed.compute(execution.frame(scan.row()));
            checkNulls(changed);
            byte[] before = scan.primaryKey();
            byte[] after = table.clusteredBy().isEmpty() ? before : primaryKey(changed);
            RowOutcome outcome;
            if (Arrays.equals(before, after)) {
                int length = encoder.encode(changed);
                outcome = rows.update(
                        transaction, execution.view(), table.table(), before, scan.version(), encoder.bytes(), length);
            } else {
                outcome = rows.delete(transaction, execution.view(), table.table(), before, scan.version());
                if (outcome == RowResult.DONE) {
                    return insert(changed, false);
                }
            }
            switch (outcome) {
                case DuplicateKey duplicate -> throw violation(table, duplicate.treeId(), changed);
                case RowResult result -> {
                    if (result == RowResult.DONE) {
                        return true;
                    }
                    if (result != RowResult.CHANGED || !scan.recheck()) {
                        return false;
                    }
                }
            }
        }
    }

    private boolean delete(TableScan scan) {
        while (true) {
            RowOutcome outcome =
                    rows.delete(transaction, execution.view(), table.table(), scan.primaryKey(), scan.version());
            if (outcome == RowResult.DONE) {
                return true;
            }
            if (outcome != RowResult.CHANGED || !scan.recheck()) {
                return false;
            }
        }
    }

    /** Copies all rows into another table that is clustered otherwise, and answers the row whose key is there twice, as an error. */
    public void copyFrom(TableDefinition source) {
        Plan all = new Plan.Scan(source, Access.ALL, Optional.empty(), Optional.empty());
        RowIterator input = new PlanRunner(execution).open(all);
        while (input.next()) {
            for (int place : table.clusteredBy().map(IndexDefinition::columns).orElse(List.of())) {
                if (input.row().isNull(place)) {
                    throw new SqlException(
                            ErrorCode.NOT_NULL_VIOLATION,
                            "column \"" + table.columns().get(place).name() + "\" of relation \"" + table.name()
                                    + "\" contains null values");
                }
            }
            int length = encoder.encode(input.row());
            RowOutcome outcome =
                    rows.insert(transaction, table.table(), primaryKey(input.row()), encoder.bytes(), length);
            if (outcome instanceof DuplicateKey) {
                IndexDefinition index = table.clusteredBy().orElseThrow();
                throw new SqlException(
                                ErrorCode.UNIQUE_VIOLATION, "could not create unique index \"" + index.name() + "\"")
                        .withDetail(keyText(index, input.row()) + " is duplicated.");
            }
        }
    }
}
