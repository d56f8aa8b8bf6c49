package org.borealisdb.sql.service;

import java.util.List;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.sql.execute.DeferredChecks;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.execute.PendingCheck;
import org.borealisdb.sql.execute.RowSight;
import org.borealisdb.sql.spill.SessionMemory;
import org.borealisdb.sql.spill.StatementMemory;

/** Begins the runs of a session's statements. Belongs to the session's task. */
final class StatementRuns {
    private final Database database;
    private final Settings settings;
    private final StatementGuard guard;
    private final TransactionBlock block;
    private final RandomSource random;
    private final SessionMemory memory;
    private final RowSight sight;

    StatementRuns(
            Database database,
            Settings settings,
            StatementGuard guard,
            TransactionBlock block,
            RandomSource random,
            SessionMemory memory,
            RowSight sight) {
        this.sight = sight;
        this.database = database;
        this.settings = settings;
        this.guard = guard;
        this.block = block;
        this.random = random;
        this.memory = memory;
    }

    /** Returns what functions need of the world, as settings are now. */
    EvaluationContext world() {
        return new EvaluationContext(
                settings.format(), block.start(), guard.statementStart(), guard::now, random, guard::check);
    }

    /** A plan and its run. */
    record Begun(StatementPlan plan, Execution execution) {}

    /**
     * Begins the run of a statement in the session's transaction, by a plan that is good for what it sees. On a writer the locks on its tables see to that; on a reader the catalog may change
     * until the view is taken, and then the statement is planned again.
     */
    Begun begin(StatementPlanner planner, PreparedText statement, RowSource parameters) {
        statement.statement.ifPresent(block::beginHere);
        while (true) {
            StatementPlan plan = planner.lockedPlan(statement);
            if (plan.locksRows()) {
                block.refuseIfReadOnly("SELECT FOR UPDATE");
            }
            Transaction open = block.transaction();
            ReadView view = open.openView();
            if (open.hasChangedCatalog() || open.knowsCatalog(plan.catalogLsn())) {
                Execution execution = new Execution(
                        database,
                        open,
                        view,
                        world(),
                        parameters,
                        plan.slots(),
                        plan.evaluators(),
                        guard::check,
                        new StatementMemory(memory));
                execution.setChanges(plan.inWith());
                execution.setDeferred(block.deferred());
                execution.setSight(sight);
                return new Begun(plan, execution);
            }
            view.close();
        }
    }

    /** Begins a run without a plan, which sees the newest committed rows. */
    Execution beginWithoutPlan(Transaction open) {
        return beginWithoutPlan(open, 0);
    }

    /** Begins a run without a plan, with slots for subqueries. */
    Execution beginWithoutPlan(Transaction open, int slots) {
        return beginWithoutPlan(open, slots, BoxedRow.empty());
    }

    /** Begins a run without a plan that reads parameters. */
    Execution beginWithoutPlan(Transaction open, int slots, RowSource parameters) {
        Execution execution = new Execution(
                database,
                open,
                open.openLatestView(),
                world(),
                parameters,
                slots,
                Execution.evaluators(),
                guard::check,
                new StatementMemory(memory));
        execution.setDeferred(block.deferred());
        execution.setSight(sight);
        return execution;
    }

    /** Returns the checks that wait for the end of the transaction. */
    DeferredChecks deferred() {
        return block.deferred();
    }

    /** Makes checks that wait no longer. */
    void check(List<PendingCheck> checks) {
        if (checks.isEmpty()) {
            return;
        }
        try (Execution execution = beginWithoutPlan(block.transaction())) {
            execution.check(checks);
        }
    }

    /** Returns memory for rows that are kept longer than a statement runs. */
    StatementMemory newMemory() {
        return new StatementMemory(memory);
    }
}
