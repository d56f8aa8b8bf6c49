package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.JoinKind;
import org.borealisdb.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/** Joins each left row with the rows of a plan that reads it. Belongs to one task. */
final class LateralRows implements RowIterator {
    private final Execution execution;
    private final PlanRunner runner;
    private final Plan.Lateral plan;
    private final RowIterator left;
    private final List<SqlType> leftTypes;
    private final @Nullable Evaluator condition;
    private final RowPair pair;
    private final BoxedRow nothing;
    private final Evaluator[] arguments;
    /** The right plan's rows, as they were opened for a left row; they may begin again for another. */
    private @Nullable RowIterator opened;

    /** The right rows of the current left row; none before the first one, and when no more of them are wanted. */
    private @Nullable RowIterator right;

    private boolean matched;

    LateralRows(Execution execution, PlanRunner runner, Plan.Lateral plan) {
        this.execution = execution;
        this.runner = runner;
        this.plan = plan;
        this.left = runner.open(plan.left());
        this.leftTypes = plan.left().types();
        this.condition = plan.condition().map(execution::compile).orElse(null);
        this.pair = new RowPair(leftTypes.size());
        this.arguments = plan.arguments().stream().map(execution::compile).toArray(Evaluator[]::new);
        this.nothing = BoxedRow.of(new Object[plan.right().types().size()]);
    }

    @Override
    public boolean next() {
        while (true) {
            RowIterator open = right;
            while (open != null && open.next()) {
                execution.step();
                pair.setRight(open.row());
                if (condition == null || condition.isTrue(execution.frame(pair))) {
                    matched = true;
                    if (!plan.kind().isLeftOnly()) {
                        return true;
                    }
                    leave(open);
                    open = null;
                    if (plan.kind() == JoinKind.SEMI) {
                        return true;
                    }
                }
            }
            if (open != null && !matched && plan.kind().keepsLeft()) {
                matched = true;
                leave(open);
                pair.setRight(nothing);
                return true;
            }
            if (!left.next()) {
                return false;
            }
            // A copy: the right plan may read the left one's frame while it runs.
            BoxedRow row = PlanRunner.copy(left.row(), leftTypes);
            pair.setLeft(row);
            for (int i = 0; i < arguments.length; i++) {
                execution.setSlot(
                        plan.slots().get(i),
                        EvaluatorCompiler.box(
                                arguments[i], plan.arguments().get(i).type(), execution.frame(row)));
            }
            right = opened();
            matched = false;
        }
    }

    /** No more rows are wanted for a left row. A memo has those of others. */
    private void leave(RowIterator open) {
        right = null;
        if (!(plan.right() instanceof Plan.Memo)) {
            open.close();
        }
    }

    private RowIterator opened() {
        RowIterator known = opened;
        if (known != null) {
            if (known.restart()) {
                return known;
            }
            known.close();
        }
        RowIterator begun = runner.open(plan.right());
        opened = begun;
        return begun;
    }

    @Override
    public boolean restart() {
        right = null;
        matched = false;
        return left.restart();
    }

    @Override
    public RowSource row() {
        return pair;
    }

    @Override
    public void close() {
        left.close();
        right = null;
        if (opened != null) {
            opened.close();
        }
    }
}
