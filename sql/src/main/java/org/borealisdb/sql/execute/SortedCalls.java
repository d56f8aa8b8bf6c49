package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.plan.AggregateCall;
import org.jspecify.annotations.Nullable;

/** The aggregates of a plan whose rows are sorted before they are counted. Rows are sorted once for all aggregates that want them in the same way. Belongs to one task. */
final class SortedCalls {
    private final Execution execution;
    private final List<AggregateCall> calls;
    /** For each call, the first one for which rows are sorted as for it; its own place if its rows are not sorted. */
    private final int[] by;

    private boolean any;

    SortedCalls(Execution execution, List<AggregateCall> calls) {
        this.execution = execution;
        this.calls = calls;
        this.by = new int[calls.size()];
        for (int call = 0; call < by.length; call++) {
            by[call] = first(call);
            any |= calls.get(call).isSorted();
        }
    }

    private int first(int call) {
        AggregateCall wanted = calls.get(call);
        int earlier = wanted.isSorted() ? 0 : call;
        while (earlier < call && !wanted.isSortedLike(calls.get(earlier))) {
            earlier++;
        }
        return earlier;
    }

    /** Returns whether rows are kept for a call by an earlier one. */
    boolean isShared(int call) {
        return by[call] != call;
    }

    /**
     * Returns room for rows, at the places of the calls that keep some.
     *
     * @param alone whether there is one group only
     */
    @Nullable
    SortedArguments[] begin(boolean alone) {
        @Nullable SortedArguments[] begun = new SortedArguments[by.length];
        for (int call = 0; any && call < by.length; call++) {
            AggregateCall each = calls.get(call);
            begun[call] = each.isSorted() && !isShared(call) ? new SortedArguments(execution, each, alone) : null;
        }
        return begun;
    }

    /**
     * Puts the results for a group among its values, the last of which are of the calls.
     *
     * @param rows what {@link #begin} returned
     * @param group the group's number; groups are to be asked for by ascending numbers
     * @param keys the group's keys
     */
    void putResults(@Nullable SortedArguments[] rows, long group, @Nullable Object[] keys, @Nullable Object[] values) {
        for (int call = 0; any && call < by.length; call++) {
            SortedArguments kept = rows[call];
            if (kept != null) {
                putResults(kept, call, group, keys, values);
            }
        }
    }

    private void putResults(
            SortedArguments rows, int first, long group, @Nullable Object[] keys, @Nullable Object[] values) {
        List<SortedResult> results = new ArrayList<>();
        try {
            for (int call = first; call < by.length; call++) {
                if (by[call] == first) {
                    results.add(SortedResult.begin(execution, calls.get(call), BoxedRow.of(keys)));
                }
            }
            rows.forEach(group, row -> results.forEach(each -> each.add(row)));
            int done = 0;
            for (int call = first; call < by.length; call++) {
                if (by[call] == first) {
                    values[values.length - by.length + call] = results.get(done).result();
                    done++;
                }
            }
        } finally {
            results.forEach(SortedResult::close);
        }
    }

    /** Gives back what rows take. */
    static void close(@Nullable SortedArguments[] rows) {
        for (SortedArguments each : rows) {
            if (each != null) {
                each.close();
            }
        }
    }
}
