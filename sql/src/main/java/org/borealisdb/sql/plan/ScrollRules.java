package org.borealisdb.sql.plan;

import org.borealisdb.sql.ast.Query;

/** Which plans' rows a cursor that is said neither to scroll nor not to may go back over (PostgreSQL's ExecSupportsBackwardScan). Stateless. */
public final class ScrollRules {
    private ScrollRules() {}

    /** Returns whether rows come without being grouped, joined or locked, so that going back repeats nothing of weight. */
    public static boolean canGoBack(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan ->
                scan.lock().isEmpty() && scan.access().items().isEmpty();
            case Plan.Filter filter -> canGoBack(filter.input());
            case Plan.Project project -> canGoBack(project.input());
            case Plan.Limit limit -> canGoBack(limit.input());
            case Plan.Sort sort -> true;
            case Plan.Rows rows -> true;
            case Plan.Series series -> true;
            case Plan.SetScan scan -> true;
            case Plan.Computed computed -> true;
            case Plan.Shared shared -> true;
            case Plan.Combine combine ->
                combine.operator() == Query.SetOperator.UNION
                        && combine.all()
                        && canGoBack(combine.left())
                        && canGoBack(combine.right());
            default -> false;
        };
    }
}
