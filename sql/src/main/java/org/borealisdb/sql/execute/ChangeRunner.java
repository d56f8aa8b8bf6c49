package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.borealisdb.engine.activity.ChangedRows;
import org.borealisdb.engine.table.DuplicateKey;
import org.borealisdb.engine.table.DuplicateRow;
import org.borealisdb.engine.table.Index;
import org.borealisdb.engine.table.Indexing;
import org.borealisdb.engine.table.MovedRow;
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
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.bind.BoundCheck;
import org.borealisdb.sql.bind.ReferenceGraph;
import org.borealisdb.sql.bind.TableReferences;
import org.borealisdb.sql.bind.ViewCheck;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.RowIndexKey;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Access;
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
    private final CheckedRow checks;
    private final ViewedRow viewChecks;
    private final ChangedReferences references;
    /** Columns of unique keys other than the primary key, which an update does not change. */
    private final List<Integer> keyPlaces;

    private final UniqueKeys keys;
    private final GeneratedValues generated;
    private final List<IndexDefinition> deferrable;
    private final ChangedRows counted;
    private byte[] writtenKey = {};
    private int writtenChange;

    /** Changes rows of a table that has no check constraints, or whose rows are known to hold to them. */
    public ChangeRunner(Execution execution, TableDefinition table) {
        this(execution, table, List.of(), List.of(), ReferenceGraph.EMPTY);
    }

    /** Makes the changes of a statement, or of one in its WITH. */
    public ChangeRunner(Execution execution, BoundChange change) {
        this(execution, change.table(), change.checks(), change.viewChecks(), change.references());
    }

    /** Changes rows of a table as a consequence of other changes. */
    ChangeRunner(Execution execution, TableDefinition table, ReferenceGraph graph) {
        this(execution, table, graph.of(table).map(TableReferences::checks).orElse(List.of()), List.of(), graph);
    }

    /** Changes rows of a table. */
    public ChangeRunner(Execution execution, TableDefinition table, List<BoundCheck> checks, ReferenceGraph graph) {
        this(execution, table, checks, List.of(), graph);
    }

    private ChangeRunner(
            Execution execution,
            TableDefinition table,
            List<BoundCheck> checks,
            List<ViewCheck> viewChecks,
            ReferenceGraph graph) {
        this.execution = execution;
        this.table = table;
        this.clusteredBy = table.clusteredBy();
        this.encoder = new RowEncoder(table.layout());
        this.rows = execution.database().rows();
        this.transaction = execution.transaction();
        this.checks = new CheckedRow(execution, table, checks);
        this.viewChecks = new ViewedRow(execution, table, viewChecks);
        this.references = new ChangedReferences(execution, table, graph);
        this.keyPlaces = keyPlaces(table);
        this.keys = new UniqueKeys(execution);
        this.generated = new GeneratedValues(execution, table);
        this.deferrable = UniqueKeys.of(table);
        this.counted = execution.activity().changesOf(table.table());
        forgetGoneIndexes();
    }

    private static List<Integer> keyPlaces(TableDefinition table) {
        List<Integer> places = List.of();
        for (IndexDefinition index : table.indexes()) {
            if (index.isUnique()
                    && !index.isClustered()
                    && !index.isComputed()
                    && !index.deferral().isDeferrable()) {
                places = places.isEmpty() ? new ArrayList<>() : places;
                places.addAll(index.columns());
            }
        }
        return places;
    }

    /**
     * Indexes that were dropped, or whose creation was undone, are maintained until somebody has cleared them away; by then they must refuse
     * no row. The lock on the table keeps away who would make or drop one, or that one has stay what others may not know of yet. A transaction that has changed the catalog itself may yet undo that.
     */
    private void forgetGoneIndexes() {
        if (transaction.hasChangedCatalog()) {
            return;
        }
        for (Index index : table.table().indexes()) {
            if (!isKnown(index)) {
                execution.database().tables().forgetIndex(table.table(), index);
            }
        }
    }

    private boolean isKnown(Index index) {
        for (IndexDefinition known : table.indexes()) {
            if (known.object().tree() == index.treeId()) {
                return !known.isLeaving();
            }
        }
        return false;
    }

    /**
     * Runs a statement's change, and the data changes in its WITH.
     *
     * @param returned gets each row of RETURNING
     * @return the number of rows changed
     */
    public long runStatement(BoundChange change, Consumer<RowSource> returned) {
        long count = run(change, returned);
        execution.finishChanges();
        execution.finishChecks();
        return count;
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
        ReturnedRow answer = new ReturnedRow(execution, change, returned);
        long count = 0;
        if (change.kind() == BoundChange.Kind.INSERT) {
            RowIterator plain = new PlanRunner(execution).open(change.source());
            boolean alone = !execution.hasChanges();
            boolean unchecked = change.viewChecks().isEmpty();
            if (!answer.isWanted()
                    && alone
                    && unchecked
                    && change.conflict().isEmpty()
                    && !(change.source() instanceof Plan.Rows)) {
                return insertAll(plain);
            }
            RowIterator source = completed(plain);
            ConflictingRows conflicts = new ConflictingRows(execution, this, change);
            while (source.next()) {
                execution.step();
                Optional<RowSource> made = conflicts.insert(source.row());
                if (made.isPresent()) {
                    viewChecks.verify(made.get());
                    count++;
                    answer.written(made.get(), this, conflicts.hasUpdated());
                }
            }
            return count;
        }
        PlanMeasure measure = execution.measureOf(change.source());
        long started = measure == null ? 0 : measure.start();
        TableScan scan = new TableScan(execution, (Plan.Scan) change.source());
        RowIterator found = measure == null ? scan : measure.of(scan, started);
        ComputedRow changed = new ComputedRow(execution, change.values(), table.generated());
        while (found.next()) {
            if (change.kind() == BoundChange.Kind.DELETE) {
                if (delete(scan)) {
                    count++;
                    answer.deleted(scan);
                }
            } else if (update(scan, changed)) {
                viewChecks.verify(changed);
                count++;
                answer.written(changed, this, false);
            }
        }
        return count;
    }

    /** Rows with their generated columns. */
    private RowIterator completed(RowIterator rowsOfPlan) {
        if (table.generated().isEmpty()) {
            return rowsOfPlan;
        }
        return new RowIterator() {
            private RowSource current = BoxedRow.empty();

            @Override
            public boolean next() {
                boolean found = rowsOfPlan.next();
                current = found ? generated.complete(rowsOfPlan.row()) : current;
                return found;
            }

            @Override
            public RowSource row() {
                return current;
            }
        };
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

    /** Inserts a row with all columns of the table. */
    public void insert(RowSource row) {
        Optional<DuplicateKey> duplicate = tryInsert(row);
        if (duplicate.isPresent()) {
            throw violation(duplicate.get(), row);
        }
    }

    /** Inserts a row, unless a key of it is there. */
    Optional<DuplicateKey> tryInsert(RowSource row) {
        checks.verify(row);
        int length = encoder.encode(row);
        byte[] primaryKey = primaryKey(row);
        RowOutcome outcome = rows.insert(transaction, table.table(), primaryKey, encoder.bytes(), length);
        if (outcome == RowResult.DONE) {
            wrote(primaryKey);
            inserted(row, () -> primaryKey);
        }
        return outcome instanceof DuplicateKey duplicate ? Optional.of(duplicate) : Optional.empty();
    }

    private void wrote(byte[] primaryKey) {
        writtenKey = primaryKey;
        writtenChange = transaction.changes() - 1;
    }

    /** Returns the primary key of the row that was written last. */
    byte[] writtenKey() {
        return writtenKey;
    }

    /** Returns the number that writing it has among the transaction's changes. */
    int writtenChange() {
        return writtenChange;
    }

    private void inserted(RowSource row, Supplier<byte[]> primaryKey) {
        counted.insertedOne();
        for (IndexDefinition index : deferrable) {
            keys.added(table, index, row, primaryKey);
        }
        references.inserted(row, primaryKey);
    }

    private void updated(RowSource before, RowSource after, byte[] primaryKey, boolean isOther) {
        counted.updatedOne();
        for (IndexDefinition index : deferrable) {
            if (isOther || UniqueKeys.differ(table, index, before, after)) {
                keys.added(table, index, after, () -> primaryKey);
            }
        }
        references.updated(before, after, () -> primaryKey, isOther);
    }

    /** Returns the index whose key a conflict is about. */
    IndexDefinition conflicting(long treeId) {
        return indexOf(table, treeId);
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

    /** Returns the error about a key that is there already. */
    SqlException violation(DuplicateKey duplicate, RowSource row) {
        RowSource existing = storedRow(duplicate.row(), 0, duplicate.row().length);
        return KeyViolation.of(execution.sight(), table, indexOf(table, duplicate.treeId()), row, existing);
    }

    private static IndexDefinition indexOf(TableDefinition of, long treeId) {
        return of.indexes().stream()
                .filter(candidate -> candidate.isClustered()
                        ? treeId == of.table().treeId()
                        : candidate.object().tree() == treeId)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no index has the tree " + treeId));
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
            byte[] after = clusteredBy.isEmpty() ? before : primaryKey(changed);
            RowOutcome outcome;
            if (Arrays.equals(before, after)) {
                int length = encoder.encode(changed);
                outcome = rows.update(
                        transaction,
                        view,
                        table.table(),
                        before,
                        scan.version(),
                        encoder.bytes(),
                        length,
                        keepsKeys(scan.row(), changed));
            } else {
                outcome = rows.deleteMoved(transaction, view, table.table(), before, scan.version(), after);
                if (outcome == RowResult.DONE) {
                    int length = encoder.encode(changed);
                    outcome = rows.insert(transaction, table.table(), after, encoder.bytes(), length);
                }
            }
            switch (outcome) {
                case DuplicateKey duplicate -> throw violation(duplicate, changed);
                case MovedRow moved -> {
                    scan.follow(moved.primaryKey());
                    if (!scan.recheck()) {
                        return false;
                    }
                }
                case RowResult result -> {
                    if (result == RowResult.DONE) {
                        wrote(after);
                        boolean moves = !Arrays.equals(before, after);
                        updated(scan.row(), changed, after, moves);
                        if (moves) {
                            scan.moved(after);
                        }
                        return true;
                    }
                    refuseOfFunction(result, "updated");
                    if (result != RowResult.CHANGED || !scan.recheck()) {
                        return false;
                    }
                }
            }
        }
    }

    /** Fails if a function that the statement calls has changed the row. */
    private void refuseOfFunction(RowOutcome outcome, String what) {
        if (outcome == RowResult.CHANGED_BY_SELF) {
            int change = transaction.workspace().current().changeNumber();
            execution.ofFunctions().refuse(change, what);
        }
    }

    private boolean keepsKeys(RowSource before, RowSource after) {
        for (int place : keyPlaces) {
            SqlType type = table.columns().get(place).type();
            if (!Objects.deepEquals(Values.read(before, place, type), Values.read(after, place, type))) {
                return false;
            }
        }
        return true;
    }

    /** Deletes a row; false if it is gone, or no longer wanted. */
    boolean delete(TargetRow scan) {
        while (true) {
            RowOutcome outcome =
                    rows.delete(transaction, execution.view(), table.table(), scan.primaryKey(), scan.version());
            if (outcome == RowResult.DONE) {
                counted.deletedOne();
                references.deleted(scan.row());
                return true;
            }
            refuseOfFunction(outcome, "deleted");
            if (outcome instanceof MovedRow moved) {
                scan.follow(moved.primaryKey());
            } else if (outcome != RowResult.CHANGED) {
                return false;
            }
            if (!scan.recheck()) {
                return false;
            }
        }
    }

    /**
     * Copies all rows of a table into this one, which is empty and clustered otherwise; a key that is there twice is an error.
     *
     * @param values the new rows over the old ones; none if they are the same
     */
    public void copyFrom(TableDefinition source, List<Expression> values) {
        if (values.isEmpty() && clusteredBy.isPresent()) {
            rewrite(source, clusteredBy.get());
        } else {
            copyRows(source, values);
        }
    }

    private void rewrite(TableDefinition source, IndexDefinition index) {
        RowIndexKey encoded = new RowIndexKey(index, table.layout());
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
                                Indexing indexing = encoded.encode(row, from, length, target);
                                if (indexing != Indexing.DISTINCT) {
                                    throw containsNulls(index, storedRow(row, from, length));
                                }
                                return indexing;
                            },
                            view);
        }
        if (twice.isPresent()) {
            throw duplicated(index, storedRow(twice.get(), 0, twice.get().length));
        }
    }

    private void copyRows(TableDefinition source, List<Expression> values) {
        Plan all = new Plan.Scan(source, Access.ALL, Optional.empty(), Optional.empty());
        RowIterator input = new PlanRunner(execution).open(values.isEmpty() ? all : new Plan.Project(all, values));
        while (input.next()) {
            RowSource row = input.row();
            for (int place : clusteredBy.map(IndexDefinition::columns).orElse(List.of())) {
                if (row.isNull(place)) {
                    throw containsNulls(clusteredBy.orElseThrow(), row);
                }
            }
            int length = encoder.encode(row);
            RowOutcome outcome = rows.insert(transaction, table.table(), primaryKey(row), encoder.bytes(), length);
            if (outcome instanceof DuplicateKey) {
                throw duplicated(clusteredBy.orElseThrow(), row);
            }
        }
    }

    private SqlException duplicated(IndexDefinition index, RowSource row) {
        return KeyViolation.atCreation(table, index, row);
    }

    private SqlException containsNulls(IndexDefinition index, RowSource row) {
        int place = index.columns().stream().filter(row::isNull).findFirst().orElseThrow();
        return new SqlException(
                        ErrorCode.NOT_NULL_VIOLATION,
                        "column \"" + table.columns().get(place).name() + "\" of relation \"" + table.name()
                                + "\" contains null values")
                .with(SqlException.Field.SCHEMA, table.schema())
                .with(SqlException.Field.TABLE, table.name())
                .with(SqlException.Field.COLUMN, table.columns().get(place).name());
    }

    private RowSource storedRow(byte[] row, int from, int length) {
        return new StoredRow(table.layout()).moveTo(row, from, length);
    }

    /** Returns a row with its generated columns, whatever it has there. */
    RowSource complete(RowSource row) {
        return generated.complete(row);
    }

    /** Fails if a row that was written is none of the views WITH CHECK OPTION that it was written through. */
    void verifyViews(RowSource row) {
        viewChecks.verify(row);
    }

    /** Fails if a row is against a constraint that is a row's own. */
    void verify(RowSource row) {
        checks.verify(row);
    }

    /** Begins to insert many rows. */
    public TableLoad load() {
        return new TableLoad(this, execution.database().tables().load(transaction, table.table()));
    }

    /** Hands a row that is to be inserted to a load, once it has passed the checks. */
    Optional<DuplicateRow> addTo(RowLoader loader, RowSource row) {
        int length = encoder.encode(row);
        if (clusteredBy.isEmpty()) {
            byte[] id = execution.database().rowIds().next(transaction.workspace());
            Optional<DuplicateRow> duplicate = loader.add(id, id.length, encoder.bytes(), length);
            if (duplicate.isEmpty()) {
                inserted(row, () -> id);
            }
            return duplicate;
        }
        encodeKey(row);
        Optional<DuplicateRow> duplicate = loader.add(key.array(), key.size(), encoder.bytes(), length);
        if (duplicate.isEmpty()) {
            inserted(row, () -> primaryKey(row));
        }
        return duplicate;
    }

    /** Returns the error about a row that could not be loaded. */
    SqlException violation(DuplicateRow refused) {
        RowSource row = storedRow(refused.row(), 0, refused.row().length);
        return KeyViolation.of(execution.sight(), table, indexOf(table, refused.treeId()), row, row);
    }
}
