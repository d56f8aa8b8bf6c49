package org.borealisdb.sql.execute;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/** Joins two inputs: the right one is kept, by the hash of its keys if there are any. */
final class JoinRows implements RowIterator {
    private final Execution execution;
    private final RowIterator left;
    private final boolean outer;
    private final BoxedRow nothing;
    private final Map<ByteBuffer, List<BoxedRow>> byKey = new HashMap<>();
    private final ComputedRow leftKey;
    private final List<SqlType> leftKeyTypes;
    private final @Nullable Evaluator condition;
    private final RowPair pair;
    private List<BoxedRow> candidates = List.of();
    private int at;
    private boolean matched = true;

    JoinRows(Execution execution, PlanRunner runner, Plan.Join plan) {
        this.execution = execution;
        this.outer = plan.outer();
        this.pair = new RowPair(plan.left().types().size());
        this.condition = plan.condition().map(execution::compile).orElse(null);
        List<SqlType> types = plan.right().types();
        this.nothing = BoxedRow.of(new Object[types.size()]);
        List<SqlType> keyTypes = plan.rightKeys().stream().map(Expression::type).toList();
        ComputedRow rightKey = new ComputedRow(execution, plan.rightKeys());
        RowIterator right = runner.open(plan.right());
        while (right.next()) {
            execution.step();
            rightKey.compute(execution.frame(right.row()));
            if (!hasNull(rightKey, keyTypes.size())) {
                byKey.computeIfAbsent(PlanRunner.key(rightKey, keyTypes, keyTypes.size()), any -> new ArrayList<>())
                        .add(PlanRunner.copy(right.row(), types));
            }
        }
        this.leftKeyTypes = plan.leftKeys().stream().map(Expression::type).toList();
        this.leftKey = new ComputedRow(execution, plan.leftKeys());
        this.left = runner.open(plan.left());
    }

    private static boolean hasNull(RowSource row, int columns) {
        for (int i = 0; i < columns; i++) {
            if (row.isNull(i)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean next() {
        while (true) {
            while (at < candidates.size()) {
                execution.step();
                pair.setRight(candidates.get(at++));
                if (condition == null || condition.isTrue(execution.frame(pair))) {
                    matched = true;
                    return true;
                }
            }
            if (!matched && outer) {
                matched = true;
                pair.setRight(nothing);
                return true;
            }
            if (!left.next()) {
                return false;
            }
            pair.setLeft(left.row());
            leftKey.compute(execution.frame(left.row()));
            candidates = hasNull(leftKey, leftKeyTypes.size())
                    ? List.of()
                    : byKey.getOrDefault(PlanRunner.key(leftKey, leftKeyTypes, leftKeyTypes.size()), List.of());
            at = 0;
            matched = false;
        }
    }

    @Override
    public RowSource row() {
        return pair;
    }
}
