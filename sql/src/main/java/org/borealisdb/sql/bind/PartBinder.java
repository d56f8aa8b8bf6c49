package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.SyntaxExpression;

/**
 * Binds the assignment of a value to a part of a column: a field of a row, an element of an array, or a part of these. The column becomes what it was with another
 * part; a row that was NULL gets the one field.
 */
final class PartBinder {
    private final BindContext context;
    private final ExpressionBinder binder;
    private final SubscriptBinder subscripts;
    private final String column;
    private final int position;
    private final int valuePosition;

    /**
     * Makes a binder.
     *
     * @param column what is assigned to is called
     * @param position where it stands
     * @param valuePosition where the new value stands
     */
    PartBinder(BindContext context, ExpressionBinder binder, String column, int position, int valuePosition) {
        this.context = context;
        this.binder = binder;
        this.subscripts = new SubscriptBinder(context, binder);
        this.column = column;
        this.position = position;
        this.valuePosition = valuePosition;
    }

    /**
     * Returns the whole with another part.
     *
     * @param part over a reference to the column
     */
    Expression assign(Expression before, SyntaxExpression part, Expression value) {
        List<SyntaxExpression> steps = new ArrayList<>();
        for (SyntaxExpression at = part; !(at instanceof SyntaxExpression.ColumnReference); at = below(at)) {
            steps.addFirst(at);
        }
        return assign(before, column, steps, value);
    }

    private static SyntaxExpression below(SyntaxExpression step) {
        return switch (step) {
            case SyntaxExpression.Subscript subscript -> subscript.operand();
            case SyntaxExpression.FieldSelection field -> field.operand();
            default -> throw new IllegalArgumentException("no part of a column: " + step);
        };
    }

    private Expression assign(Expression before, String name, List<SyntaxExpression> steps, Expression value) {
        if (steps.getFirst() instanceof SyntaxExpression.FieldSelection field) {
            return assignField(before, name, field.field(), steps.subList(1, steps.size()), value);
        }
        List<SyntaxExpression.Subscript> chain = new ArrayList<>();
        for (SyntaxExpression step : steps) {
            if (!(step instanceof SyntaxExpression.Subscript subscript)) {
                break;
            }
            chain.add(subscript);
        }
        List<SyntaxExpression> rest = steps.subList(chain.size(), steps.size());
        Expression part = rest.isEmpty() ? value : assign(subscripts.read(before, chain, position), name, rest, value);
        return subscripts.assign(before, name, chain, part, position, valuePosition);
    }

    private Expression assignField(
            Expression before, String name, String field, List<SyntaxExpression> rest, Expression value) {
        if (!(before.type() instanceof CompositeType type)) {
            throw refused(field, name, "its type " + before.type().nameWithoutModifier() + " is not a composite type");
        }
        int place = type.place(field);
        if (place < 0) {
            throw context.error(
                    ErrorCode.UNDEFINED_COLUMN,
                    refusal(field, name) + "there is no such column in data type " + type.displayName(),
                    position);
        }
        List<Expression> fields = RowBinder.fields(before);
        Expression part = rest.isEmpty() ? value : assign(fields.get(place), field, rest, value);
        fields.set(place, converted(part, type.fields().get(place).declared(), field));
        return new Expression.RowOf(fields, type.withoutDomain());
    }

    private Expression converted(Expression value, SqlType type, String field) {
        return binder.coercion()
                .tryTo(value, type, Context.ASSIGNMENT, valuePosition)
                .orElseThrow(() -> context.error(
                                ErrorCode.DATATYPE_MISMATCH,
                                "subfield \"" + field + "\" is of type " + type.nameWithoutModifier()
                                        + " but expression is of type "
                                        + value.type().nameWithoutModifier(),
                                position)
                        .withHint("You will need to rewrite or cast the expression."));
    }

    private SqlException refused(String field, String name, String because) {
        return context.error(ErrorCode.DATATYPE_MISMATCH, refusal(field, name) + because, position);
    }

    private static String refusal(String field, String name) {
        return "cannot assign to field \"" + field + "\" of column \"" + name + "\" because ";
    }
}
