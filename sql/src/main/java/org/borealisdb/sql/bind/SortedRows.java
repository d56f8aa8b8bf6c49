package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.plan.Subquery;

/**
 * Rows in an order, with the values that a query shows. Volatile values by which nothing is sorted are computed once the rows are in order, and only of those that LIMIT lets through: so numbers of a sequence follow the order.
 * Belongs to one task.
 */
final class SortedRows {
    private final List<Expression> values;
    private final List<SortKey> keys;
    /** What is computed before the rows are sorted. */
    private final List<Expression> before = new ArrayList<>();

    private SortedRows(List<Expression> values, List<SortKey> keys) {
        this.values = values;
        this.keys = keys;
    }

    /**
     * Returns the plan of the rows.
     *
     * @param input what the values are computed over
     * @param visible how many of the values are shown
     */
    static Plan over(Plan input, List<Expression> values, int visible, List<SortKey> keys) {
        return new SortedRows(values, keys).plan(input, visible);
    }

    private Plan plan(Plan input, int visible) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            places.add(isLate(i) ? -1 : before.size());
            if (!isLate(i)) {
                before.add(values.get(i));
            }
        }
        List<Expression> shown = new ArrayList<>();
        for (int i = 0; i < visible; i++) {
            shown.add(isLate(i) ? late(values.get(i)) : column(places.get(i)));
        }
        List<SortKey> moved = keys.stream()
                .map(key -> new SortKey(places.get(key.column()), key.descending(), key.nullsFirst()))
                .toList();
        Plan sorted = new Plan.Sort(new Plan.Project(input, List.copyOf(before)), moved);
        boolean isAllShown = places.size() == visible && !places.contains(-1);
        return isAllShown ? sorted : new Plan.Project(sorted, shown);
    }

    /** As in PostgreSQL, subqueries are not looked into. */
    private boolean isLate(int place) {
        boolean isVolatile = Expressions.any(
                values.get(place),
                part -> part instanceof Expression.Call call
                        && call.function().volatility() == ScalarFunction.Volatility.VOLATILE
                        && Subquery.of(call).isEmpty());
        return isVolatile && keys.stream().noneMatch(key -> key.column() == place);
    }

    private Expression column(int place) {
        return new Expression.ColumnReference(place, before.get(place).type());
    }

    private Expression late(Expression value) {
        return Expressions.map(value, part -> {
            if (!(part instanceof Expression.ColumnReference)) {
                return null;
            }
            if (!before.contains(part)) {
                before.add(part);
            }
            return column(before.indexOf(part));
        });
    }
}
