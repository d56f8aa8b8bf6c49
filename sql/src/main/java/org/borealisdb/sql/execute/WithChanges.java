package org.borealisdb.sql.execute;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.bind.ChangeInWith;
import org.borealisdb.sql.spill.RowBuffer;

/**
 * The data changes in WITH of one run. Each is run to its end once: when its rows are read first, or else after the statement itself, the
 * last one first, for a later one may read an earlier one. All see the rows as the statement began. Belongs to one task.
 */
public final class WithChanges {
    /** Expected size of a map that most runs leave empty. */
    private static final int SELDOM_USED = 1;

    private final List<ChangeInWith> changes;
    private final IdentityHashMap<Object, ChangeInWith> byIdentity = new IdentityHashMap<>(SELDOM_USED);
    private final IdentityHashMap<Object, RowBuffer> answers = new IdentityHashMap<>(SELDOM_USED);

    WithChanges(List<ChangeInWith> changes) {
        this.changes = List.copyOf(changes);
        changes.forEach(each -> byIdentity.put(each.identity(), each));
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Returns the rows that a change answers. */
    RowBuffer rows(Execution execution, Object identity) {
        RowBuffer known = answers.get(identity);
        if (known != null) {
            return known;
        }
        ChangeInWith wanted = Objects.requireNonNull(byIdentity.get(identity), "no such change in WITH");
        BoundChange change = wanted.change();
        List<SqlType> types = change.returning().orElse(List.of()).stream()
                .map(Expression::type)
                .toList();
        RowBuffer rows = new RowBuffer(execution.memory());
        PlanMeasure measure = execution.measureOf(wanted.answer());
        long started = measure == null ? 0 : measure.start();
        long[] given = new long[1];
        new ChangeRunner(execution.nested(), change).run(change, row -> {
            given[0]++;
            rows.add(PlanRunner.copy(row, types));
        });
        if (measure != null) {
            measure.end(started, given[0]);
        }
        answers.put(identity, rows);
        return rows;
    }

    /** Runs what was not run yet. */
    void finish(Execution execution) {
        changes.reversed().forEach(each -> rows(execution, each.identity()));
    }
}
