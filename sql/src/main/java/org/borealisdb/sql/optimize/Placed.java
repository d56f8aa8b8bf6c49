package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;

/**
 * A plan of some of a graph's relations.
 *
 * @param places of the graph's columns in the plan's rows
 */
record Placed(Plan plan, Map<Integer, Integer> places) {
    /** Returns an expression over the plan's rows. */
    Expression local(Expression expression) {
        return Expressions.map(
                expression,
                part -> part instanceof Expression.ColumnReference column
                        ? new Expression.ColumnReference(place(column.column()), column.type())
                        : null);
    }

    List<Expression> local(List<Expression> expressions) {
        return expressions.stream().map(this::local).toList();
    }

    private int place(int column) {
        Integer place = places.get(column);
        if (place == null) {
            throw new IllegalStateException("column " + column + " is not in the plan");
        }
        return place;
    }

    /** Returns the plan with nothing but some columns, if it has others. */
    Placed narrowed(Set<Integer> columns) {
        List<SqlType> types = plan.types();
        List<Expression> values = new ArrayList<>();
        Map<Integer, Integer> narrow = new HashMap<>();
        for (int column : columns) {
            Integer place = places.get(column);
            if (place != null) {
                narrow.put(column, values.size());
                values.add(new Expression.ColumnReference(place, types.get(place)));
            }
        }
        return values.size() == types.size() ? this : new Placed(new Plan.Project(plan, values), narrow);
    }

    /**
     * Returns where columns are in rows of this beside those of another; as yet without a plan of these.
     *
     * @param columns those that are wanted
     */
    Placed beside(Placed right, Set<Integer> columns) {
        int width = plan.types().size();
        Map<Integer, Integer> both = new HashMap<>();
        for (int column : columns) {
            Integer place = places.get(column);
            Integer other = right.places.get(column);
            if (place != null) {
                both.put(column, place);
            } else if (other != null) {
                both.put(column, width + other);
            }
        }
        return new Placed(new Plan.Single(), both);
    }

    /** Returns the same places in the rows of another plan. */
    Placed as(Plan other) {
        return new Placed(other, places);
    }
}
