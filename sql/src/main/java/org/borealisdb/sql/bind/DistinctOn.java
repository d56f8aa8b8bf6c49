package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SetCall;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.session.ResultColumn;

/** Binds DISTINCT ON: of the rows whose values of some expressions are the same, the first one in order. */
final class DistinctOn {
    private final BindContext context;
    private final ExpressionBinder binder;
    private final List<ResultColumn> columns;

    DistinctOn(BindContext context, ExpressionBinder binder, List<ResultColumn> columns) {
        this.context = context;
        this.binder = binder;
        this.columns = columns;
    }

    /**
     * Binds the expressions; returns their places in the values.
     *
     * @param values the select list, then what else the rows are sorted by, and then what they are told apart by
     * @param outputPlace finds the place in the select list that an expression names or numbers, -1 if it is none
     */
    List<Integer> places(
            Query.Select select,
            List<Expression> values,
            List<SortKey> keys,
            ToIntFunction<SyntaxExpression> outputPlace) {
        List<Integer> places = new ArrayList<>();
        for (SyntaxExpression item : select.distinctOn()) {
            int place = outputPlace.applyAsInt(item);
            if (place < 0) {
                Expression value = binder.known(binder.bind(item));
                place = values.indexOf(value);
                if (place < 0) {
                    place = values.size();
                    values.add(value);
                }
            }
            places.add(place);
        }
        List<Integer> sorted = keys.stream().map(SortKey::column).toList();
        int first = 0;
        while (first < sorted.size() && places.contains(sorted.get(first))) {
            first++;
        }
        for (int place : sorted.subList(first, sorted.size())) {
            if (places.contains(place) && !sorted.subList(0, first).contains(place)) {
                throw notSortedBy(select, places.indexOf(place));
            }
        }
        for (int i = 0; i < places.size(); i++) {
            if (first < sorted.size() && !sorted.subList(0, first).contains(places.get(i))) {
                throw notSortedBy(select, i);
            }
        }
        return places;
    }

    private RuntimeException notSortedBy(Query.Select select, int item) {
        return context.error(
                ErrorCode.INVALID_COLUMN_REFERENCE,
                "SELECT DISTINCT ON expressions must match initial ORDER BY expressions",
                select.distinctOn().get(item).leftmost());
    }

    /**
     * Returns the plan of the rows.
     *
     * @param on places of what they are told apart by
     * @param keys how they are sorted
     */
    BoundQuery over(Plan input, List<Integer> on, List<Expression> values, List<SortKey> keys) {
        Plan plan = first(input, on, values, keys);
        int width = on.size();
        List<Expression> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            shown.add(new Expression.ColumnReference(width + i, values.get(i).type()));
        }
        return new BoundQuery(new Plan.Project(plan, shown), columns);
    }

    /** The first ones of the rows that are the same: what they are told apart by, and then the values. */
    private static Plan first(Plan input, List<Integer> on, List<Expression> values, List<SortKey> keys) {
        List<Expression> wide = new ArrayList<>();
        on.forEach(place -> wide.add(values.get(place)));
        wide.addAll(values);
        Plan sorted = new Plan.Sort(new Plan.Project(input, wide), sortedBy(on, keys));
        return new Plan.Distinct(sorted, on.size());
    }

    /** Returns whether there are sets, and none of them is what rows are told apart or sorted by: PostgreSQL computes them of the rows that are left. */
    boolean leavesSets(List<Integer> on, List<Expression> values, List<SortKey> keys) {
        return !on.isEmpty()
                && values.stream().anyMatch(DistinctOn::readsSets)
                && on.stream().noneMatch(place -> readsSets(values.get(place)))
                && keys.stream().noneMatch(key -> readsSets(values.get(key.column())));
    }

    private static boolean readsSets(Expression value) {
        return Expressions.any(
                value, part -> part instanceof Expression.ColumnReference column && column.column() >= SetBinder.SETS);
    }

    /**
     * Returns the plan of the rows, with sets of those that are left.
     *
     * @param placed makes what is computed over the query's tables what is computed over {@code input}
     */
    BoundQuery overWithSets(
            Plan input,
            List<Integer> on,
            List<Expression> values,
            List<SortKey> keys,
            List<SetCall> sets,
            UnaryOperator<Expression> placed) {
        List<Expression> kept = new ArrayList<>();
        for (Expression value : values) {
            kept.add(readsSets(value) ? new Expression.Constant(value.type(), null) : value);
        }
        for (SqlType type : input.types()) {
            kept.add(new Expression.ColumnReference(kept.size() - values.size(), type));
        }
        Plan first = first(input, on, kept, keys);
        int behind = on.size() + values.size();
        List<Expression> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Expression value = values.get(i);
            shown.add(
                    readsSets(value)
                            ? moved(value, behind)
                            : new Expression.ColumnReference(on.size() + i, value.type()));
        }
        Plan plan = ComputedBeside.withSets(first, sets, shown, argument -> moved(placed.apply(argument), behind));
        return new BoundQuery(new Plan.Project(plan, shown), columns);
    }

    /** The same of rows whose columns stand further behind. */
    private static Expression moved(Expression value, int by) {
        return Expressions.map(
                value,
                part -> part instanceof Expression.ColumnReference column && column.column() < SetBinder.SETS
                        ? new Expression.ColumnReference(column.column() + by, column.type())
                        : null);
    }

    /** By all that rows are told apart by first, so that those that are the same come one after the other; PostgreSQL shows rows in this order also where none was asked for. */
    private static List<SortKey> sortedBy(List<Integer> on, List<SortKey> keys) {
        List<SortKey> sorted = new ArrayList<>();
        Set<Integer> missing = new LinkedHashSet<>(on);
        for (SortKey key : keys) {
            missing.remove(key.column());
            int place = on.indexOf(key.column());
            int column = place >= 0 ? place : on.size() + key.column();
            sorted.add(new SortKey(column, key.descending(), key.nullsFirst()));
        }
        missing.forEach(place -> sorted.add(new SortKey(on.indexOf(place), false, false)));
        return sorted;
    }
}
