package org.borealisdb.sql.service;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
 * @param lifted places of the lifted numbers whose values the plan does not depend on
 * @param locksRows whether some part of it locks the rows that it reads
 * @param tables that it uses
 * @param catalogLsn LSN at which the catalog was read
 * @param uncommitted whether the catalog had changes of the transaction itself: they may be rolled back, so it is good for one run only
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
        List<TableDefinition> tables,
        long catalogLsn,
        boolean uncommitted,
        PlanPermission permission,
        Map<Expression, Evaluator> evaluators) {
    /** Returns whether it changes rows of a table, or may do so as a consequence. */
    boolean changes(TableDefinition table) {
        return Stream.concat(change.stream(), inWith.stream().map(ChangeInWith::change))
                .anyMatch(each -> each.table().object().id() == table.object().id()
                        || each.references().changes(table));
    }
}
