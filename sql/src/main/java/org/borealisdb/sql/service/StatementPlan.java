package org.borealisdb.sql.service;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.bind.ChangeInWith;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.ResultShape;

/**
 * What a query or change was bound to.
 *
 * @param plan of a query
 * @param change of rows, if it is no query
 * @param inWith data changes in its WITH
 * @param parameterTypes of its parameters
 * @param slots that its subqueries need
 * @param lifted places of the lifted literals whose values the plan does not depend on
 * @param locksRows whether some part of it locks the rows that it reads
 * @param tables that it uses, with the locks that it needs on them
 * @param wholeFrom LSN of the oldest view for which all of its tables and of their indexes is there
 * @param catalogLsn LSN at which the catalog was read
 * @param uncommitted whether the catalog had changes of the transaction itself, which may be rolled back, or the plan does without indexes that the transaction's view is too old for: it is good for one run only
 * @param role that was current, as whom the statement was bound
 * @param searchPath where names were looked for
 * @param heedsReferences whether foreign keys were heeded when it was bound
 * @param permission what it needs privileges for
 * @param evaluators made so far
 */
record StatementPlan(
        Optional<Plan> plan,
        Optional<BoundChange> change,
        List<ChangeInWith> inWith,
        Optional<ResultShape> shape,
        List<SqlType> parameterTypes,
        int slots,
        BitSet lifted,
        boolean locksRows,
        List<UsedTable> tables,
        long wholeFrom,
        long catalogLsn,
        boolean uncommitted,
        String role,
        List<String> searchPath,
        boolean heedsReferences,
        PlanPermission permission,
        Map<Expression, Evaluator> evaluators) {
    /** A table that a statement uses: what is locked, and how. */
    record UsedTable(LockKey key, TableLockMode mode) {
        /** A table that some changes may change rows of, be it as a consequence, or that is only read. */
        static UsedTable of(TableDefinition table, List<BoundChange> changes) {
            boolean changed = changes.stream()
                    .anyMatch(change ->
                            change.table().object().id() == table.object().id()
                                    || change.references().changes(table));
            return new UsedTable(
                    RowStore.tableKey(table.table()),
                    changed ? TableLockMode.ROW_EXCLUSIVE : TableLockMode.ACCESS_SHARE);
        }
    }
}
