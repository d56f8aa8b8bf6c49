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

/**
 * WITH RECURSIVE: the rows of each step are computed once those of the step before were read. What UNION has seen has to be in memory, for every step asks for it. Belongs to one task.
 */
final class RecursiveRows implements RowIterator {
    private final Execution execution;
    private final PlanRunner runner;
    private final Plan.Recursive plan;
    private final List<SqlType> types;
    private final RowKeys keys;
    private final OperatorMemory memory;
    private final Set<HashedKey> seen = new HashSet<>();
    private RowBuffer last;
    private RowBuffer newer;
    private boolean begun;
    private long at = -1;

    RecursiveRows(Execution execution, PlanRunner runner, Plan.Recursive plan) {
        this.execution = execution;
        this.runner = runner;
        this.plan = plan;
        this.types = plan.types();
        this.keys = new RowKeys(types);
        this.memory = execution.memory().forHash();
        this.last = new RowBuffer(execution.memory());
        this.newer = new RowBuffer(execution.memory());
    }

    @Override
    public boolean next() {
        execution.step();
        if (++at < last.size()) {
            return true;
        }
        if (begun && last.size() == 0) {
            return false;
        }
        RowBuffer before = execution.setWorking(plan.working(), last);
        try {
            compute(begun ? plan.step() : plan.first());
        } finally {
            execution.setWorking(plan.working(), before);
        }
        begun = true;
        at = 0;
        RowBuffer read = last;
        read.clear();
        last = newer;
        newer = read;
        return last.size() > 0;
    }

    private void compute(Plan rows) {
        try (RowIterator input = runner.open(rows)) {
            while (input.next()) {
                execution.step();
                BoxedRow row = PlanRunner.copy(input.row(), types);
                if (!plan.distinct() || isNew(row)) {
                    newer.add(row);
                }
            }
        }
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
        return last.get(at);
    }

    @Override
    public void close() {
        last.close();
        newer.close();
        seen.clear();
        memory.close();
    }
}
