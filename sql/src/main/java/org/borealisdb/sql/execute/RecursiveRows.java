package org.borealisdb.sql.execute;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.Plan;

/** WITH RECURSIVE: the rows of each step are computed once those of the step before were read. Belongs to one task. */
final class RecursiveRows implements RowIterator {
    private final Execution execution;
    private final PlanRunner runner;
    private final Plan.Recursive plan;
    private final List<SqlType> types;
    private final Set<ByteBuffer> seen = new HashSet<>();
    private List<BoxedRow> last = List.of();
    private boolean begun;
    private int at = -1;

    RecursiveRows(Execution execution, PlanRunner runner, Plan.Recursive plan) {
        this.execution = execution;
        this.runner = runner;
        this.plan = plan;
        this.types = plan.types();
    }

    @Override
    public boolean next() {
        execution.step();
        if (++at < last.size()) {
            return true;
        }
        if (begun && last.isEmpty()) {
            return false;
        }
        last = begun ? step() : runner.all(plan.first());
        begun = true;
        at = 0;
        if (plan.distinct()) {
            last.removeIf(row -> !seen.add(PlanRunner.key(row, types, types.size())));
        }
        return !last.isEmpty();
    }

    private List<BoxedRow> step() {
        List<BoxedRow> before = execution.setWorking(plan.working(), last);
        try {
            return runner.all(plan.step());
        } finally {
            execution.setWorking(plan.working(), before);
        }
    }

    @Override
    public RowSource row() {
        return last.get(at);
    }
}
