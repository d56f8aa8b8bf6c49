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
 * @param seen the table as what follows sees it: with the system columns behind the others, if any of them is named
 * @param source the rows to insert, with all columns of the table; or the scan of those to change; or, if other tables are joined, rows
 *     with all columns of the table, the row's primary key as bytes, and the columns of the others
 * @param joined for changes with other tables: the condition of the join, over the source's rows
 * @param values for UPDATE: the new row over the source's row
 * @param returning what to answer, over the new row (the old one if it is deleted) and what is joined to it
 * @param columns what the answer's columns are called
 * @param conflict for INSERT: what to do about rows whose key is there already, other than to fail
 * @param checks what all new rows must not fail
 * @param viewChecks what they must meet because of the views that they are written through
 * @param references the foreign keys that it has to do with
 */
public record BoundChange(
        Kind kind,
        TableDefinition table,
        TableDefinition seen,
        Plan source,
        Optional<Expression> joined,
        List<Expression> values,
        Optional<List<Expression>> returning,
        List<ResultColumn> columns,
        Optional<BoundConflict> conflict,
        List<BoundCheck> checks,
        List<ViewCheck> viewChecks,
        ReferenceGraph references) {
    /** Copies the lists. */
    public BoundChange {
        values = List.copyOf(values);
        columns = List.copyOf(columns);
        checks = List.copyOf(checks);
        viewChecks = List.copyOf(viewChecks);
    }

    /** What is done to rows. */
    public enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    /** Returns the same change of the rows of another plan. */
    public BoundChange withSource(Plan other) {
        return new BoundChange(
                kind, table, seen, other, joined, values, returning, columns, conflict, checks, viewChecks, references);
    }

    /** Returns whether rows of other tables are joined to those that are changed. */
    public boolean isJoined() {
        return joined.isPresent();
    }
}
