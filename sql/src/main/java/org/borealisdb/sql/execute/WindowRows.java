package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.plan.WindowCall;
import org.borealisdb.sql.plan.WindowShape;
import org.borealisdb.sql.spill.RowBuffer;
import org.borealisdb.sql.spill.RowSorter;
import org.jspecify.annotations.Nullable;

/**
 * Computes functions over a window: all rows of the input are sorted by the partitions and the order within them, unless they come so, and come in that order
 * with the values behind them. One partition is kept at a time. Values are computed when their row is wanted. Belongs to one task.
 */
final class WindowRows implements RowIterator {
    private final Execution execution;
    private final WindowShape shape;
    private final RowIterator input;
    private final List<SqlType> types;
    private final List<SqlType> widerTypes;
    private final List<SortKey> keys;
    private final ComputedRow computed;
    private final List<WindowValue> values = new ArrayList<>();
    private final RowPair pair;
    private final boolean inOrder;
    private final boolean framed;
    private final FrameBounds bounds;
    private final WindowEnd end;
    private final RowSorter sorter;
    private final RowBuffer partition;
    private RowSorter.@Nullable Sorted sorted;
    /** The first row of the partition that comes next. */
    private @Nullable BoxedRow ahead;

    private boolean begun;
    private int at = -1;

    WindowRows(Execution execution, PlanRunner runner, Plan.Window plan) {
        this.execution = execution;
        this.shape = plan.shape();
        this.types = plan.input().types();
        this.widerTypes = new ArrayList<>(types);
        shape.sorted().stream().map(Expression::type).forEach(widerTypes::add);
        this.keys = shape.keys().stream()
                .map(key -> new SortKey(types.size() + key.column(), key.descending(), key.nullsFirst()))
                .toList();
        this.computed = new ComputedRow(execution, shape.sorted());
        this.pair = new RowPair(types.size());
        this.inOrder = plan.ordered() || keys.isEmpty();
        this.framed = plan.calls().stream().anyMatch(WindowCall::readsFrame);
        this.bounds = new FrameBounds(execution, shape);
        this.end = new WindowEnd(execution, plan.until());
        this.sorter = new RowSorter(execution.memory(), new RowOrder(execution, keys, widerTypes));
        this.partition = new RowBuffer(execution.memory());
        this.input = runner.open(plan.input());
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
            sort();
            ahead = read();
        }
        while (true) {
            at++;
            if (at >= partition.size()) {
                if (ahead == null) {
                    return false;
                }
                beginPartition(ahead);
            }
            execution.step();
            if (framed) {
                bounds.moveTo(at);
            }
            @Nullable Object[] results = new Object[values.size()];
            for (int i = 0; i < results.length; i++) {
                results[i] = values.get(i).at(at);
            }
            if (!end.isReached(results)) {
                pair.setLeft(partition.get(at));
                pair.setRight(BoxedRow.of(results));
                return true;
            }
            at = (int) Math.min(Integer.MAX_VALUE - 1, partition.size());
        }
    }

    private void sort() {
        if (inOrder) {
            return;
        }
        while (input.next()) {
            execution.step();
            sorter.add(wider(input.row()));
        }
        input.close();
        sorted = sorter.sorted();
    }

    /** A row with what it is sorted by behind it. */
    private BoxedRow wider(RowSource row) {
        computed.compute(execution.frame(row));
        @Nullable Object[] all = new Object[widerTypes.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i < types.size()
                    ? Values.read(row, i, types.get(i))
                    : Values.read(computed, i - types.size(), widerTypes.get(i));
        }
        return BoxedRow.of(all);
    }

    private @Nullable BoxedRow read() {
        execution.step();
        if (inOrder) {
            return input.next() ? wider(input.row()) : null;
        }
        RowSorter.Sorted rows = Objects.requireNonNull(sorted);
        return rows.next() ? rows.row() : null;
    }

    private int compare(List<SortKey> by, BoxedRow left, BoxedRow right) {
        return RowOrder.compare(by, widerTypes, left, right);
    }

    private void beginPartition(BoxedRow first) {
        List<SortKey> partitionKeys = keys.subList(0, shape.partition().size());
        partition.clear();
        at = 0;
        BoxedRow next = first;
        while (next != null && compare(partitionKeys, first, next) == 0) {
            if (partition.size() == Integer.MAX_VALUE) {
                throw new SqlException(
                        ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                        "a window's partition has more than " + Integer.MAX_VALUE + " rows");
            }
            partition.add(next);
            next = read();
        }
        ahead = next;
        WindowPartition rows =
                new WindowPartition(partition, types.size(), (left, right) -> compare(keys, left, right) == 0);
        bounds.begin(rows);
        values.forEach(value -> value.begin(rows));
    }

    @Override
    public RowSource row() {
        return pair;
    }

    @Override
    public void close() {
        input.close();
        sorter.close();
        partition.close();
        ahead = null;
    }
}
