package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.ResultColumn;

/**
 * A bound change of rows.
 *
 * @param kind what it does
 * @param table the rows' table
 * @param source the rows to insert, with all columns of the table; or the scan of those to change
 * @param values for UPDATE: the new row over the old one
 * @param returning what to answer, over the new row (the old one if it is deleted)
 * @param columns what the answer's columns are called
 * @param ignoreConflicts for INSERT: rows whose key is there already are passed over
 */
public record BoundChange(
        Kind kind,
        TableDefinition table,
        Plan source,
        List<Expression> values,
        Optional<List<Expression>> returning,
        List<ResultColumn> columns,
        boolean ignoreConflicts) {
    /** Copies the lists. */
    public BoundChange {
        values = List.copyOf(values);
        columns = List.copyOf(columns);
    }

    /** What is done to rows. */
    public enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }
}
