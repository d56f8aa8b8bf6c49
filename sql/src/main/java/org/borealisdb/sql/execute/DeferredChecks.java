package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.catalog.Deferral;
import org.jspecify.annotations.Nullable;

/**
 * The checks of constraints that a transaction has put off to its end, and which constraints SET CONSTRAINTS has told to wait. Belongs to the session's task. Its state is
 * immutable, so that a savepoint keeps the one of its time.
 */
public final class DeferredChecks {
    /** More would take too much of the heap. */
    private static final int MOST = 1_000_000;

    private static final State NOTHING = new State(null, 0, Map.of(), Optional.empty());

    private State state = NOTHING;

    /** A check, and those before it. */
    private record Waiting(PendingCheck check, @Nullable Waiting before) {}

    /**
     * What a savepoint keeps.
     *
     * @param named constraints that SET CONSTRAINTS has named, and whether they wait
     * @param all whether all others wait, if SET CONSTRAINTS ALL has said so
     */
    private record State(@Nullable Waiting last, int count, Map<Long, Boolean> named, Optional<Boolean> all) {}

    /** A point to go back to. */
    public static final class Mark {
        private final State state;

        private Mark(State state) {
            this.state = state;
        }
    }

    /** Makes one for a session without a transaction. */
    public DeferredChecks() {
        // Nothing waits.
    }

    /** Returns whether checks of a constraint wait. */
    boolean defers(PendingCheck check) {
        Deferral deferral = check.deferral();
        if (!deferral.isDeferrable()) {
            return false;
        }
        Boolean named = state.named.get(check.constraint().id());
        return named != null ? named : state.all.orElse(deferral == Deferral.INITIALLY_DEFERRED);
    }

    void add(PendingCheck check) {
        if (state.count >= MOST) {
            throw new SqlException(
                            ErrorCode.OUT_OF_MEMORY,
                            "too many checks of constraints wait for the end of the transaction")
                    .withHint("Use SET CONSTRAINTS ... IMMEDIATE from time to time.");
        }
        state = new State(new Waiting(check, state.last), state.count + 1, state.named, state.all);
    }

    /** Sets whether all deferrable constraints wait. */
    public void setAll(boolean wait) {
        state = new State(state.last, state.count, Map.of(), Optional.of(wait));
    }

    /** Sets whether constraints wait. */
    public void set(List<Long> constraints, boolean wait) {
        Map<Long, Boolean> named = new HashMap<>(state.named);
        constraints.forEach(id -> named.put(id, wait));
        state = new State(state.last, state.count, Map.copyOf(named), state.all);
    }

    /** Takes the checks that wait no longer, in their order. */
    public List<PendingCheck> takeDue() {
        return take(false);
    }

    /** Takes all checks, in their order. */
    public List<PendingCheck> takeAll() {
        return take(true);
    }

    private List<PendingCheck> take(boolean all) {
        List<PendingCheck> taken = new ArrayList<>();
        List<PendingCheck> left = new ArrayList<>();
        for (Waiting each = state.last; each != null; each = each.before) {
            (all || !defers(each.check) ? taken : left).add(each.check);
        }
        Collections.reverse(taken);
        Collections.reverse(left);
        Waiting last = null;
        for (PendingCheck check : left) {
            last = new Waiting(check, last);
        }
        state = new State(last, left.size(), state.named, state.all);
        return taken;
    }

    /** Returns whether checks of changed rows of a table wait. */
    public boolean concern(long tableId) {
        return any(check -> check.table().object().id() == tableId);
    }

    /** Returns whether one of the checks that wait is such. */
    boolean any(Predicate<PendingCheck> such) {
        for (Waiting each = state.last; each != null; each = each.before) {
            if (such.test(each.check)) {
                return true;
            }
        }
        return false;
    }

    /** Returns a point to go back to. */
    public Mark mark() {
        return new Mark(state);
    }

    /** Forgets what came after a point. */
    public void rollbackTo(Mark mark) {
        state = mark.state;
    }

    /** Forgets everything: the transaction has ended. */
    public void clear() {
        state = NOTHING;
    }
}
