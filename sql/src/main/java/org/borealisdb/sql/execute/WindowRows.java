package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.plan.WindowCall;
import org.borealisdb.sql.plan.WindowShape;
import org.jspecify.annotations.Nullable;

/**
 * Computes functions over a window: all rows of the input are sorted by the partitions and the order within them, and come in that order
 * with the values behind them. Values are computed when their row is wanted. Belongs to one task.
 */
final class WindowRows implements RowIterator {
    private final Execution execution;
    private final PlanRunner runner;
    private final Plan.Window plan;
    private final WindowShape shape;
    private final List<SqlType> sortedTypes;
    private final List<WindowValue> values = new ArrayList<>();
    private final RowPair pair;
    private final boolean framed;
    private final FrameBounds bounds;
    private List<WindowPartition.Member> members = List.of();
    private boolean begun;
    private int partitionFrom;
    private int partitionTo;
    private int at = -1;

    WindowRows(Execution execution, PlanRunner runner, Plan.Window plan) {
        this.execution = execution;
        this.runner = runner;
        this.plan = plan;
        this.shape = plan.shape();
        this.sortedTypes = shape.sorted().stream().map(Expression::type).toList();
        this.pair = new RowPair(plan.input().types().size());
        this.framed = plan.calls().stream().anyMatch(WindowCall::readsFrame);
        this.bounds = new FrameBounds(execution, shape);
        for (WindowCall call : plan.calls()) {
            values.add(
                    call.aggregate().isPresent()
                            ? new WindowAggregate(execution, call, bounds)
                            : new WindowFunctionValue(execution, call, bounds));
        }
    }

    @Override
    public boolean next() {
        if (!begun) {
            begun = true;
            members = sorted();
        }
        at++;
        if (at >= members.size()) {
            return false;
        }
        if (at == partitionTo) {
            beginPartition();
        }
        execution.step();
        int place = at - partitionFrom;
        if (framed) {
            bounds.moveTo(place);
        }
        @Nullable Object[] results = new Object[values.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = values.get(i).at(place);
        }
        pair.setLeft(members.get(at).row());
        pair.setRight(BoxedRow.of(results));
        return true;
    }

    private List<WindowPartition.Member> sorted() {
        List<BoxedRow> input = runner.all(plan.input());
        List<WindowPartition.Member> rows = new ArrayList<>(input.size());
        ComputedRow computed = new ComputedRow(execution, shape.sorted());
        for (BoxedRow row : input) {
            execution.step();
            computed.compute(execution.frame(row));
            rows.add(new WindowPartition.Member(row, PlanRunner.copy(computed, sortedTypes)));
        }
        if (!sortedTypes.isEmpty()) {
            rows.sort((left, right) -> compare(shape.keys(), left, right));
        }
        return rows;
    }

    private int compare(List<SortKey> keys, WindowPartition.Member left, WindowPartition.Member right) {
        return PlanRunner.compare(keys, sortedTypes, left.sorted(), right.sorted());
    }

    private void beginPartition() {
        List<SortKey> partitionKeys = shape.keys().subList(0, shape.partition().size());
        partitionFrom = at;
        partitionTo = at + 1;
        while (partitionTo < members.size() && compare(partitionKeys, members.get(at), members.get(partitionTo)) == 0) {
            partitionTo++;
        }
        WindowPartition partition = new WindowPartition(
                members.subList(partitionFrom, partitionTo), (left, right) -> compare(shape.keys(), left, right) == 0);
        bounds.begin(partition);
        values.forEach(value -> value.begin(partition));
    }

    @Override
    public RowSource row() {
        return pair;
    }
}
