package org.borealisdb.sql.execute;

import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.Plan;

/** The rows of a plan, then those of another, which is opened when the first one has no more. Belongs to one task. */
final class AppendedRows implements RowIterator {
    private final PlanRunner runner;
    private final Plan second;
    private RowIterator current;
    private boolean inSecond;

    AppendedRows(PlanRunner runner, Plan first, Plan second) {
        this.runner = runner;
        this.second = second;
        this.current = runner.open(first);
    }

    @Override
    public boolean next() {
        if (current.next()) {
            return true;
        }
        if (inSecond) {
            return false;
        }
        inSecond = true;
        current.close();
        current = runner.open(second);
        return current.next();
    }

    @Override
    public RowSource row() {
        return current.row();
    }

    @Override
    public void close() {
        current.close();
    }
}
