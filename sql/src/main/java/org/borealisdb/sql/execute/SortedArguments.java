package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.spill.HashedKey;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowSorter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what an aggregate takes of rows until it can be sorted: {@code string_agg(a, ',' ORDER BY b)}, {@code count(DISTINCT a)}. All groups are sorted together, by their numbers first, so
 * that however many there are, few runs go to disk. Belongs to one task.
 */
final class SortedArguments implements AutoCloseable {
    private final Execution execution;
    private final AggregateCall call;
    private final RowSorter sorter;
    private final List<SqlType> types;
    private final List<SortKey> argumentKeys;
    private final RowKeys keys;
    private final OperatorMemory memory;
    /** Of DISTINCT, what has come already, as far as there is memory: it need not be sorted. */
    private final Set<HashedKey> seen = new HashSet<>();

    private RowSorter.@Nullable Sorted sorted;
    private boolean atRow;

    /**
     * Begins without rows.
     *
     * @param alone whether there is one group only: then rows are sorted by what they begin with, and not by its number
     */
    SortedArguments(Execution execution, AggregateCall call, boolean alone) {
        this.execution = execution;
        this.call = call;
        this.types = new ArrayList<>();
        types.add(BuiltInType.INT8.type());
        call.inputs().stream().map(Expression::type).forEach(types::add);
        this.keys = new RowKeys(types.subList(0, 1 + call.arguments().size()));
        List<SortKey> order = new ArrayList<>();
        if (!alone) {
            order.add(new SortKey(0, false, false));
        }
        for (SortKey key : call.keys()) {
            order.add(new SortKey(1 + call.arguments().size() + key.column(), key.descending(), key.nullsFirst()));
        }
        this.argumentKeys = new ArrayList<>();
        for (int i = 0; i < call.arguments().size(); i++) {
            argumentKeys.add(new SortKey(1 + i, false, false));
        }
        if (call.distinct()) {
            order.addAll(argumentKeys);
        }
        this.sorter = new RowSorter(execution.memory(), new RowOrder(execution, order, types));
        this.memory = execution.memory().forHash();
    }

    /** Adds the arguments of a row, with what it is sorted by behind them. */
    void add(long group, @Nullable Object[] inputs) {
        @Nullable Object[] values = new Object[1 + inputs.length];
        values[0] = group;
        System.arraycopy(inputs, 0, values, 1, inputs.length);
        BoxedRow row = BoxedRow.of(values);
        if (!call.distinct() || isNew(row)) {
            sorter.add(row);
        }
    }

    private boolean isNew(BoxedRow row) {
        HashedKey key = keys.of(row);
        if (seen.contains(key)) {
            return false;
        }
        if (memory.tryTake(HashTables.ENTRY_BYTES + key.size())) {
            seen.add(key);
        }
        return true;
    }

    /**
     * Goes through the rows of a group in order; groups are to be asked for by ascending numbers.
     *
     * @param target gets the group's number, the arguments, and what they are sorted by
     */
    void forEach(long group, Consumer<BoxedRow> target) {
        RowSorter.Sorted rows = sorted;
        if (rows == null) {
            seen.clear();
            memory.close();
            rows = sorter.sorted();
            sorted = rows;
            atRow = rows.next();
        }
        BoxedRow last = null;
        while (atRow && rows.row().longAt(0) <= group) {
            execution.step();
            BoxedRow row = rows.row();
            boolean same = last != null && RowOrder.compare(argumentKeys, types, last, row) == 0;
            if (row.longAt(0) == group && !(call.distinct() && same)) {
                target.accept(row);
            }
            last = row;
            atRow = rows.next();
        }
    }

    @Override
    public void close() {
        seen.clear();
        memory.close();
        sorter.close();
    }
}
