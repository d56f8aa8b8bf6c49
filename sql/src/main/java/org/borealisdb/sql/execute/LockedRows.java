package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.engine.lock.LockWait;
import org.borealisdb.engine.lock.RowLockMode;
import org.borealisdb.engine.table.RowOutcome;
import org.borealisdb.engine.table.RowResult;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.RowLock;
import org.jspecify.annotations.Nullable;

/** Locks the rows of a table as they come, and passes the newest version of each on. Belongs to one task. */
final class LockedRows implements RowIterator, PositionedRows {
    private final Execution execution;
    private final Plan.LockRows plan;
    private final RowIterator input;
    private final TableDefinition table;
    private final Workspace workspace;
    private final SeenRow stored;
    private final @Nullable Evaluator filter;
    private final ComputedRow newest;
    private final RowVersionHolder version = new RowVersionHolder();
    private RowSource current;

    LockedRows(Execution execution, RowIterator input, Plan.LockRows plan) {
        this.execution = execution;
        this.plan = plan;
        this.input = input;
        this.table = plan.table();
        this.workspace = execution.transaction().workspace();
        this.stored = new SeenRow(table);
        this.filter = plan.filter().map(execution::compile).orElse(null);
        this.newest = new ComputedRow(execution, plan.values());
        this.current = BoxedRow.empty();
    }

    /** Locks a row as a clause of SELECT says; answers as the engine does, and {@code GONE} for a row that is passed over. */
    static RowOutcome lock(Execution execution, TableDefinition table, TargetRow row, RowLock lock) {
        LockWait wait =
                lock.whenBusy() == Query.LockWait.WAIT ? execution.transaction().lockWait() : LockWait.NONE;
        RowLockMode mode = lock.mode();
        try {
            return execution
                    .database()
                    .rows()
                    .lock(
                            execution.transaction(),
                            execution.view(),
                            table.table(),
                            row.primaryKey(),
                            row.version(),
                            mode,
                            wait);
        } catch (SqlException busy) {
            if (busy.code() == ErrorCode.LOCK_NOT_AVAILABLE && lock.whenBusy() == Query.LockWait.SKIP_LOCKED) {
                return RowResult.GONE;
            }
            if (busy.code() == ErrorCode.LOCK_NOT_AVAILABLE && lock.whenBusy() == Query.LockWait.NOWAIT) {
                throw new SqlException(
                        ErrorCode.LOCK_NOT_AVAILABLE,
                        "could not obtain lock on row in relation \"" + table.name() + "\"");
            }
            throw busy;
        }
    }

    @Override
    public boolean next() {
        while (input.next()) {
            execution.step();
            byte[] key = (byte[]) input.row().objectAt(plan.key());
            if (!version.read(execution, table, key)) {
                continue;
            }
            RowOutcome outcome = lock(execution, table, version, plan.lock());
            if (outcome == RowResult.DONE) {
                current = input.row();
                return true;
            }
            if (version.isNewer(outcome) && isStillWanted()) {
                return true;
            }
        }
        return false;
    }

    private boolean isStillWanted() {
        version.takeNewest(workspace);
        RowSource row = stored.moveTo(version);
        RowPair pair = new RowPair(table.columns().size());
        pair.setLeft(row);
        pair.setRight(BoxedRow.of(List.of((Object) version.primaryKey())));
        if (filter != null && !filter.isTrue(execution.frame(row))) {
            return false;
        }
        newest.compute(execution.frame(pair));
        current = newest;
        return true;
    }

    @Override
    public byte[] keyIn(TableDefinition of) {
        return (byte[]) current.objectAt(plan.key());
    }

    @Override
    public RowSource row() {
        return current;
    }

    @Override
    public void close() {
        input.close();
    }
}
