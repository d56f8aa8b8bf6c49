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
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.row.KeyEncoder;
import org.borealisdb.expr.row.RowEncoder;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.bind.BoundCheck;
import org.borealisdb.sql.catalog.IndexDefinition;
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
    private final CheckedRow checks;

    /** Changes rows of a table that has no check constraints, or whose rows are known to hold to them. */
    public ChangeRunner(Execution execution, TableDefinition table) {
        this(execution, table, List.of());
    }

    /** Changes rows of a table. */
    public ChangeRunner(Execution execution, TableDefinition table, List<BoundCheck> checks) {
        this.execution = execution;
        this.table = table;
        this.encoder = new RowEncoder(table.layout());
        this.rows = execution.database().rows();
        this.transaction = execution.transaction();
        this.checks = new CheckedRow(execution, table, checks);
    }

    /**
     * Runs a change.
     *
     * @param returned gets each row of RETURNING
     * @return the number of rows changed
     */
    public long run(BoundChange change, Consumer<RowSource> returned) {
        if (change.isJoined()) {
            return new JoinedChange(execution, this, change).run(returned);
        }
        ComputedRow answer = new ComputedRow(execution, change.returning().orElse(List.of()));
        boolean answers = change.returning().isPresent();
        long count = 0;
        if (change.kind() == BoundChange.Kind.INSERT) {
            RowIterator source = new PlanRunner(execution).open(change.source());
            ConflictingRows conflicts = new ConflictingRows(execution, this, table, change.conflict());
            while (source.next()) {
                execution.step();
                Optional<RowSource> made = conflicts.insert(source.row());
                if (made.isPresent()) {
                    count++;
                    if (answers) {
                        answer.compute(execution.frame(made.get()));
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

    /** Inserts a row with all columns of the table. */
    public void insert(RowSource row) {
        Optional<DuplicateKey> duplicate = tryInsert(row);
        if (duplicate.isPresent()) {
            throw violation(table, duplicate.get().treeId(), row);
        }
    }

    /** Inserts a row, unless a key of it is there. */
    Optional<DuplicateKey> tryInsert(RowSource row) {
        checks.verify(row);
        int length = encoder.encode(row);
        RowOutcome outcome = rows.insert(transaction, table.table(), primaryKey(row), encoder.bytes(), length);
        return outcome instanceof DuplicateKey duplicate ? Optional.of(duplicate) : Optional.empty();
    }

    /** Returns the index whose key a conflict is about. */
    IndexDefinition conflicting(long treeId) {
        return indexOf(table, treeId);
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

    private String text(RowSource row, int place) {
        var type = table.columns().get(place).type();
        Object value = Values.read(row, place, type);
        return value == null ? "null" : TextOutput.format(type, value, SessionFormat.DEFAULT);
    }

    /** Returns the error about a key that is there already. */
    SqlException violation(TableDefinition of, long treeId, RowSource row) {
        IndexDefinition index = indexOf(of, treeId);
        return new SqlException(
                        ErrorCode.UNIQUE_VIOLATION,
                        "duplicate key value violates unique constraint \"" + index.name() + "\"")
                .withDetail(keyText(index, row) + " already exists.")
                .with(SqlException.Field.TABLE, of.name())
                .with(SqlException.Field.CONSTRAINT, index.name());
    }

    private static IndexDefinition indexOf(TableDefinition of, long treeId) {
        return of.indexes().stream()
                .filter(candidate -> candidate.isClustered()
                        ? treeId == of.table().treeId()
                        : candidate.object().tree() == treeId)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no index has the tree " + treeId));
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

    /** Updates a row to values computed over it; false if it is gone, or no longer wanted. */
    boolean update(TargetRow scan, ComputedRow changed) {
        return update(scan, scan.row(), changed, execution.view());
    }

    /**
     * Updates a row.
     *
     * @param input what the new values are computed over
     * @param view that the row was found by
     */
    boolean update(TargetRow scan, RowSource input, ComputedRow changed, ReadView view) {
        while (true) {
            changed.compute(execution.frame(input));
            checks.verify(changed);
            byte[] before = scan.primaryKey();
            byte[] after = table.clusteredBy().isEmpty() ? before : primaryKey(changed);
            RowOutcome outcome;
            if (Arrays.equals(before, after)) {
                int length = encoder.encode(changed);
                outcome =
                        rows.update(transaction, view, table.table(), before, scan.version(), encoder.bytes(), length);
            } else {
                outcome = rows.delete(transaction, view, table.table(), before, scan.version());
                if (outcome == RowResult.DONE) {
                    insert(changed);
                    return true;
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

    /** Deletes a row; false if it is gone, or no longer wanted. */
    boolean delete(TargetRow scan) {
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

    /**
     * Copies all rows of a table into this one, which is clustered otherwise; a key that is there twice is an error.
     *
     * @param values the new rows over the old ones; none if they are the same
     */
    public void copyFrom(TableDefinition source, List<Expression> values) {
        Plan all = new Plan.Scan(source, Access.ALL, Optional.empty(), Optional.empty());
        RowIterator input = new PlanRunner(execution).open(values.isEmpty() ? all : new Plan.Project(all, values));
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
