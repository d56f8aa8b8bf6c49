package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.engine.table.RowOutcome;
import org.borealisdb.engine.table.RowResult;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Locks the rows that joined rows are made of, and passes these on with the newest version of each: those that do not meet the condition any
 * more are left out. Belongs to one task.
 */
final class LockedJoin implements RowIterator, PositionedRows {
    private final Execution execution;
    private final RowIterator input;
    private final Plan.LockJoin plan;
    private final int values;
    private final List<SqlType> types;
    private final @Nullable Evaluator condition;
    private final ComputedRow newest;
    private final RowVersionHolder version = new RowVersionHolder();
    private final byte[] @Nullable [] keys;
    private RowSource current = BoxedRow.empty();

    LockedJoin(Execution execution, RowIterator input, Plan.LockJoin plan) {
        this.execution = execution;
        this.input = input;
        this.plan = plan;
        this.values = plan.values().size();
        this.types = plan.types().subList(values, plan.types().size());
        this.condition = plan.condition().map(execution::compile).orElse(null);
        this.newest = new ComputedRow(execution, plan.values());
        this.keys = new byte[plan.tables().size()][];
    }

    @Override
    public boolean next() {
        while (input.next()) {
            execution.step();
            if (lock(input.row())) {
                return true;
            }
        }
        return false;
    }

    /** Locks what a row is made of; false if it is not wanted any more. */
    private boolean lock(RowSource row) {
        List<@Nullable Object> joined = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
            Plan.LockedTable table = plan.tables().get(i);
            keys[i] = null;
            if (row.isNull(values + table.key())) {
                continue;
            }
            byte[] key = (byte[]) row.objectAt(values + table.key());
            keys[i] = key;
            if (!version.read(execution, table.table(), key)) {
                return false;
            }
            RowOutcome outcome = LockedRows.lock(execution, table.table(), version, table.lock());
            if (version.isNewer(outcome)) {
                keys[i] = version.primaryKey();
                takeNewest(table, row, joined);
            } else if (outcome != RowResult.DONE) {
                return false;
            }
        }
        if (joined.isEmpty()) {
            current = row;
            return true;
        }
        BoxedRow changed = BoxedRow.of(joined);
        if (condition != null && !condition.isTrue(execution.frame(changed))) {
            return false;
        }
        newest.compute(execution.frame(changed));
        current = newest;
        return true;
    }

    private void takeNewest(Plan.LockedTable table, RowSource row, List<@Nullable Object> joined) {
        if (joined.isEmpty()) {
            for (int i = 0; i < types.size(); i++) {
                joined.add(Values.read(row, values + i, types.get(i)));
            }
        }
        Workspace workspace = execution.transaction().workspace();
        version.takeNewest(workspace);
        RowSource newestRow = new SeenRow(table.table()).moveTo(version);
        for (int i = 0; i < table.table().columns().size(); i++) {
            joined.set(table.first() + i, Values.read(newestRow, i, types.get(table.first() + i)));
        }
        joined.set(table.key(), version.primaryKey());
    }

    @Override
    public byte @Nullable [] keyIn(TableDefinition of) {
        for (int i = 0; i < keys.length; i++) {
            if (plan.tables().get(i).table().object().id() == of.object().id()) {
                return keys[i];
            }
        }
        throw new IllegalStateException("no rows of " + of.name() + " are locked");
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
