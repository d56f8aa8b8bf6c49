package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;

/** The columns of a FROM clause, by place in its rows, and the boundary to the query around it. */
final class Scope {
    final List<ScopeColumn> columns = new ArrayList<>();
    final Optional<SubqueryBoundary> boundary;

    Scope(Optional<SubqueryBoundary> boundary) {
        this.boundary = boundary;
    }

    /** Finds the column of a name, here or in a query around. */
    Optional<Expression> find(BindContext context, List<String> names, int position) {
        int found = place(context, names, position);
        if (found >= 0) {
            ScopeColumn column = columns.get(found);
            return Optional.of(new Expression.ColumnReference(found, column.type()));
        }
        return boundary.flatMap(around -> around.find(context, names, position));
    }

    int place(BindContext context, List<String> names, int position) {
        String name = names.getLast();
        String table = names.size() > 1 ? names.get(names.size() - 2) : "";
        int found = -1;
        for (int place = 0; place < columns.size(); place++) {
            ScopeColumn column = columns.get(place);
            boolean fits = column.name().equals(name)
                    && (table.isEmpty() ? !column.hidden() : column.table().equals(table));
            if (fits && found >= 0) {
                throw context.error(
                        ErrorCode.AMBIGUOUS_COLUMN, "column reference \"" + name + "\" is ambiguous", position);
            }
            if (fits) {
                found = place;
            }
        }
        return found;
    }

    boolean hasTable(String table) {
        return columns.stream().anyMatch(column -> column.table().equals(table));
    }
}
