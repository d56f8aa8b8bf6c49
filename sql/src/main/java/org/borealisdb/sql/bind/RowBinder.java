package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.plan.AccessRules;

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

    /** Returns the row of a table in a scope, or in one around it, as a value, if there is such a table. */
    static Optional<Expression> wholeRow(BindContext context, Scope scope, List<String> name, int position) {
        String table = scope.table(context, name, position);
        if (table.isEmpty()) {
            return scope.boundary.flatMap(boundary -> boundary.row(context, name, position));
        }
        List<Expression> values = new ArrayList<>();
        List<CompositeType.Field> types = new ArrayList<>();
        Optional<CatalogObject> relation = Optional.empty();
        for (int place = 0; place < scope.columns.size(); place++) {
            ScopeColumn column = scope.columns.get(place);
            if (column.table().equals(table) && context.isInRow(column)) {
                column.needs(Privilege.SELECT);
                relation = column.relation();
                values.add(scope.reference(context, place));
                types.add(new CompositeType.Field(column.name(), column.type()));
                if (scope.isValueTable(table)) {
                    return Optional.of(values.getFirst());
                }
            }
        }
        Optional<CompositeType> ofTable = relation.flatMap(of -> named(context, of, types));
        CompositeType type = scope.rowType(table).or(() -> ofTable).orElseGet(() -> new CompositeType(types));
        Expression.RowOf row = new Expression.RowOf(values, type);
        Expression whole = scope.isPadded(table) ? unlessMissing(row) : row;
        context.syntax().ifPresent(syntax -> syntax.row(whole, scope, table));
        return Optional.of(whole);
    }

    /** A row that an outer join may have nothing for: it is NULL then, and so are all its columns. */
    private static Expression unlessMissing(Expression.RowOf row) {
        List<Expression> missing = new ArrayList<>();
        row.fields().forEach(field -> missing.add(new Expression.IsNull(field, false)));
        Expression.When nothing =
                new Expression.When(AccessRules.and(missing), new Expression.Constant(row.type(), null));
        return new Expression.Case(List.of(nothing), row, row.type());
    }

    /** Returns what the fields of a row are, if that is known. */
    static Optional<List<Expression>> known(Expression value) {
        if (value instanceof Expression.RowOf row) {
            return Optional.of(row.fields());
        }
        return value instanceof Expression.Case made
                        && made.otherwise() instanceof Expression.RowOf row
                        && made.equals(unlessMissing(row))
                ? Optional.of(row.fields())
                : Optional.empty();
    }

    /** Returns the type of a relation's rows if these are all its columns. */
    private static Optional<CompositeType> named(
            BindContext context, CatalogObject relation, List<CompositeType.Field> columns) {
        return context.types()
                .made(RowTypes.of(relation.id()))
                .map(CompositeType.class::cast)
                .filter(type -> type.fields().stream()
                        .map(CompositeType.Field::type)
                        .toList()
                        .equals(columns.stream().map(CompositeType.Field::type).toList()));
    }

    /** A row is null if all its fields are, and not null if none is (manual 9.2). */
    static Expression isNull(Expression value, boolean negated) {
        if (!(value.type() instanceof CompositeType)) {
            return new Expression.IsNull(value, negated);
        }
        List<Expression> tests = new ArrayList<>();
        fields(value).forEach(field -> tests.add(new Expression.IsNull(field, negated)));
        boolean both = value instanceof Expression.RowOf && tests.isEmpty();
        if (both) {
            // Whatever is said of all fields holds of none.
            return new Expression.Constant(BuiltInType.BOOL.type(), true);
        }
        return tests.isEmpty() ? new Expression.IsNull(value, negated) : new Expression.And(tests);
    }

    /**
     * Binds {@code operand.field}; where there is no such field, a function of the name may be called with the row.
     *
     * @param position where the operand stands
     */
    static Expression field(BindContext context, CallBinder calls, Expression operand, String field, int position) {
        Optional<Expression> found = fieldOrOfUser(context, calls, operand, field);
        if (found.isPresent()) {
            return found.get();
        }
        if (!(operand.type() instanceof CompositeType type)) {
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    "column notation ." + field + " applied to type "
                            + operand.type().nameWithoutModifier() + ", which is not a composite type",
                    position);
        }
        throw type.isNamed()
                ? context.error(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column \"" + field + "\" not found in data type " + type.displayName(),
                        position)
                : context.error(
                        ErrorCode.UNDEFINED_COLUMN,
                        "could not identify column \"" + field + "\" in record data type",
                        position);
    }

    /** Returns a field of a value, or what a user's function of the name makes of it. */
    static Optional<Expression> fieldOrOfUser(BindContext context, CallBinder calls, Expression operand, String field) {
        return field(operand, field).or(() -> function(context, calls, operand, field));
    }

    /** Returns a field of a value if it is a row that has one of the name. */
    static Optional<Expression> field(Expression operand, String field) {
        return operand.type() instanceof CompositeType type && type.place(field) >= 0
                ? Optional.of(fields(operand).get(type.place(field)))
                : Optional.empty();
    }

    /** Returns the fields of a row, in a list that is the caller's own. */
    static List<Expression> fields(Expression row) {
        Optional<List<Expression>> known = known(row);
        if (known.isPresent()) {
            return new ArrayList<>(known.get());
        }
        CompositeType type = (CompositeType) row.type();
        List<Expression> fields = new ArrayList<>();
        for (int place = 0; place < type.fields().size(); place++) {
            fields.add(new Expression.Field(row, place, type.fields().get(place).type()));
        }
        return fields;
    }

    private static Optional<Expression> function(
            BindContext context, CallBinder calls, Expression operand, String name) {
        if (!(operand.type() instanceof CompositeType row)) {
            return Optional.empty();
        }
        QualifiedName called = QualifiedName.of(name, -1);
        return context.userFunctions(called).stream()
                        .anyMatch(each -> each.inputs().size() == 1
                                && (each.inputTypes().getFirst().sameTypeAs(operand.type())
                                        || row.isRowOf(each.inputTypes().getFirst())))
                ? Optional.of(calls.named(called, List.of(operand)))
                : Optional.empty();
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
            default -> {
                for (int place = 0; place < left.size(); place++) {
                    // Fails if there is none for the values of a column.
                    calls.call(operator, left.get(place), right.get(place));
                }
                throw context.error(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "could not determine interpretation of row comparison operator " + sign,
                        position);
            }
        };
    }

    /** Compares rows field by field, where null is a value like others; rows without fields are the same. */
    static Expression isDistinct(
            BindContext context,
            CallBinder calls,
            List<Expression> left,
            List<Expression> right,
            boolean negated,
            int position) {
        if (left.size() != right.size()) {
            throw context.error(ErrorCode.SYNTAX_ERROR, "unequal number of entries in row expressions", position);
        }
        if (left.isEmpty()) {
            return new Expression.Constant(BuiltInType.BOOL.type(), negated);
        }
        if (left.size() == 1) {
            return calls.isDistinct(left.getFirst(), right.getFirst(), negated, position);
        }
        List<Expression> parts = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            parts.add(calls.isDistinct(left.get(i), right.get(i), false, position));
        }
        Expression distinct = new Expression.Or(parts);
        return negated ? new Expression.Not(distinct) : distinct;
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
