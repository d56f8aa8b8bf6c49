package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.RowPlace;
import org.borealisdb.sql.plan.Subquery;

/** Binds values that are assigned to columns. */
final class AssignmentBinder {
    private final BindContext context;
    private final DataChangeBinder defaults;

    AssignmentBinder(BindContext context, DataChangeBinder defaults) {
        this.context = context;
        this.defaults = defaults;
    }

    /** Binds SET over a scope that begins with the target's columns: the new values by place. */
    Map<Integer, Expression> bind(
            ChangeTarget target, ExpressionBinder binder, List<DataChange.Assignment> assignments) {
        Map<Integer, Expression> values = new TreeMap<>();
        Set<Integer> whole = new HashSet<>();
        for (DataChange.Assignment assignment : assignments) {
            List<Source> sources = sources(target, assignment, binder);
            for (int i = 0; i < sources.size(); i++) {
                DataChange.AssignmentTarget part = assignment.targets().get(i);
                refuseSystem(part);
                int place = place(target, part);
                TableColumn column = target.columns().get(place);
                boolean isWhole = part.indirection().isEmpty();
                if (whole.contains(place) || (isWhole && values.containsKey(place))) {
                    throw twice(context, column.name());
                }
                if (isWhole) {
                    whole.add(place);
                }
                Expression before = values.getOrDefault(place, new Expression.ColumnReference(place, column.type()));
                values.put(place, sources.get(i).value(column, part, before, binder));
            }
        }
        return values;
    }

    private void refuseSystem(DataChange.AssignmentTarget part) {
        if (SystemColumn.named(part.column()).isPresent()) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "cannot assign to system column \"" + part.column() + "\"",
                    part.position());
        }
    }

    /** Returns the error about a column that is given two values. */
    static SqlException twice(BindContext context, String column) {
        return context.error(ErrorCode.SYNTAX_ERROR, "multiple assignments to same column \"" + column + "\"", -1);
    }

    /** Returns the new row of the table: the values that are assigned to columns of the target, and the old ones. */
    List<Expression> row(ChangeTarget target, Map<Integer, Expression> assigned, UnaryOperator<Expression> overTable) {
        TableDefinition table = target.table();
        List<Expression> row = new ArrayList<>(ChangeTarget.of(context, table).values());
        List<Integer> places = target.places();
        Set<Integer> seen = new HashSet<>();
        assigned.forEach((place, value) -> {
            TableColumn column = table.columns().get(places.get(place));
            if (!seen.add(places.get(place))) {
                throw twice(context, column.name());
            }
            if (target.isView()) {
                checkGenerated(column);
            }
            row.set(places.get(place), overTable.apply(value));
        });
        return row;
    }

    /** Where a value comes from. */
    private interface Source {
        Expression value(
                TableColumn column, DataChange.AssignmentTarget part, Expression before, ExpressionBinder binder);
    }

    private List<Source> sources(ChangeTarget target, DataChange.Assignment assignment, ExpressionBinder binder) {
        SyntaxExpression value = assignment.value();
        if (!assignment.isRow()) {
            return List.of(written(value));
        }
        int count = assignment.targets().size();
        if (value instanceof SyntaxExpression.RowConstructor row) {
            List<SyntaxExpression> elements = row.elements();
            if (elements.stream().anyMatch(TargetList::isStar)) {
                List<Expression> fields = RowBinder.fields(binder.bindPlain(row, "UPDATE"));
                checkCount(fields.size(), count, value);
                return fields.stream()
                        .map(field -> computed(field, value.leftmost()))
                        .toList();
            }
            checkCount(elements.size(), count, value);
            return elements.stream().map(this::written).toList();
        }
        if (value instanceof SyntaxExpression.ScalarQuery query) {
            assignment.targets().forEach(part -> place(target, part));
            Expression row = binder.subqueryRow(query.query());
            CompositeType type = (CompositeType) row.type();
            checkCount(type.fields().size(), count, value);
            List<Source> sources = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Expression field = new Expression.Field(
                        ofPlace(row, i), i, type.fields().get(i).type());
                int position = position(query.query(), i, query.position());
                sources.add(computed(field, position));
            }
            return sources;
        }
        throw context.error(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression",
                value.leftmost());
    }

    /** Returns a call of the same subquery that says which column it is for. */
    private static Expression ofPlace(Expression row, int place) {
        Subquery subquery = Subquery.of(row).orElseThrow();
        Expression.Call call = (Expression.Call) row;
        return subquery.withKey(new RowPlace(subquery.key(), place)).call(call.arguments(), call.type());
    }

    private Source computed(Expression value, int position) {
        return (column, part, before, binder) -> {
            checkGenerated(column);
            return part.indirection().isEmpty()
                    ? assigned(column, binder, value, position)
                    : withPart(column, binder, before, part, value, position);
        };
    }

    private void checkCount(int given, int wanted, SyntaxExpression value) {
        if (given != wanted) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR, "number of columns does not match number of values", value.position());
        }
    }

    /** Where a column of a subquery stands, as far as that can be told. */
    private static int position(Query query, int column, int otherwise) {
        return query.body() instanceof Query.Select select
                        && column < select.targets().size()
                        && select.targets().stream()
                                .noneMatch(each -> each.expression() instanceof SyntaxExpression.Star)
                ? select.targets().get(column).expression().leftmost()
                : otherwise;
    }

    private Source written(SyntaxExpression given) {
        return (column, part, before, binder) -> {
            if (given instanceof SyntaxExpression.DefaultValue) {
                if (!part.indirection().isEmpty()) {
                    throw partDefault(part);
                }
                return defaults.defaultOf(column);
            }
            checkGenerated(column);
            Expression value = binder.bindPlain(given, "UPDATE");
            return part.indirection().isEmpty()
                    ? assigned(column, binder, value, given.leftmost())
                    : withPart(column, binder, before, part, value, given.leftmost());
        };
    }

    private void checkGenerated(TableColumn column) {
        if (column.isGenerated() || column.isAlwaysGenerated()) {
            String kind =
                    column.isGenerated() ? "a generated column." : "an identity column defined as GENERATED ALWAYS.";
            throw context.error(
                            ErrorCode.GENERATED_ALWAYS,
                            "column \"" + column.name() + "\" can only be updated to DEFAULT",
                            -1)
                    .withDetail("Column \"" + column.name() + "\" is " + kind);
        }
    }

    /** Refuses DEFAULT as the value of a part of a column. */
    void refusePart(List<DataChange.AssignmentTarget> parts, int at) {
        if (!parts.isEmpty() && !parts.get(at).indirection().isEmpty()) {
            throw partDefault(parts.get(at));
        }
    }

    private SqlException partDefault(DataChange.AssignmentTarget part) {
        boolean element = part.indirection().getFirst() instanceof SyntaxExpression.Subscript;
        return context.error(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "cannot set " + (element ? "an array element" : "a subfield") + " to DEFAULT",
                part.position());
    }

    int place(ChangeTarget target, DataChange.AssignmentTarget part) {
        OptionalInt place = target.place(part.column());
        if (place.isEmpty()) {
            throw context.error(
                    ErrorCode.UNDEFINED_COLUMN,
                    "column \"" + part.column() + "\" of relation \"" + target.name() + "\" does not exist",
                    part.position());
        }
        return place.getAsInt();
    }

    /** Returns what a column becomes when a part of it is assigned. */
    Expression withPart(
            TableColumn column,
            ExpressionBinder binder,
            Expression before,
            DataChange.AssignmentTarget part,
            Expression value,
            int position) {
        // The rules of the column's domain are those of the value that has all of its parts.
        Expression unchecked = before instanceof Expression.InDomain checked ? checked.operand() : before;
        Expression changed = new PartBinder(context, binder, column.name(), part.position(), position)
                .assign(unchecked, part.indirection().getLast(), value);
        return assigned(column, binder, changed, position);
    }

    Expression assigned(TableColumn column, ExpressionBinder binder, Expression value, int position) {
        return binder.coercion()
                .tryTo(
                        context.strings().assigned(value, column.declared()),
                        column.declared(),
                        Context.ASSIGNMENT,
                        position)
                .orElseThrow(() -> context.error(
                                ErrorCode.DATATYPE_MISMATCH,
                                "column \"" + column.name() + "\" is of type "
                                        + column.declared().nameWithoutModifier() + " but expression is of type "
                                        + value.type().nameWithoutModifier(),
                                position)
                        .withHint("You will need to rewrite or cast the expression."));
    }
}
