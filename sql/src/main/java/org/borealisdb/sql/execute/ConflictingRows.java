package org.borealisdb.sql.execute;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.table.DuplicateKey;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.bind.BoundConflict;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.spill.HashedKey;
import org.borealisdb.sql.spill.OperatorMemory;

/** Inserts rows, and does what ON CONFLICT says about those whose key is there already. Belongs to one task. */
final class ConflictingRows {
    private final Execution execution;
    private final ChangeRunner changes;
    private final TableDefinition table;
    private final TableDefinition seen;
    private final Optional<BoundConflict> conflict;
    private final List<SqlType> types;
    private final ComputedRow changed;
    private final ViewedRow views;
    private final OperatorMemory memory;
    private final Set<HashedKey> touched = new HashSet<>();
    private boolean updated;

    ConflictingRows(Execution execution, ChangeRunner changes, BoundChange change) {
        this.execution = execution;
        this.changes = changes;
        this.table = change.table();
        this.seen = change.seen();
        this.conflict = change.conflict();
        this.memory = execution.memory().forHash();
        this.types = table.columns().stream().map(TableColumn::type).toList();
        this.changed =
                new ComputedRow(execution, conflict.map(BoundConflict::values).orElse(List.of()), table.generated());
        this.views = new ViewedRow(
                execution, table, conflict.map(BoundConflict::visible).orElse(List.of()));
    }

    /** Inserts a row, or updates the one that is there; returns the row made, if any. */
    Optional<RowSource> insert(RowSource row) {
        updated = false;
        if (conflict.isEmpty()) {
            changes.insert(row);
            return Optional.of(row);
        }
        refuseDeferrable(row);
        while (true) {
            Optional<DuplicateKey> duplicate = changes.tryInsert(row);
            if (duplicate.isEmpty()) {
                return Optional.of(row);
            }
            BoxedRow excluded = PlanRunner.copy(row, types);
            IndexDefinition index = arbiter(changes.conflicting(duplicate.get().treeId()), excluded)
                    .orElseThrow(() -> changes.violation(duplicate.get(), row));
            if (conflict.get().doesNothing()) {
                checkVisible(duplicate.get().primaryKey());
                return Optional.empty();
            }
            Outcome outcome = update(index, excluded);
            if (outcome != Outcome.GONE) {
                updated = outcome == Outcome.UPDATED;
                return outcome == Outcome.UPDATED ? Optional.of(changed) : Optional.empty();
            }
        }
    }

    /** What may be violated for a while says nothing about conflicts, unless a key before it is met already. */
    private void refuseDeferrable(RowSource row) {
        List<IndexDefinition> arbiters = conflict.orElseThrow().arbiters();
        List<IndexDefinition> asked = (arbiters.isEmpty() ? table.indexes() : arbiters)
                .stream()
                        .filter(index -> index.isDeclaredUnique() || index.isExclusion())
                        .toList();
        Optional<IndexDefinition> refused =
                asked.stream().filter(index -> index.deferral().isDeferrable()).findFirst();
        if (refused.isEmpty()) {
            return;
        }
        changes.verify(row);
        BoxedRow excluded = PlanRunner.copy(row, types);
        boolean met =
                asked.subList(0, asked.indexOf(refused.get())).stream().anyMatch(index -> isTaken(index, excluded));
        if (!met) {
            throw new SqlException(
                            ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                            "ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters")
                    .with(SqlException.Field.SCHEMA, table.schema())
                    .with(SqlException.Field.TABLE, table.name())
                    .with(SqlException.Field.CONSTRAINT, refused.get().name());
        }
    }

    /** Returns whether the row that was made last was there before. */
    boolean hasUpdated() {
        return updated;
    }

    /** The index whose conflict is meant: the one that was met, or, if that is none of those named, one of these whose key is there too. */
    private Optional<IndexDefinition> arbiter(IndexDefinition met, BoxedRow excluded) {
        List<IndexDefinition> arbiters = conflict.orElseThrow().arbiters();
        if (arbiters.isEmpty()
                || arbiters.stream()
                        .anyMatch(each -> each.object().id() == met.object().id())) {
            return Optional.of(met);
        }
        return arbiters.stream().filter(each -> isTaken(each, excluded)).findFirst();
    }

    private boolean isTaken(IndexDefinition index, BoxedRow excluded) {
        Optional<Expression> predicate = index.predicate();
        if (predicate.isPresent() && !execution.compile(predicate.get()).isTrue(execution.frame(excluded))) {
            return false;
        }
        try (ReadView latest = execution.transaction().openLatestView()) {
            return new TableScan(
                            execution.withView(latest),
                            new Plan.Scan(table, sameKey(index, excluded), Optional.empty(), Optional.empty()))
                    .next();
        }
    }

    /** How rows with the same key are found. */
    private Access sameKey(IndexDefinition index, BoxedRow excluded) {
        List<Expression> key = index.parts().stream()
                .<Expression>map(part -> new Expression.Constant(
                        part.type(),
                        EvaluatorCompiler.box(execution.compile(part), part.type(), execution.frame(excluded))))
                .toList();
        boolean unfindable = !index.nullsAreDistinct()
                && key.stream().anyMatch(part -> part instanceof Expression.Constant known && known.value() == null);
        if (unfindable) {
            throw SqlException.notSupported(
                    "ON CONFLICT DO UPDATE by a key with NULL, of " + index.name() + " with NULLS NOT DISTINCT,");
        }
        return new Access(index, key, Optional.empty(), false, Optional.empty(), false);
    }

    private enum Outcome {
        UPDATED,
        NOT_WANTED,
        GONE
    }

    /** Updates the row that has the same key. It may have been committed after this statement's view, so a newer one finds it. */
    private Outcome update(IndexDefinition index, BoxedRow excluded) {
        Access access = sameKey(index, excluded);
        try (ReadView latest = execution.transaction().openLatestView()) {
            TableScan scan = new TableScan(
                    execution.withView(latest), new Plan.Scan(seen, access, Optional.empty(), Optional.empty()));
            if (!scan.next()) {
                return Outcome.GONE;
            }
            HashedKey primaryKey = HashedKey.of(scan.primaryKey().clone());
            if (touched.contains(primaryKey) || isNew(scan, access)) {
                throw new SqlException(
                                ErrorCode.CARDINALITY_VIOLATION,
                                "ON CONFLICT DO UPDATE command cannot affect row a second time")
                        .withHint("Ensure that no rows proposed for insertion within the same command have duplicate"
                                + " constrained values.");
            }
            checkVisible(scan.version());
            views.verifyVisible(scan.row());
            RowPair both = new RowPair(seen.columns().size());
            both.setLeft(scan.row());
            both.setRight(excluded);
            Optional<Expression> where = conflict.orElseThrow().where();
            if (where.isPresent() && !execution.compile(where.get()).isTrue(execution.frame(both))) {
                return Outcome.NOT_WANTED;
            }
            boolean done = changes.update(new FoundRow(scan), both, changed, latest);
            if (!done) {
                return Outcome.GONE;
            }
            memory.take(HashTables.ENTRY_BYTES + primaryKey.size());
            touched.add(primaryKey);
            return Outcome.UPDATED;
        }
    }

    /** Returns whether this very statement has inserted a row: it is the transaction's own, and the statement's view has no such row; or a function that it calls has written it. */
    private boolean isNew(TableScan scan, Access access) {
        if (scan.version().transactionId() != execution.transaction().id()) {
            return false;
        }
        return execution.ofFunctions().hasMade(scan.version().changeNumber())
                || !new TableScan(execution, new Plan.Scan(table, access, Optional.empty(), Optional.empty())).next();
    }

    /** The row that was met, once: whoever changes it in between makes it another, for which all is to be asked again, WHERE too. */
    private record FoundRow(TableScan scan) implements TargetRow {
        @Override
        public byte[] primaryKey() {
            return scan.primaryKey();
        }

        @Override
        public RowVersion version() {
            return scan.version();
        }

        @Override
        public RowSource row() {
            return scan.row();
        }

        @Override
        public void follow(byte[] key) {
            // It is not looked at.
        }

        @Override
        public boolean recheck() {
            return false;
        }
    }

    private boolean seesAll() {
        return execution.transaction().isolation() == IsolationLevel.READ_COMMITTED;
    }

    /** Under REPEATABLE READ a row must not be met, even to be left alone, whose newest version the transaction cannot see. */
    private void checkVisible(byte[] primaryKey) {
        if (seesAll()) {
            return;
        }
        RowVersion newest = new RowVersion();
        try (ReadView latest = execution.transaction().openLatestView()) {
            Workspace workspace = execution.transaction().workspace();
            if (execution.database().rows().read(workspace, table.table(), primaryKey, latest, newest)) {
                checkVisible(newest);
            }
        }
    }

    private void checkVisible(RowVersion newest) {
        long writer = newest.transactionId();
        boolean isVisible = seesAll()
                || writer == execution.transaction().id()
                || execution
                        .database()
                        .transactions()
                        .committedAtOrBelow(writer, execution.view().lsn());
        if (!isVisible) {
            throw new SqlException(
                    ErrorCode.SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
        }
    }
}
