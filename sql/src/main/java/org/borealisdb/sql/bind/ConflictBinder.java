package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;

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
        if (conflict.where() != null) {
            throw context.notSupported("a partial index as arbiter of ON CONFLICT", conflict.position());
        }
        Optional<IndexDefinition> arbiter = arbiter(conflict);
        if (conflict.doesNothing()) {
            return new BoundConflict(arbiter, List.of(), Optional.empty());
        }
        if (arbiter.isEmpty()) {
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
                    "excluded", column.name(), column.type(), column.tableOid(), column.number(), true));
        }
        ExpressionBinder binder = new ExpressionBinder(context, both);
        List<Expression> values = assignments.bind(table, binder, conflict.assignments());
        Optional<Expression> where = Optional.ofNullable(conflict.updateWhere()).map(binder::whereCondition);
        return new BoundConflict(arbiter, values, where);
    }

    private Optional<IndexDefinition> arbiter(DataChange.OnConflict conflict) {
        String name = conflict.constraint();
        if (name != null) {
            return Optional.of(table.indexes().stream()
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
            return Optional.empty();
        }
        List<Integer> places = new ArrayList<>();
        for (OrderItem item : conflict.columns()) {
            if (!(item.expression() instanceof SyntaxExpression.ColumnReference column)) {
                throw context.notSupported("an expression as arbiter of ON CONFLICT", item.position());
            }
            places.add(table.place(column.names().getLast())
                    .orElseThrow(() -> context.error(
                            ErrorCode.UNDEFINED_COLUMN,
                            "column \"" + column.names().getLast() + "\" does not exist",
                            column.position())));
        }
        return Optional.of(table.indexes().stream()
                .filter(IndexDefinition::isUnique)
                .filter(index -> index.columns().size() == places.size()
                        && index.columns().containsAll(places))
                .findFirst()
                .orElseThrow(() -> context.error(
                        ErrorCode.INVALID_COLUMN_REFERENCE,
                        "there is no unique or exclusion constraint matching the ON CONFLICT specification",
                        -1)));
    }
}
