package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;

/** The columns that a join compares by name: those of USING, or of NATURAL. */
final class UsingColumns {
    private final BindContext context;
    private final FromItem.Join join;
    private final Scope left;
    private final Scope right;

    UsingColumns(BindContext context, FromItem.Join join, Scope left, Scope right) {
        this.context = context;
        this.join = join;
        this.left = left;
        this.right = right;
    }

    /**
     * Adds the comparisons to a join's conditions, and leaves one of each pair of columns visible in its scope, first of all: that of the
     * side whose rows are all there, in the type that both have in common (ISO 9075-2, 7.7, syntax rule 7).
     *
     * @return what the join's rows get behind their columns: values that are neither side's
     */
    List<Expression> bind(ExpressionBinder binder, Scope scope, List<Expression> conditions) {
        List<String> names = names();
        List<Expression> computed = new ArrayList<>();
        if (names.isEmpty()) {
            return computed;
        }
        int width = left.columns.size();
        List<Integer> merged = new ArrayList<>();
        for (String name : names) {
            int first = place(left, name, "left");
            int second = width + place(right, name, "right");
            Expression one = new Expression.ColumnReference(
                    first, scope.columns.get(first).type());
            Expression other = new Expression.ColumnReference(
                    second, scope.columns.get(second).type());
            conditions.add(binder.calls().call("=", one, other, join.position()));
            Expression value = merged(binder.coercion(), one, other);
            scope.hide(first);
            scope.hide(second);
            if (value instanceof Expression.ColumnReference column) {
                scope.show(column.column());
                merged.add(column.column());
            } else {
                merged.add(scope.columns.size());
                scope.add(new ScopeColumn("", name, value.type(), 0, 0, false)
                        .withOrigin(new ScopeColumn.Origin(join, names.indexOf(name) + 1)));
                scope.setMerged(value);
                computed.add(value);
            }
        }
        scope.putFirst(merged);
        context.syntax().ifPresent(syntax -> syntax.using(join, names, !computed.isEmpty()));
        String alias = join.usingAlias();
        if (alias != null) {
            addNamed(alias, scope, merged, computed);
        }
        return computed;
    }

    private Expression merged(Coercion coercion, Expression one, Expression other) {
        SqlType type = coercion.common(List.of(one, other), "JOIN/USING", join.position());
        Expression first = coercion.toCommon(one, type, "JOIN/USING", join.position());
        Expression second = coercion.toCommon(other, type, "JOIN/USING", join.position());
        return switch (join.kind()) {
            case CROSS, INNER ->
                first instanceof Expression.ColumnReference || !(second instanceof Expression.ColumnReference)
                        ? first
                        : second;
            case LEFT -> first;
            case RIGHT -> second;
            case FULL -> new Expression.Coalesce(List.of(first, second), type);
        };
    }

    /** The alias of USING names the merged columns only; the tables keep their names (manual, SELECT, "join_using_alias"). */
    private void addNamed(String alias, Scope scope, List<Integer> merged, List<Expression> computed) {
        if (scope.hasTable(alias)) {
            throw context.error(ErrorCode.DUPLICATE_ALIAS, "table name \"" + alias + "\" specified more than once", -1);
        }
        int width = scope.columns.size() - computed.size();
        for (int place : merged) {
            ScopeColumn column = scope.columns.get(place);
            scope.add(column.named(alias, column.name()).withHidden(true));
            scope.setMerged(new Expression.ColumnReference(place, column.type()));
            computed.add(
                    place < width ? new Expression.ColumnReference(place, column.type()) : computed.get(place - width));
        }
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(join.using());
        if (join.natural()) {
            for (ScopeColumn column : left.columns) {
                if (!column.hidden()
                        && !column.isSystem()
                        && right.columns.stream()
                                .anyMatch(
                                        other -> !other.hidden() && other.name().equals(column.name()))) {
                    names.add(column.name());
                }
            }
        }
        return names;
    }

    private int place(Scope side, String name, String which) {
        int place = side.place(context, List.of(name), join.position());
        if (place < 0) {
            throw context.error(
                    ErrorCode.UNDEFINED_COLUMN,
                    "column \"" + name + "\" specified in USING clause does not exist in " + which + " table",
                    -1);
        }
        return place;
    }
}
