package org.borealisdb.sql.bind;

import java.util.List;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.ResultColumn;

/** A bound query: its plan, and what its columns are called. */
public record BoundQuery(Plan plan, List<ResultColumn> columns) {
    /** Copies the columns. */
    public BoundQuery {
        columns = List.copyOf(columns);
    }

    /** Returns a union without what leaves one of equal rows, for who does so with its rows: in a chain of unions the last one is enough. */
    BoundQuery withoutDistinct() {
        return plan instanceof Plan.Combine union && union.operator() == Query.SetOperator.UNION
                ? new BoundQuery(new Plan.Combine(union.operator(), true, union.left(), union.right()), columns)
                : this;
    }
}
