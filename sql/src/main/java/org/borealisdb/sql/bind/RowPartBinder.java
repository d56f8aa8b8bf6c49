package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.session.ResultShape;

/** Binds what is written of rows: their elements and their parts. */
final class RowPartBinder {
    private final BindContext context;
    private final Scope scope;
    private final ExpressionBinder binder;

    RowPartBinder(BindContext context, Scope scope, ExpressionBinder binder) {
        this.context = context;
        this.scope = scope;
        this.binder = binder;
    }

    /** The elements of a row; the star of a row stands for its fields. */
    List<Expression> elements(SyntaxExpression.RowConstructor row) {
        List<Expression> elements = new ArrayList<>();
        for (SyntaxExpression element : row.elements()) {
            boolean star = element instanceof SyntaxExpression.Star;
            boolean fields = element instanceof SyntaxExpression.FieldSelection all
                    && all.field().equals("*");
            Expression bound = binder.bind(
                    element instanceof SyntaxExpression.FieldSelection all && fields ? all.operand() : element);
            if ((star || fields) && bound.type() instanceof CompositeType type) {
                int offset = element instanceof SyntaxExpression.FieldSelection all ? all.position() : -1;
                List<Expression> values = RowBinder.fields(bound);
                FieldNames.all(context, type, offset).forEach(place -> elements.add(values.get(place)));
            } else {
                elements.add(bound);
            }
        }
        if (elements.size() > ResultShape.MAXIMUM_COLUMNS) {
            throw context.error(
                    ErrorCode.TOO_MANY_COLUMNS,
                    "ROW expressions can have at most " + ResultShape.MAXIMUM_COLUMNS + " entries",
                    row.position());
        }
        return elements;
    }

    Expression field(SyntaxExpression.FieldSelection syntax) {
        return field(syntax, false);
    }

    /**
     * Binds a field of a value.
     *
     * @param isTarget whether it gives a column its name
     */
    Expression field(SyntaxExpression.FieldSelection syntax, boolean isTarget) {
        SyntaxExpression operand = syntax.operand();
        int position =
                operand instanceof SyntaxExpression.Cast cast && !(cast.operand() instanceof SyntaxExpression.Literal)
                        ? cast.position()
                        : operand.leftmost();
        Expression row = binder.bind(operand);
        String name = FieldNames.one(context, row.type(), syntax.field(), syntax.position(), isTarget);
        return RowBinder.fieldOrOfUser(context, binder.calls(), row, name)
                .or(() -> call(syntax.field(), operand, syntax.position()))
                .orElseGet(() -> {
                    refuseColumn(operand, row, syntax.field(), position);
                    return RowBinder.field(context, binder.calls(), row, name, position);
                });
    }

    /** Fails if a table has no such column, where it is written as a row. */
    private void refuseColumn(SyntaxExpression operand, Expression row, String name, int position) {
        if (operand instanceof SyntaxExpression.ColumnReference table
                && table.names().size() == 1
                && RowBinder.wholeRow(context, scope, table.names(), table.position())
                        .filter(row::equals)
                        .isPresent()) {
            throw context.error(
                    ErrorCode.UNDEFINED_COLUMN,
                    "column " + table.names().getFirst() + "." + name + " does not exist",
                    position);
        }
    }

    /** Returns a call, written as a field of its only argument, of a function or aggregate that is built in; empty if there is none. */
    private Optional<Expression> call(String name, SyntaxExpression operand, int position) {
        try {
            return Optional.of(binder.bind(
                    SyntaxExpression.FunctionCall.of(QualifiedName.of(name, position), List.of(operand), position)));
        } catch (SqlException missing) {
            if (missing.code() == ErrorCode.UNDEFINED_FUNCTION
                    || missing.code() == ErrorCode.CANNOT_COERCE
                    || missing.code() == ErrorCode.AMBIGUOUS_ALIAS) {
                return Optional.empty();
            }
            throw missing;
        }
    }

    /** What stands before the last name may be a parameter that is a row, or a table for whose rows there is a function of the name. */
    Optional<Expression> partOf(List<String> names, int position) {
        List<String> before = names.subList(0, names.size() - 1);
        int parameter = context.parameterNamed(before);
        if (parameter > 0) {
            Expression row = binder.bind(new SyntaxExpression.Parameter(parameter, position));
            String name = FieldNames.one(context, row.type(), names.getLast(), position, false);
            return Optional.of(RowBinder.field(context, binder.calls(), row, name, position));
        }
        Optional<Expression> row = RowBinder.wholeRow(context, scope, before, position)
                // What a function returns under its alias may be no row at all.
                .filter(whole -> whole.type() instanceof CompositeType named && named.isNamed());
        return row.flatMap(whole -> RowBinder.fieldOrOfUser(context, binder.calls(), whole, names.getLast()))
                .or(() -> row.flatMap(any -> call(
                        names.getLast(),
                        new SyntaxExpression.ColumnReference(List.of(before.getLast()), position),
                        position)));
    }
}
