package org.borealisdb.sql.execute;

import org.borealisdb.expr.aggregate.Accumulator;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.GroupingSets;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowSize;
import org.jspecify.annotations.Nullable;

/** Computes aggregates of all rows of an input, however many there are, in the one row that they are. Belongs to one task. */
final class TotalRow implements RowIterator {
    private final Execution execution;
    private final RowIterator input;
    private final AggregateCall[] calls;
    private final CallArguments[] arguments;
    private final OperatorMemory memory;
    private boolean ended;
    private BoxedRow current = BoxedRow.empty();

    /** Returns whether a plan is one row, of aggregates that take rows as they come. */
    static boolean isPossible(Plan.Group plan) {
        return plan.keys().isEmpty()
                && plan.sets().equals(GroupingSets.all(0))
                && plan.calls().stream()
                        .noneMatch(call -> call.isSorted() || call.orderedSet().isPresent());
    }

    TotalRow(Execution execution, Plan.Group plan, RowIterator input) {
        this.execution = execution;
        this.input = input;
        this.calls = plan.calls().toArray(AggregateCall[]::new);
        this.arguments = new CallArguments[calls.length];
        for (int i = 0; i < calls.length; i++) {
            arguments[i] = new CallArguments(execution, calls[i]);
        }
        this.memory = execution.memory().forHash();
    }

    @Override
    public boolean next() {
        if (ended) {
            return false;
        }
        ended = true;
        Accumulator[] states = new Accumulator[calls.length];
        for (int i = 0; i < calls.length; i++) {
            states[i] = calls[i].aggregate().orElseThrow().begin(execution.world());
        }
        while (input.next()) {
            execution.step();
            add(states, input.row());
        }
        input.close();
        @Nullable Object[] values = new Object[calls.length];
        for (int i = 0; i < calls.length; i++) {
            values[i] = states[i].result();
        }
        current = BoxedRow.of(values);
        memory.close();
        return true;
    }

    private void add(Accumulator[] states, RowSource row) {
        for (int i = 0; i < calls.length; i++) {
            CallArguments call = arguments[i];
            call.compute(row);
            if (!call.counts()) {
                continue;
            }
            if (call.isKept()) {
                memory.take(RowSize.of(call.values()));
            }
            states[i].add(call.values());
            StateGrowth.take(states[i], memory);
        }
    }

    @Override
    public RowSource row() {
        return current;
    }

    @Override
    public boolean restart() {
        ended = false;
        return input.restart();
    }

    @Override
    public void close() {
        ended = true;
        input.close();
        memory.close();
    }
}
