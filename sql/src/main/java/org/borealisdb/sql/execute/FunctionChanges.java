package org.borealisdb.sql.execute;

import java.util.BitSet;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * The changes that functions have made which a statement calls, by their numbers among those of the transaction: a row that one of them has changed is not changed by the
 * statement as well. What the statement itself has changed, or its WITH, it passes over. Belongs to one task.
 */
final class FunctionChanges {
    private final int first;
    private final BitSet made = new BitSet();

    /**
     * Begins without any.
     *
     * @param first the number of the statement's first change
     */
    FunctionChanges(int first) {
        this.first = first;
    }

    /** Notes changes. */
    void add(int from, int to) {
        made.set(from - first, to - first);
    }

    /** Returns whether a function has made a change. */
    boolean hasMade(int change) {
        return change >= first && made.get(change - first);
    }

    /**
     * Fails if a function has made a change.
     *
     * @param change by which a row is not any more as the statement has seen it
     * @param what is to be done with the row
     * @throws SqlException 27000
     */
    void refuse(int change, String what) {
        if (hasMade(change)) {
            throw new SqlException(
                            ErrorCode.TRIGGERED_DATA_CHANGE_VIOLATION,
                            "tuple to be " + what
                                    + " was already modified by an operation triggered by the current command")
                    .withHint("Consider using an AFTER trigger instead of a BEFORE trigger to propagate changes to"
                            + " other rows.");
        }
    }
}
