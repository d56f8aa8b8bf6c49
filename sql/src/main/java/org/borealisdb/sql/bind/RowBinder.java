package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.Privilege;

/** Binds row values: ROW(...), their fields and their comparisons. Stateless. */
final class RowBinder {
    private RowBinder() {}

    static Expression row(List<Expression> fields) {
        List<CompositeType.Field> types = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            types.add(new CompositeType.Field("f" + (i + 1), fields.get(i).type()));
        }
        return new Expression.RowOf(fields, new CompositeType(types));
    }

    /** Returns the row of a table in a scope as a value, if there is such a table. */
    static Optional<Expression> wholeRow(Scope scope, String table) {
        List<Expression> values = new ArrayList<>();
        List<CompositeType.Field> types = new ArrayList<>();
        for (int place = 0; place < scope.columns.size(); place++) {
            ScopeColumn column = scope.columns.get(place);
            if (column.table().equals(table) && !column.name().isEmpty()) {
                column.needs(Privilege.SELECT);
                values.add(new Expression.ColumnReference(place, column.type()));
                types.add(new CompositeType.Field(column.name(), column.type()));
                if (scope.isValueTable(table)) {
                    return Optional.of(values.getFirst());
                }
            }
        }
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(new Expression.RowOf(values, new CompositeType(types)));
    }

    /** A row is null if all its fields are, and not null if none is (manual 9.2). */
    static Expression isNull(Expression value, boolean negated) {
        if (!(value.type() instanceof CompositeType type)) {
            return new Expression.IsNull(value, negated);
        }
        List<Expression> tests = new ArrayList<>();
        for (int place = 0; place < type.fields().size(); place++) {
            Expression field = value instanceof Expression.RowOf row
                    ? row.fields().get(place)
                    : new Expression.Field(
                            value, place, type.fields().get(place).type());
            tests.add(new Expression.IsNull(field, negated));
        }
        return tests.isEmpty() ? new Expression.IsNull(value, negated) : new Expression.And(tests);
    }

    static Expression field(BindContext context, Expression operand, SyntaxExpression.FieldSelection syntax) {
        if (!(operand.type() instanceof CompositeType type)) {
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    "column notation ." + syntax.field() + " applied to type "
                            + operand.type().nameWithoutModifier() + ", which is not a composite type",
                    syntax.position());
        }
        int place = type.place(syntax.field());
        if (place < 0) {
            throw context.error(
                    ErrorCode.UNDEFINED_COLUMN,
                    "could not identify column \"" + syntax.field() + "\" in record data type",
                    syntax.position());
        }
        return new Expression.Field(operand, place, type.fields().get(place).type());
    }

    /** Compares rows field by field (manual 9.24.5). */
    static Expression compare(
            BindContext context,
            CallBinder calls,
            QualifiedName operator,
            List<Expression> left,
            List<Expression> right) {
        int position = operator.position();
        if (left.size() != right.size()) {
            throw context.error(ErrorCode.SYNTAX_ERROR, "unequal number of entries in row expressions", position);
        }
        if (left.isEmpty()) {
            throw context.error(ErrorCode.FEATURE_NOT_SUPPORTED, "cannot compare rows of zero length", position);
        }
        String sign = BuiltInNames.include(context, operator) ? operator.last() : operator.toString();
        return switch (sign) {
            case "=", "<>", "!=" -> {
                Expression equal = equal(calls, left, right, position);
                yield sign.equals("=") ? equal : new Expression.Not(equal);
            }
            case "<", "<=", ">", ">=" -> ordered(calls, sign, left, right, position);
            default ->
                throw context.error(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "could not determine interpretation of row comparison operator " + sign,
                        position);
        };
    }

    static boolean isEquality(QualifiedName operator) {
        return List.of("=", "<>", "!=").contains(operator.last());
    }

    /** Compares rows as values: unlike the fields of row constructors, nulls equal each other (manual 9.24.6). */
    static Expression same(
            BindContext context,
            CallBinder calls,
            QualifiedName operator,
            List<Expression> left,
            List<Expression> right) {
        if (left.size() != right.size()) {
            throw context.error(
                    ErrorCode.DATATYPE_MISMATCH, "cannot compare record types with different numbers of columns", -1);
        }
        List<Expression> parts = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            Expression.Call equality = calls.call("=", left.get(i), right.get(i), operator.position());
            parts.add(new Expression.IsDistinct(
                    equality.function(),
                    equality.arguments().get(0),
                    equality.arguments().get(1),
                    true));
        }
        Expression same = parts.size() == 1 ? parts.getFirst() : new Expression.And(parts);
        return operator.last().equals("=") ? same : new Expression.Not(same);
    }

    private static Expression equal(CallBinder calls, List<Expression> left, List<Expression> right, int position) {
        List<Expression> parts = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            parts.add(calls.call("=", left.get(i), right.get(i), position));
        }
        return parts.size() == 1 ? parts.getFirst() : new Expression.And(parts);
    }

    /** The first fields that differ decide. */
    private static Expression ordered(
            CallBinder calls, String sign, List<Expression> left, List<Expression> right, int position) {
        Expression last = calls.call(sign, left.getLast(), right.getLast(), position);
        Expression result = last;
        for (int i = left.size() - 2; i >= 0; i--) {
            Expression strict = calls.call(sign.substring(0, 1), left.get(i), right.get(i), position);
            Expression same = calls.call("=", left.get(i), right.get(i), position);
            result = new Expression.Or(List.of(strict, new Expression.And(List.of(same, result))));
        }
        return result;
    }
}
