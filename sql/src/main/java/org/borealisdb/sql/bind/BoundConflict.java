package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.IndexDefinition;

/**
 * What an INSERT does about rows whose key is there already.
 *
 * @param arbiters the indexes whose conflicts are meant; none for all unique ones
 * @param values for DO UPDATE: the new row, over the row that is there and behind it the one that was to be inserted; none for DO
 *     NOTHING
 * @param where which rows DO UPDATE changes, over the same
 * @param visible for DO UPDATE: what the row that is there must meet because of the views that are named, with or without CHECK OPTION
 */
public record BoundConflict(
        List<IndexDefinition> arbiters, List<Expression> values, Optional<Expression> where, List<ViewCheck> visible) {
    /** Copies the lists. */
    public BoundConflict {
        arbiters = List.copyOf(arbiters);
        values = List.copyOf(values);
        visible = List.copyOf(visible);
    }

    /** Returns whether rows that conflict are passed over. */
    public boolean doesNothing() {
        return values.isEmpty();
    }
}
