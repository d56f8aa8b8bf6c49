package org.borealisdb.sql.execute;

import org.borealisdb.expr.aggregate.Accumulator;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowSize;

/** Takes memory for states of aggregates that grow as functions of users make them. Stateless. */
final class StateGrowth {
    private StateGrowth() {}

    /** Takes what a state has grown by since it was asked for last. */
    static void take(Accumulator state, OperatorMemory memory) {
        long bytes = state.growth(RowSize::of);
        if (bytes > 0) {
            memory.take(bytes);
        }
    }
}
