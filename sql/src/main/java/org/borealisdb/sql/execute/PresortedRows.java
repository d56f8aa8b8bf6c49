package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.spill.RowSorter;
import org.jspecify.annotations.Nullable;

/** The rows in an order of an input that comes in order by the first keys: those that are equal by these are sorted when the first of them is wanted. Belongs to one task. */
final class PresortedRows implements RowIterator {
    private final Execution execution;
    private final RowIterator input;
    private final List<SqlType> types;
    private final List<SortKey> presorted;
    private final RowOrder order;
    private long wanted;
    private @Nullable RowSorter sorter;
    private RowSorter.@Nullable Sorted sorted;
    /** The first row of the group that comes next. */
    private @Nullable BoxedRow ahead;

    private BoxedRow row = BoxedRow.empty();
    private boolean begun;

    /**
     * Opens a sort.
     *
     * @param wanted how many of the rows are wanted at most
     */
    PresortedRows(Execution execution, Plan.Sort plan, RowIterator input, long wanted) {
        this.execution = execution;
        this.input = input;
        this.types = plan.types();
        this.presorted = plan.keys().subList(0, plan.presorted());
        this.order = new RowOrder(
                execution, plan.keys().subList(plan.presorted(), plan.keys().size()), types);
        this.wanted = wanted;
    }

    @Override
    public boolean next() {
        execution.step();
        RowSorter.Sorted group = sorted;
        if (group != null) {
            if (group.next()) {
                row = group.row();
                wanted--;
                return true;
            }
            endGroup();
        }
        return beginGroup();
    }

    /** Goes to the first row of the next group. A group of one row needs no sorter. */
    private boolean beginGroup() {
        if (!begun) {
            begun = true;
            ahead = read();
        }
        BoxedRow first = ahead;
        if (first == null) {
            return false;
        }
        BoxedRow second = read();
        ahead = second;
        if (second == null || !isSameGroup(first, second)) {
            row = first;
            wanted--;
            return true;
        }
        RowSorter of = new RowSorter(execution.memory(), order, Math.max(1, wanted));
        sorter = of;
        of.add(first);
        BoxedRow next = second;
        while (next != null && isSameGroup(first, next)) {
            of.add(next);
            next = read();
        }
        ahead = next;
        RowSorter.Sorted group = of.sorted();
        sorted = group;
        group.next();
        row = group.row();
        wanted--;
        return true;
    }

    private boolean isSameGroup(BoxedRow first, BoxedRow other) {
        return RowOrder.compare(presorted, types, first, other) == 0;
    }

    private @Nullable BoxedRow read() {
        execution.step();
        return input.next() ? PlanRunner.copy(input.row(), types) : null;
    }

    private void endGroup() {
        RowSorter of = sorter;
        if (of != null) {
            of.close();
        }
        sorter = null;
        sorted = null;
    }

    @Override
    public RowSource row() {
        return row;
    }

    @Override
    public void close() {
        input.close();
        endGroup();
        ahead = null;
    }
}
