package org.borealisdb.sql.execute;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * What is left to be seen to about constraints at the end of a statement, in the order in which rows were changed; what that changes comes behind it. Belongs to the statement's
 * task.
 *
 * <p><b>Memory.</b> When much has gathered, all of it is looked at before the end: what is met is dropped, and rows that are to go or to change with their parents do so now. That
 * is as good as at the end: a check that is met can only fail by a change that queues another check, and the statement itself, which sees the rows as they were when it
 * began, passes over rows that it has changed already. What must wait stays, up to a limit.
 */
final class PendingChecks {
    /** So many are looked at before the end: some tens of megabytes. */
    private static final int MANY = 100_000;

    /** So many may have to wait: more would take too much of the heap. */
    private static final int MOST = 1_000_000;

    /** Looking at all may queue more, and so be begun again: so deep, which is far from what a stack holds. */
    private static final int DEEPEST = 16;

    private final Deque<PendingCheck> pending = new ArrayDeque<>(0);
    private DeferredChecks deferred = new DeferredChecks();
    private int room = MANY;
    private int depth;

    void setDeferred(DeferredChecks checks) {
        deferred = checks;
    }

    /** Returns whether a check is to wait for the end of the transaction. */
    boolean defers(PendingCheck check) {
        return deferred.defers(check);
    }

    /** Returns whether a row that refers to one that was not there when it was written waits for a look at a constraint. */
    boolean hasUnmet(long constraint) {
        Predicate<PendingCheck> such = check ->
                check instanceof PendingCheck.Unmet unmet && unmet.constraint().id() == constraint;
        return pending.stream().anyMatch(such) || deferred.any(such);
    }

    void add(Execution execution, PendingCheck check) {
        if (deferred.defers(check)) {
            deferred.add(check);
            return;
        }
        if (pending.size() >= MOST) {
            throw new SqlException(
                            ErrorCode.OUT_OF_MEMORY,
                            "too many rows whose constraints can only be checked at the end of the statement")
                    .withHint("Change fewer rows in one statement.");
        }
        pending.add(check);
        if (pending.size() >= room && depth < DEEPEST) {
            lookAtAll(execution);
        }
    }

    private void lookAtAll(Execution execution) {
        depth++;
        ConstraintKeeper keeper = new ConstraintKeeper(execution);
        for (int left = pending.size(); left > 0 && !pending.isEmpty(); left--) {
            PendingCheck next = pending.removeFirst();
            if (!keeper.isMet(next)) {
                pending.add(next);
            }
        }
        depth--;
        room = Math.max(MANY, 2 * pending.size());
    }

    /**
     * Does what is left to be done.
     *
     * @throws SqlException 23503 if a row refers to none
     */
    void finish(Execution execution) {
        if (pending.isEmpty()) {
            return;
        }
        ConstraintKeeper keeper = new ConstraintKeeper(execution);
        while (!pending.isEmpty()) {
            execution.step();
            keeper.keep(pending.removeFirst());
        }
    }
}
