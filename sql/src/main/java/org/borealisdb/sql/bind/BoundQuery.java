package org.borealisdb.sql.bind;

import java.util.List;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.ResultColumn;

/** A bound query: its plan, and what its columns are called. */
public record BoundQuery(Plan plan, List<ResultColumn> columns) {
    /** Copies the columns. */
    public BoundQuery {
        columns = List.copyOf(columns);
    }
}
