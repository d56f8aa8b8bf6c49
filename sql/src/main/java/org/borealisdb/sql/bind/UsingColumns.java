package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
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

    /** Adds the comparisons to a join's conditions, and leaves one of each pair of columns visible in its scope, first of all. */
    void bind(ExpressionBinder binder, Scope scope, List<Expression> conditions) {
        List<String> names = names();
        if (names.isEmpty()) {
            return;
        }
        if (join.kind() == FromItem.JoinKind.FULL) {
            throw context.notSupported("FULL JOIN USING", join.position());
        }
        int width = left.columns.size();
        boolean keepsRight = join.kind() == FromItem.JoinKind.RIGHT;
        List<Integer> merged = new ArrayList<>();
        List<Integer> gone = new ArrayList<>();
        for (String name : names) {
            int first = place(left, name, "left");
            int second = place(right, name, "right");
            conditions.add(binder.calls()
                    .call(
                            "=",
                            new Expression.ColumnReference(
                                    first, left.columns.get(first).type()),
                            new Expression.ColumnReference(
                                    width + second, right.columns.get(second).type()),
                            join.position()));
            merged.add(keepsRight ? width + second : first);
            gone.add(keepsRight ? first : width + second);
        }
        gone.forEach(scope::hide);
        scope.putFirst(merged);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(join.using());
        if (join.natural()) {
            for (ScopeColumn column : left.columns) {
                if (!column.hidden()
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
                    join.position());
        }
        return place;
    }
}
