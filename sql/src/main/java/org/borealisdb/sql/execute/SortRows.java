package org.borealisdb.sql.execute;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.ExplainValue;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.spill.RowSorter;
import org.jspecify.annotations.Nullable;

/** The rows of an input in an order, which are read when the first one is wanted. Belongs to one task. */
final class SortRows implements RowIterator {
    private final Execution execution;
    private final RowIterator input;
    private final List<SqlType> types;
    private final RowOrder order;
    private final long wanted;
    private RowSorter sorter;
    private final @Nullable PlanMeasure measure;
    private RowSorter.@Nullable Sorted sorted;

    /**
     * Opens a sort.
     *
     * @param wanted how many of the rows are wanted at most
     */
    SortRows(Execution execution, Plan.Sort plan, RowIterator input, long wanted) {
        this.execution = execution;
        this.input = input;
        this.types = plan.types();
        this.order = new RowOrder(execution, plan.keys(), types);
        this.wanted = wanted;
        this.sorter = new RowSorter(execution.memory(), order, wanted);
        this.measure = execution.measureOf(plan);
    }

    @Override
    public boolean next() {
        RowSorter.Sorted rows = sorted;
        if (rows == null) {
            rows = sort();
        }
        execution.step();
        return rows.next();
    }

    private RowSorter.Sorted sort() {
        while (input.next()) {
            execution.step();
            sorter.add(PlanRunner.copy(input.row(), types));
        }
        input.close();
        RowSorter.Sorted rows = sorter.sorted();
        sorted = rows;
        if (measure != null) {
            measure.detail(shown(sorter));
        }
        return rows;
    }

    private static Map<String, ExplainValue> shown(RowSorter sorter) {
        boolean disk = sorter.diskBytes() > 0;
        Map<String, ExplainValue> shown = new LinkedHashMap<>();
        shown.put("Sort Method", new ExplainValue.Text(sorter.method().toString()));
        shown.put("Sort Space Used", PlanMeasure.kilobytes(disk ? sorter.diskBytes() : sorter.peakBytes()));
        shown.put("Sort Space Type", new ExplainValue.Text(disk ? "Disk" : "Memory"));
        return shown;
    }

    @Override
    public RowSource row() {
        RowSorter.Sorted rows = sorted;
        if (rows == null) {
            throw new IllegalStateException("no row was gone to");
        }
        return rows.row();
    }

    @Override
    public boolean restart() {
        if (!input.restart()) {
            return false;
        }
        sorter.close();
        sorter = new RowSorter(execution.memory(), order, wanted);
        sorted = null;
        return true;
    }

    @Override
    public void close() {
        input.close();
        sorter.close();
    }
}
