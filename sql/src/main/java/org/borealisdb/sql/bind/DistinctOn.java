package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.plan.Plan;
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
     * Binds the clause.
     *
     * @param values the select list, then what else the rows are sorted by
     * @param keys how they are sorted
     * @param outputPlace finds the place in the select list that an expression names or numbers, -1 if it is none
     */
    BoundQuery bind(
            Query.Select select,
            Plan input,
            List<Expression> values,
            List<SortKey> keys,
            ToIntFunction<SyntaxExpression> outputPlace) {
        if (!binder.aggregates().calls().isEmpty() || !select.groupBy().isEmpty()) {
            throw context.notSupported("DISTINCT ON with groups", select.position());
        }
        List<Expression> wide = new ArrayList<>();
        for (SyntaxExpression item : select.distinctOn()) {
            int place = outputPlace.applyAsInt(item);
            wide.add(place >= 0 ? values.get(place) : binder.known(binder.bind(item)));
        }
        int on = wide.size();
        for (int i = 0; i < Math.min(on, keys.size()); i++) {
            if (!wide.subList(0, on).contains(values.get(keys.get(i).column()))) {
                throw context.error(
                        ErrorCode.INVALID_COLUMN_REFERENCE,
                        "SELECT DISTINCT ON expressions must match initial ORDER BY expressions",
                        select.position());
            }
        }
        wide.addAll(values);
        Plan plan = new Plan.Project(input, wide);
        if (!keys.isEmpty()) {
            plan = new Plan.Sort(
                    plan,
                    keys.stream()
                            .map(key -> new SortKey(on + key.column(), key.descending(), key.nullsFirst()))
                            .toList());
        }
        plan = new Plan.Distinct(plan, on);
        List<Expression> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            shown.add(new Expression.ColumnReference(on + i, values.get(i).type()));
        }
        return new BoundQuery(new Plan.Project(plan, shown), columns);
    }
}
