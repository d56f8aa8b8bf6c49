package org.borealisdb.sql.execute;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.spill.HashedKey;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowBuffer;
import org.jspecify.annotations.Nullable;

/**
 * WITH RECURSIVE: rows are handed on as a step computes them, so that a query that wants but a few ends though the recursion would not; they are kept for the next step. What UNION has seen has to be in memory, for every step asks for it. Belongs to one task.
 */
final class RecursiveRows implements RowIterator {
    private final Execution execution;
    private final PlanRunner runner;
    private final Plan.Recursive plan;
    private final List<SqlType> types;
    private final RowKeys keys;
    private final OperatorMemory memory;
    /** What is computed once in each step. */
    private final List<Object> ofStep;

    private final Set<HashedKey> seen = new HashSet<>();
    private RowBuffer last;
    private RowBuffer newer;
    private @Nullable RowIterator input;
    /** The rows of the step before, which may begin again. */
    private @Nullable RowIterator step;

    private boolean begun;
    private boolean ended;
    private BoxedRow current = BoxedRow.empty();

    RecursiveRows(Execution execution, PlanRunner runner, Plan.Recursive plan) {
        this.execution = execution;
        this.runner = runner;
        this.plan = plan;
        this.types = plan.types();
        this.keys = new RowKeys(types);
        this.memory = execution.memory().forHash();
        this.ofStep = SharedReads.over(plan.step(), plan.working());
        this.last = new RowBuffer(execution.memory());
        this.newer = new RowBuffer(execution.memory());
    }

    @Override
    public boolean next() {
        while (!ended) {
            execution.step();
            RowBuffer before = execution.setWorking(plan.working(), last);
            try {
                if (nextOfStep()) {
                    return true;
                }
            } finally {
                execution.setWorking(plan.working(), before);
            }
            ofStep.forEach(execution::forget);
            RowBuffer read = last;
            read.clear();
            last = newer;
            newer = read;
            ended = last.size() == 0;
        }
        return false;
    }

    /** Goes to the next row of a step; false if it has no more, and the next step may begin. */
    private boolean nextOfStep() {
        RowIterator rows = input;
        if (rows == null) {
            rows = begun ? step() : runner.open(plan.first());
            input = rows;
            begun = true;
        }
        while (rows.next()) {
            execution.step();
            BoxedRow row = PlanRunner.copy(rows.row(), types);
            if (!plan.distinct() || isNew(row)) {
                newer.add(row);
                current = row;
                return true;
            }
        }
        rows.close();
        input = null;
        return false;
    }

    private RowIterator step() {
        RowIterator known = step;
        if (known != null && known.restart()) {
            return known;
        }
        RowIterator opened = runner.open(plan.step());
        step = opened;
        return opened;
    }

    private boolean isNew(BoxedRow row) {
        HashedKey key = keys.of(row);
        if (!seen.add(key)) {
            return false;
        }
        memory.take(HashTables.ENTRY_BYTES + key.size());
        return true;
    }

    @Override
    public RowSource row() {
        return current;
    }

    @Override
    public void close() {
        ended = true;
        RowIterator open = input;
        if (open != null) {
            open.close();
            input = null;
        }
        last.close();
        newer.close();
        seen.clear();
        memory.close();
    }
}
