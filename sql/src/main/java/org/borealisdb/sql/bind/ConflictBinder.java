package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;

/** Binds ON CONFLICT. */
final class ConflictBinder {
    private final BindContext context;
    private final TableDefinition table;
    private final Scope scope;

    /**
     * Binds the conflicts of rows of a table.
     *
     * @param scope of the table's columns
     */
    ConflictBinder(BindContext context, TableDefinition table, Scope scope) {
        this.context = context;
        this.table = table;
        this.scope = scope;
    }

    BoundConflict bind(DataChange.OnConflict conflict, AssignmentBinder assignments) {
        List<IndexDefinition> arbiters = arbiters(conflict);
        refuseDeferrable(arbiters.isEmpty() ? table.indexes() : arbiters);
        if (conflict.doesNothing()) {
            return new BoundConflict(arbiters, List.of(), Optional.empty());
        }
        if (arbiters.isEmpty()) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    "ON CONFLICT DO UPDATE requires inference specification or constraint name",
                    conflict.position());
        }
        Scope both = new Scope(Optional.empty());
        both.addAll(scope);
        for (ScopeColumn column : scope.columns) {
            // The row that was to be inserted goes by a name of its own only.
            both.add(new ScopeColumn(
                    "excluded", column.name(), column.type(), column.tableOid(), column.number(), true, column.use()));
        }
        ExpressionBinder binder = new ExpressionBinder(context, both);
        List<Expression> values = assignments.bind(table, binder, conflict.assignments());
        Optional<Expression> where = Optional.ofNullable(conflict.updateWhere()).map(binder::whereCondition);
        return new BoundConflict(arbiters, values, where);
    }

    /** What may be violated for a while says nothing about conflicts. */
    private void refuseDeferrable(List<IndexDefinition> arbiters) {
        for (IndexDefinition index : arbiters) {
            if (index.deferral().isDeferrable()) {
                throw new SqlException(
                                ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                                "ON CONFLICT does not support deferrable unique constraints/exclusion constraints as"
                                        + " arbiters")
                        .with(SqlException.Field.TABLE, table.name())
                        .with(SqlException.Field.CONSTRAINT, index.name());
            }
        }
    }

    private List<IndexDefinition> arbiters(DataChange.OnConflict conflict) {
        String name = conflict.constraint();
        if (name != null) {
            return List.of(table.indexes().stream()
                    .filter(index -> index.name().equals(name)
                            && index.object()
                                    .property(IndexDefinition.CONSTRAINT)
                                    .isPresent())
                    .findFirst()
                    .orElseThrow(() -> context.error(
                            ErrorCode.UNDEFINED_OBJECT,
                            "constraint \"" + name + "\" for table \"" + table.name() + "\" does not exist",
                            conflict.position())));
        }
        if (conflict.columns().isEmpty()) {
            return List.of();
        }
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        List<Expression> wanted = new ArrayList<>();
        for (OrderItem item : conflict.columns()) {
            wanted.add(item(binder, item));
        }
        SyntaxExpression where = conflict.where();
        List<Expression> given = new ArrayList<>();
        if (where != null) {
            Expressions.conjuncts(binder.plainCondition(where, "index predicates", "WHERE"), given);
        }
        List<IndexDefinition> fitting = table.indexes().stream()
                .filter(IndexDefinition::isUnique)
                .filter(index -> index.parts().containsAll(wanted) && wanted.containsAll(index.parts()))
                .filter(index -> index.predicate()
                        .map(predicate -> AccessRules.implies(given, predicate))
                        .orElse(true))
                .toList();
        if (fitting.isEmpty()) {
            throw context.error(
                    ErrorCode.INVALID_COLUMN_REFERENCE,
                    "there is no unique or exclusion constraint matching the ON CONFLICT specification",
                    -1);
        }
        return fitting;
    }

    private Expression item(ExpressionBinder binder, OrderItem item) {
        if (item.expression() instanceof SyntaxExpression.ColumnReference column
                && table.place(column.names().getLast()).isEmpty()) {
            throw context.error(
                    ErrorCode.UNDEFINED_COLUMN,
                    "column \"" + column.names().getLast() + "\" does not exist",
                    column.position());
        }
        return binder.indexExpression(item.expression(), "index expressions");
    }
}
