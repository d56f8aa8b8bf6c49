package org.borealisdb.sql.execute;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.engine.table.DuplicateKey;
import org.borealisdb.engine.table.DuplicateRow;
import org.borealisdb.engine.table.Indexing;
import org.borealisdb.engine.table.RowLoader;
import org.borealisdb.engine.table.RowOutcome;
import org.borealisdb.engine.table.RowResult;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.row.KeyEncoder;
import org.borealisdb.expr.row.RowEncoder;
import org.borealisdb.expr.row.StoredRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.RowIndexKey;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Plan;

/** Inserts, updates and deletes rows, and keeps the constraints that are a row's own and those of keys. */
public final class ChangeRunner {
    private final Execution execution;
    private final TableDefinition table;
    private final Optional<IndexDefinition> clusteredBy;
    private final RowEncoder encoder;
    private final RowStore rows;
    private final Transaction transaction;
    private final ByteSink key = new ByteSink(32);

    /** Changes rows of a table. */
    public ChangeRunner(Execution execution, TableDefinition table) {
        this.execution = execution;
        this.table = table;
        this.clusteredBy = table.clusteredBy();
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
            if (!answers && !change.ignoreConflicts() && !(change.source() instanceof Plan.Rows)) {
                return insertAll(source);
            }
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

    private long insertAll(RowIterator source) {
        TableLoad load = load();
        long count = 0;
        try {
            while (source.next()) {
                execution.step();
                load.add(source.row());
                count++;
            }
        } catch (SqlException later) {
            // An earlier row may have an error of its own.
            load.finish();
            throw later;
        }
        load.finish();
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
        if (clusteredBy.isEmpty()) {
            return execution.database().rowIds().next(transaction.workspace());
        }
        encodeKey(row);
        return key.toBytes();
    }

    private void encodeKey(RowSource row) {
        IndexDefinition index = clusteredBy.orElseThrow();
        key.clear();
        for (int i = 0; i < index.columns().size(); i++) {
            KeyEncoder.append(key, index.keys().get(i), row, index.columns().get(i));
        }
    }

    /** Fails if a column that may not be NULL is. */
    void checkNulls(RowSource row) {
        for (int place = 0; place < table.columns().size(); place++) {
            TableColumn column = table.columns().get(place);
            if (column.notNull() && !column.dropped() && row.isNull(place)) {
                throw new SqlException(
                                ErrorCode.NOT_NULL_VIOLATION,
                                "null value in column \"" + column.name() + "\" of relation \"" + table.name()
                                        + "\" violates not-null constraint")
                        .withDetail("Failing row contains (" + RowText.row(table, row) + ").")
                        .with(SqlException.Field.TABLE, table.name())
                        .with(SqlException.Field.COLUMN, column.name());
            }
        }
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
                .withDetail(RowText.key(table, index, row) + " already exists.")
                .with(SqlException.Field.TABLE, of.name())
                .with(SqlException.Field.CONSTRAINT, index.name());
    }

    private boolean update(TableScan scan, ComputedRow changed) {
        while (true) {
            changed.compute(execution.frame(scan.row()));
            checkNulls(changed);
            byte[] before = scan.primaryKey();
            byte[] after = clusteredBy.isEmpty() ? before : primaryKey(changed);
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

    /** Writes all rows into an empty table, which is clustered otherwise. */
    public void copyFrom(TableDefinition source) {
        IndexDefinition index = clusteredBy.orElseThrow();
        RowIndexKey key = new RowIndexKey(index, table.layout());
        Optional<byte[]> twice;
        try (ReadView view = transaction.openLatestView()) {
            twice = execution
                    .database()
                    .tables()
                    .rewrite(
                            transaction,
                            source.table(),
                            table.table(),
                            (row, from, length, target) -> {
                                execution.step();
                                Indexing indexing = key.encode(row, from, length, target);
                                if (indexing != Indexing.DISTINCT) {
                                    throw containsNulls(index, storedRow(row, from, length));
                                }
                                return indexing;
                            },
                            view);
        }
        if (twice.isPresent()) {
            throw new SqlException(ErrorCode.UNIQUE_VIOLATION, "could not create unique index \"" + index.name() + "\"")
                    .withDetail(RowText.key(table, index, storedRow(twice.get(), 0, twice.get().length))
                            + " is duplicated.")
                    .with(SqlException.Field.TABLE, table.name())
                    .with(SqlException.Field.CONSTRAINT, index.name());
        }
    }

    private SqlException containsNulls(IndexDefinition index, RowSource row) {
        int place = index.columns().stream().filter(row::isNull).findFirst().orElseThrow();
        return new SqlException(
                        ErrorCode.NOT_NULL_VIOLATION,
                        "column \"" + table.columns().get(place).name() + "\" of relation \"" + table.name()
                                + "\" contains null values")
                .with(SqlException.Field.TABLE, table.name())
                .with(SqlException.Field.COLUMN, table.columns().get(place).name());
    }

    private RowSource storedRow(byte[] row, int from, int length) {
        return new StoredRow(table.layout()).moveTo(MemorySegment.ofArray(row), from, length);
    }

    /** Begins to insert many rows. */
    public TableLoad load() {
        return new TableLoad(this, execution.database().tables().load(transaction, table.table()));
    }

    /** Hands a row that is to be inserted, and has no forbidden NULLs, to a load. */
    Optional<DuplicateRow> addTo(RowLoader loader, RowSource row) {
        int length = encoder.encode(row);
        if (clusteredBy.isEmpty()) {
            byte[] id = execution.database().rowIds().next(transaction.workspace());
            return loader.add(id, id.length, encoder.bytes(), length);
        }
        encodeKey(row);
        return loader.add(key.array(), key.size(), encoder.bytes(), length);
    }

    /** Returns the error about a row that could not be loaded. */
    SqlException violation(DuplicateRow refused) {
        return violation(table, refused.treeId(), storedRow(refused.row(), 0, refused.row().length));
    }
}
