package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.bind.ChangeInWith;

/**
 * The data changes in WITH of one run. Each is run to its end once: when its rows are read first, or else after the statement itself, the
 * last one first, for a later one may read an earlier one. All see the rows as the statement began. Belongs to one task.
 */
public final class WithChanges {
    private final List<ChangeInWith> changes;
    private final Map<Object, List<BoxedRow>> answers = new HashMap<>();

    WithChanges(List<ChangeInWith> changes) {
        this.changes = List.copyOf(changes);
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Returns the rows that a change answers. */
    List<BoxedRow> rows(Execution execution, Object identity) {
        List<BoxedRow> known = answers.get(identity);
        if (known != null) {
            return known;
        }
        BoundChange change = changes.stream()
                .filter(each -> each.identity().equals(identity))
                .findFirst()
                .orElseThrow()
                .change();
        List<SqlType> types = change.returning().orElse(List.of()).stream()
                .map(Expression::type)
                .toList();
        List<BoxedRow> rows = new ArrayList<>();
        new ChangeRunner(execution.nested(), change.table(), change.checks())
                .run(change, row -> rows.add(PlanRunner.copy(row, types)));
        answers.put(identity, rows);
        return rows;
    }

    /** Runs what was not run yet. */
    void finish(Execution execution) {
        changes.reversed().forEach(each -> rows(execution, each.identity()));
    }
}
