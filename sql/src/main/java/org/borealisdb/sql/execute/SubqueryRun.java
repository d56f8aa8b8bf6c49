package org.borealisdb.sql.execute;

import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/** Runs a subquery's plan again and again: what can begin again is opened once. Holds nothing between the runs but memory for one. Belongs to one task. */
final class SubqueryRun {
    /** With a frame of its own: the one around is in the middle of a row. */
    private final Execution execution;

    private final Plan plan;
    /** Of the first column; none if it has no columns, and is asked whether it has rows. */
    private final @Nullable SqlType type;

    private @Nullable RowIterator rows;

    SubqueryRun(Execution execution, Plan plan) {
        this.execution = execution;
        this.plan = plan;
        List<SqlType> types = plan.types();
        this.type = types.isEmpty() ? null : types.getFirst();
    }

    /** Returns the type of the first column. */
    SqlType type() {
        return Objects.requireNonNull(type);
    }

    /** Returns the plan's rows from the first one, for what its slots hold now. To be closed before it begins again. */
    RowIterator begin() {
        execution.forgetAnswers();
        RowIterator known = rows;
        if (known != null && known.restart()) {
            return known;
        }
        RowIterator opened = new PlanRunner(execution).open(plan);
        rows = opened;
        return opened;
    }
}
