package org.borealisdb.sql.execute;

import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.plan.WindowUntil;
import org.jspecify.annotations.Nullable;

/** Tells from which row on those of a window's partition are not wanted. Belongs to one task. */
final class WindowEnd {
    private final List<WindowUntil> until;
    /** The least number that is not wanted, for each. */
    private final long[] beyond;

    WindowEnd(Execution execution, List<WindowUntil> until) {
        this.until = until;
        this.beyond = new long[until.size()];
        for (int i = 0; i < beyond.length; i++) {
            Object most = execution.value(until.get(i).most());
            // Nothing is as small as NULL.
            long value = most == null ? Long.MIN_VALUE : Values.unboxLong(most);
            boolean next = most != null && until.get(i).inclusive() && value < Long.MAX_VALUE;
            beyond[i] = next ? value + 1 : value;
        }
    }

    /** Returns whether a row with these values of the window's calls is not wanted any more. */
    boolean isReached(@Nullable Object[] results) {
        for (int i = 0; i < beyond.length; i++) {
            if ((Long) Objects.requireNonNull(results[until.get(i).call()]) >= beyond[i]) {
                return true;
            }
        }
        return false;
    }
}
