package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.aggregate.Accumulator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.OrderedSetCall;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowSize;
import org.jspecify.annotations.Nullable;

/** What an aggregate answers for a group whose rows come sorted. Belongs to one task. */
interface SortedResult extends AutoCloseable {
    /** Takes the next row that {@link SortedArguments} have: a number, the arguments, and what it is sorted by. */
    void add(BoxedRow row);

    /** Returns the boxed answer, {@code null} for NULL. */
    @Nullable
    Object result();

    @Override
    void close();

    /** Begins a group with some keys. */
    static SortedResult begin(Execution execution, AggregateCall call, BoxedRow keys) {
        int count = call.arguments().size();
        if (call.aggregate().isPresent()) {
            return new Accumulated(execution, call);
        }
        List<Expression> direct = call.orderedSet().map(OrderedSetCall::direct).orElseThrow();
        OrderedSetResult set = new OrderedSetResult(execution, call, BoxedRow.of(execution.values(direct, keys)));
        return new SortedResult() {
            @Override
            public void add(BoxedRow row) {
                set.add(BoxedRow.of(values(row, 1 + count, row.size())));
            }

            @Override
            public @Nullable Object result() {
                return set.result();
            }

            @Override
            public void close() {
                set.close();
            }
        };
    }

    /** Returns the values of a whole row. */
    static @Nullable Object[] values(BoxedRow row) {
        return values(row, 0, row.size());
    }

    private static @Nullable Object[] values(BoxedRow row, int from, int to) {
        @Nullable Object[] values = new Object[to - from];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.isNull(from + i) ? null : row.objectAt(from + i);
        }
        return values;
    }

    /** Of an aggregate that goes by the order in which rows come, or by different ones. */
    final class Accumulated implements SortedResult {
        private final OperatorMemory memory;
        private final Accumulator state;
        private final boolean keeps;
        private final int arguments;

        private Accumulated(Execution execution, AggregateCall call) {
            this.memory = execution.memory().forRows();
            this.state = call.aggregate().orElseThrow().begin(execution.world());
            this.keeps = call.aggregate().orElseThrow().keepsArguments();
            this.arguments = call.arguments().size();
        }

        @Override
        public void add(BoxedRow row) {
            @Nullable Object[] values = values(row, 1, 1 + arguments);
            if (keeps) {
                memory.take(RowSize.of(values));
            }
            state.add(values);
            StateGrowth.take(state, memory);
        }

        @Override
        public @Nullable Object result() {
            return state.result();
        }

        @Override
        public void close() {
            memory.close();
        }
    }
}
