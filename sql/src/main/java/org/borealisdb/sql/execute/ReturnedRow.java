package org.borealisdb.sql.execute;

import java.util.List;
import java.util.function.Consumer;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.catalog.SystemColumn;
import org.jspecify.annotations.Nullable;

/** What RETURNING answers about each row, if it is there. Belongs to one task. */
final class ReturnedRow {
    private final Execution execution;
    private final Consumer<RowSource> returned;
    private final @Nullable ComputedRow answer;
    private final @Nullable SystemValues system;
    private final RowPair seen;
    private @Nullable RowSource others;
    private final RowPair joined;

    ReturnedRow(Execution execution, BoundChange change, Consumer<RowSource> returned) {
        this.execution = execution;
        this.returned = returned;
        this.answer = change.returning().isPresent()
                ? new ComputedRow(execution, change.returning().orElse(List.of()))
                : null;
        this.system = SystemColumn.areIn(change.seen()) ? new SystemValues(change.seen()) : null;
        this.seen = new RowPair(SystemColumn.firstPlace(change.seen()));
        this.joined = new RowPair(change.seen().columns().size());
    }

    boolean isWanted() {
        return answer != null;
    }

    /** Says what is joined to the next row. */
    void beside(RowSource row) {
        others = row;
    }

    /** Answers about a row that was deleted. */
    void deleted(TargetRow row) {
        if (answer != null) {
            if (system != null) {
                system.removed(row, execution.transaction().id());
            }
            answer(row.row());
        }
    }

    /**
     * Answers about a row that was written.
     *
     * @param changes has written it
     * @param locked whether it was there already, and was locked before it was changed
     */
    void written(RowSource row, ChangeRunner changes, boolean locked) {
        if (answer != null) {
            if (system != null) {
                Transaction transaction = execution.transaction();
                system.written(
                        transaction.id(), changes.writtenChange(), changes.writtenKey(), locked ? transaction.id() : 0);
            }
            answer(row);
        }
    }

    private void answer(RowSource row) {
        ComputedRow answered = answer;
        if (answered == null) {
            return;
        }
        RowSource whole = row;
        if (system != null) {
            seen.setLeft(row);
            seen.setRight(system);
            whole = seen;
        }
        if (others != null) {
            joined.setLeft(whole);
            joined.setRight(others);
            whole = joined;
        }
        answered.compute(execution.frame(whole));
        returned.accept(answered);
    }
}
