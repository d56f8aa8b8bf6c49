package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.borealisdb.expr.aggregate.Accumulator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.AggregateCall;
import org.jspecify.annotations.Nullable;

/** Keeps an aggregate's rows until they can be sorted: {@code string_agg(a, ',' ORDER BY b)}. Belongs to one task. */
final class OrderedAccumulator implements Accumulator {
    private final AggregateCall call;
    private final List<SqlType> orderTypes;
    private final List<Entry> entries = new ArrayList<>();

    // Local and never compared: the array is the row's arguments.
    @SuppressWarnings("ArrayRecordComponent")
    private record Entry(@Nullable Object[] arguments, RowSource order) {}

    private OrderedAccumulator(AggregateCall call) {
        this.call = call;
        this.orderTypes = call.order().stream().map(Expression::type).toList();
    }

    /** Returns the state of a new group. */
    static Accumulator of(AggregateCall call) {
        if (call.orderedSet().isPresent()) {
            return new OrderedSetAccumulator(call, call.orderedSet().get());
        }
        return call.order().isEmpty() ? plain(call) : new OrderedAccumulator(call);
    }

    private static Accumulator plain(AggregateCall call) {
        return call.aggregate().orElseThrow().accumulators().get();
    }

    @Override
    public void add(@Nullable Object... arguments) {
        int count = call.arguments().size();
        entries.add(new Entry(
                Arrays.copyOf(arguments, count), BoxedRow.of(Arrays.copyOfRange(arguments, count, arguments.length))));
    }

    @Override
    public @Nullable Object result() {
        entries.sort((left, right) -> PlanRunner.compare(call.keys(), orderTypes, left.order(), right.order()));
        Accumulator sorted = plain(call);
        entries.forEach(entry -> sorted.add(entry.arguments()));
        return sorted.result();
    }
}
