package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.bind.BoundCheck;
import org.borealisdb.sql.bind.BoundForeignKey;
import org.borealisdb.sql.bind.ChangeInWith;
import org.borealisdb.sql.bind.ReferenceGraph;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.execute.ChangeRunner;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.execute.PlanRunner;
import org.borealisdb.sql.execute.ReferenceVerifier;
import org.borealisdb.sql.execute.RowIterator;
import org.borealisdb.sql.execute.UniqueVerifier;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.system.TableRows;

/** Reads and writes the rows of the tables that a definition changes. Used for one statement. */
final class DefinedRows implements TableRows {
    private final Transaction transaction;
    private final StatementRuns runs;
    private final SessionScope scope;

    DefinedRows(Transaction transaction, StatementRuns runs, SessionScope scope) {
        this.transaction = transaction;
        this.runs = runs;
        this.scope = scope;
    }

    private static Plan.Scan all(TableDefinition table) {
        return new Plan.Scan(table, Access.ALL, Optional.empty(), Optional.empty());
    }

    private Execution begin(int slots) {
        return begin(slots, BoxedRow.empty());
    }

    private Execution begin(int slots, RowSource parameters) {
        Execution execution = runs.beginWithoutPlan(transaction, slots, parameters);
        scope.setRunning(execution);
        return execution;
    }

    @Override
    public void copy(TableDefinition from, TableDefinition to, List<Expression> values) {
        try (Execution execution = begin(0)) {
            new ChangeRunner(execution, to).copyFrom(from, values);
        }
    }

    @Override
    public void verify(TableDefinition table, BoundCheck check) {
        Plan failing = new Plan.Filter(all(table), new Expression.Not(check.condition()));
        if (hasRows(failing)) {
            throw new SqlException(
                            ErrorCode.CHECK_VIOLATION,
                            "check constraint \"" + check.name() + "\" of relation \"" + table.name()
                                    + "\" is violated by some row")
                    .with(SqlException.Field.SCHEMA, table.schema())
                    .with(SqlException.Field.TABLE, table.name())
                    .with(SqlException.Field.CONSTRAINT, check.name());
        }
    }

    @Override
    public void verify(BoundForeignKey key) {
        try (Execution execution = begin(0)) {
            new ReferenceVerifier(execution).verify(key);
        }
    }

    @Override
    public void verifyUnique(TableDefinition table, IndexDefinition index) {
        try (Execution execution = begin(0)) {
            UniqueVerifier.verify(execution, table, index);
        }
    }

    @Override
    public boolean hasPendingChecks(TableDefinition table) {
        return runs.deferred().concern(table.object().id());
    }

    @Override
    public void verifyNotNull(TableDefinition table, int place) {
        Expression column =
                new Expression.ColumnReference(place, table.columns().get(place).type());
        if (hasRows(new Plan.Filter(all(table), new Expression.IsNull(column, false)))) {
            String name = table.columns().get(place).name();
            throw new SqlException(
                            ErrorCode.NOT_NULL_VIOLATION,
                            "column \"" + name + "\" of relation \"" + table.name() + "\" contains null values")
                    .with(SqlException.Field.SCHEMA, table.schema())
                    .with(SqlException.Field.TABLE, table.name())
                    .with(SqlException.Field.COLUMN, name);
        }
    }

    @Override
    public boolean anyIs(TableDefinition table, Expression condition) {
        return hasRows(new Plan.Filter(all(table), condition));
    }

    private boolean hasRows(Plan plan) {
        try (Execution execution = begin(0)) {
            RowIterator rows = new PlanRunner(execution).open(plan);
            return rows.next();
        }
    }

    @Override
    public Optional<Object> value(Expression expression) {
        try (Execution execution = begin(0)) {
            return Optional.ofNullable(execution.value(expression));
        }
    }

    @Override
    public void setAll(TableDefinition table, int place, Expression value) {
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            values.add(
                    i == place
                            ? value
                            : new Expression.ColumnReference(
                                    i, table.columns().get(i).type()));
        }
        change(table, BoundChange.Kind.UPDATE, all(table), values, List.of(), 0, BoxedRow.empty());
    }

    @Override
    public long fill(TableDefinition table, Plan plan, List<ChangeInWith> inWith, int slots, RowSource parameters) {
        return change(table, BoundChange.Kind.INSERT, plan, List.of(), inWith, slots, parameters);
    }

    private long change(
            TableDefinition table,
            BoundChange.Kind kind,
            Plan source,
            List<Expression> values,
            List<ChangeInWith> inWith,
            int slots,
            RowSource parameters) {
        BoundChange change = new BoundChange(
                kind,
                table,
                table,
                source,
                Optional.empty(),
                values,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                ReferenceGraph.EMPTY);
        try (Execution execution = begin(slots, parameters)) {
            execution.setChanges(inWith);
            return new ChangeRunner(execution, table).runStatement(change, row -> {
                // Nobody asked for the rows.
            });
        }
    }
}
