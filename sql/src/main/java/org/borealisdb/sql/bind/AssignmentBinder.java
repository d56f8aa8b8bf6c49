package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;

/** Binds values that are assigned to columns. */
final class AssignmentBinder {
    private final BindContext context;
    private final DataChangeBinder defaults;

    AssignmentBinder(BindContext context, DataChangeBinder defaults) {
        this.context = context;
        this.defaults = defaults;
    }

    /** Binds SET: the whole new row, over a scope that begins with the table's columns. */
    List<Expression> bind(TableDefinition table, ExpressionBinder binder, List<DataChange.Assignment> assignments) {
        List<Expression> values = new ArrayList<>();
        for (int place = 0; place < table.columns().size(); place++) {
            values.add(new Expression.ColumnReference(
                    place, table.columns().get(place).type()));
        }
        Set<Integer> seen = new HashSet<>();
        for (DataChange.Assignment assignment : assignments) {
            List<SyntaxExpression> given = values(assignment);
            for (int i = 0; i < given.size(); i++) {
                DataChange.AssignmentTarget target = assignment.targets().get(i);
                int place = place(table, target);
                if (!seen.add(place)) {
                    throw context.error(
                            ErrorCode.SYNTAX_ERROR,
                            "multiple assignments to same column \"" + target.column() + "\"",
                            -1);
                }
                binder.scope().columns.get(place).needs(Privilege.UPDATE);
                values.set(place, value(table.columns().get(place), binder, given.get(i)));
            }
        }
        return values;
    }

    private List<SyntaxExpression> values(DataChange.Assignment assignment) {
        if (!assignment.isRow()) {
            return List.of(assignment.value());
        }
        List<SyntaxExpression> values;
        if (assignment.value() instanceof SyntaxExpression.RowConstructor row) {
            values = row.elements();
        } else if (assignment.targets().size() == 1) {
            values = List.of(assignment.value());
        } else {
            throw context.notSupported("UPDATE of several columns from a subquery", assignment.position());
        }
        if (values.size() != assignment.targets().size()) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR, "number of columns does not match number of values", assignment.position());
        }
        return values;
    }

    private Expression value(TableColumn column, ExpressionBinder binder, SyntaxExpression given) {
        if (given instanceof SyntaxExpression.DefaultValue) {
            return defaults.defaultOf(column);
        }
        if (column.isGenerated()) {
            throw context.error(
                            ErrorCode.GENERATED_ALWAYS,
                            "column \"" + column.name() + "\" can only be updated to DEFAULT",
                            -1)
                    .withDetail("Column \"" + column.name() + "\" is a generated column.");
        }
        if (column.isAlwaysGenerated()) {
            throw context.error(
                            ErrorCode.GENERATED_ALWAYS,
                            "column \"" + column.name() + "\" can only be updated to DEFAULT",
                            -1)
                    .withDetail("Column \"" + column.name() + "\" is an identity column defined as GENERATED ALWAYS.");
        }
        return assigned(column, binder, binder.bindPlain(given, "UPDATE"), given.leftmost());
    }

    int place(TableDefinition table, DataChange.AssignmentTarget target) {
        if (!target.indirection().isEmpty()) {
            throw context.notSupported("assignment to a part of a column", target.position());
        }
        OptionalInt place = table.place(target.column());
        if (place.isEmpty()) {
            throw context.error(
                    ErrorCode.UNDEFINED_COLUMN,
                    "column \"" + target.column() + "\" of relation \"" + table.name() + "\" does not exist",
                    target.position());
        }
        return place.getAsInt();
    }

    Expression assigned(TableColumn column, ExpressionBinder binder, Expression value, int position) {
        return binder.coercion()
                .tryTo(value, column.declared(), Context.ASSIGNMENT, position)
                .orElseThrow(() -> context.error(
                                ErrorCode.DATATYPE_MISMATCH,
                                "column \"" + column.name() + "\" is of type "
                                        + column.declared().nameWithoutModifier() + " but expression is of type "
                                        + value.type().nameWithoutModifier(),
                                position)
                        .withHint("You will need to rewrite or cast the expression."));
    }
}
