package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.TableDefinition;

/**
 * A data change that EXPLAIN shows.
 *
 * @param operation such as {@code Insert}
 * @param values the new row of an update
 * @param returning what it answers, over the columns of the table and of what is joined to it
 */
public record ExplainedChange(
        String operation,
        TableDefinition table,
        Plan source,
        List<Expression> values,
        Optional<List<Expression>> returning) {
    /**
     * A change in WITH.
     *
     * @param answer what was measured for it
     */
    public record InWith(Plan.Changed answer, ExplainedChange change) {}

    /** Copies the values. */
    public ExplainedChange {
        values = List.copyOf(values);
    }

    boolean inserts() {
        return operation.equals("Insert");
    }

    /** Returns the expressions over the rows of the source. */
    List<Expression> over() {
        return inserts() ? List.of() : values;
    }

    /** Returns what the rows to be changed are looked up for: which ones they are, and what is new of them. */
    Optional<Plan> shown() {
        if (!(source instanceof Plan.Scan scan)) {
            return Optional.empty();
        }
        Plan keyed = new Plan.KeyedScan(scan);
        List<Expression> shown = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (!(values.get(i) instanceof Expression.ColumnReference same && same.column() == i)) {
                shown.add(values.get(i));
            }
        }
        int place = keyed.types().size() - 1;
        shown.add(new Expression.ColumnReference(place, keyed.types().get(place)));
        return Optional.of(new Plan.Project(keyed, shown));
    }
}
