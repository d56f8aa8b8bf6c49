package org.borealisdb.sql.execute;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.aggregate.Accumulator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.OrderedSetCall;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowSize;
import org.jspecify.annotations.Nullable;

/** Computes groups of rows that come group by group: only the one at hand is kept. Belongs to one task. */
final class OrderedGroupRows implements RowIterator {
    /** The number of the group whose rows are sorted: there is no other. */
    private static final long ALONE = 0;

    private final Execution execution;
    private final Plan.Group plan;
    private final RowIterator input;
    private final List<SqlType> keyTypes;
    private final RowKeys rowKeys;
    private final int[] places;
    private final ComputedRow keys;
    private final CallArguments[] calls;
    private final SortedCalls sortedCalls;
    private final OperatorMemory memory;
    private byte[] key = {};
    private @Nullable Object[] keyValues = {};
    /** Of the calls whose rows are not sorted first. */
    private @Nullable Accumulator[] states = {};

    private @Nullable SortedArguments[] sorted = {};
    private boolean begun;
    private boolean ended;
    private BoxedRow current = BoxedRow.empty();

    OrderedGroupRows(Execution execution, Plan.Group plan, RowIterator input) {
        this.execution = execution;
        this.plan = plan;
        this.input = input;
        this.keyTypes = plan.keys().stream().map(Expression::type).toList();
        this.rowKeys = new RowKeys(keyTypes);
        this.places = plan.sets().sets().getFirst().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        this.keys = new ComputedRow(execution, plan.keys());
        this.calls = plan.calls().stream()
                .map(call -> new CallArguments(execution, call))
                .toArray(CallArguments[]::new);
        this.sortedCalls = new SortedCalls(execution, plan.calls());
        this.memory = execution.memory().forHash();
    }

    @Override
    public boolean next() {
        while (!ended && input.next()) {
            execution.step();
            RowSource row = input.row();
            keys.compute(execution.frame(row));
            for (CallArguments call : calls) {
                call.compute(row);
            }
            ByteSink bytes = rowKeys.bytes(keys, places);
            boolean same = begun && Arrays.equals(key, 0, key.length, bytes.array(), 0, bytes.size());
            boolean complete = begun && !same;
            if (complete) {
                current = result();
            }
            if (!same) {
                begin(bytes);
            }
            add();
            if (complete) {
                return true;
            }
        }
        input.close();
        ended = true;
        if (!begun) {
            return false;
        }
        current = result();
        begun = false;
        return true;
    }

    private void begin(ByteSink bytes) {
        begun = true;
        memory.close();
        key = bytes.toBytes();
        keyValues = new Object[keyTypes.size()];
        for (int i = 0; i < keyValues.length; i++) {
            keyValues[i] = Values.read(keys, i, keyTypes.get(i));
        }
        states = new Accumulator[calls.length];
        for (int i = 0; i < calls.length; i++) {
            AggregateCall call = plan.calls().get(i);
            states[i] = call.isSorted() ? null : call.aggregate().orElseThrow().begin(execution.world());
        }
        SortedCalls.close(sorted);
        sorted = sortedCalls.begin(true);
    }

    private void add() {
        for (int i = 0; i < calls.length; i++) {
            CallArguments call = calls[i];
            if (!call.counts() || sortedCalls.isShared(i)) {
                continue;
            }
            Accumulator state = states[i];
            if (state == null) {
                Objects.requireNonNull(sorted[i]).add(ALONE, call.values());
                continue;
            }
            if (call.isKept()) {
                memory.take(RowSize.of(call.values()));
            }
            state.add(call.values());
            StateGrowth.take(state, memory);
        }
    }

    private BoxedRow result() {
        @Nullable Object[] values = Arrays.copyOf(keyValues, keyValues.length + states.length);
        for (int i = 0; i < states.length; i++) {
            Accumulator state = states[i];
            if (state == null) {
                continue;
            }
            List<Expression> direct =
                    plan.calls().get(i).orderedSet().map(OrderedSetCall::direct).orElse(List.of());
            values[keyValues.length + i] = direct.isEmpty()
                    ? state.result()
                    : state.resultWith(execution.values(direct, BoxedRow.of(keyValues)));
        }
        sortedCalls.putResults(sorted, ALONE, keyValues, values);
        return BoxedRow.of(values);
    }

    @Override
    public RowSource row() {
        return current;
    }

    @Override
    public void close() {
        ended = true;
        begun = false;
        input.close();
        SortedCalls.close(sorted);
        memory.close();
    }
}
