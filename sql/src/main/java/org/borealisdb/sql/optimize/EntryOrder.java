package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;

/**
 * What an index is in the order of: its key, and of entries whose keys are equal the table's primary key.
 *
 * @param parts over the table's rows, the most significant first
 * @param keys how each is ordered
 */
record EntryOrder(List<Expression> parts, List<KeyColumn> keys) {
    static EntryOrder of(TableDefinition table, IndexDefinition index) {
        List<Expression> parts = new ArrayList<>(index.parts());
        List<KeyColumn> keys = new ArrayList<>(index.keys());
        if (!index.isClustered()) {
            table.clusteredBy().ifPresent(primary -> {
                parts.addAll(primary.parts());
                keys.addAll(primary.keys());
            });
        }
        return new EntryOrder(parts, keys);
    }
}
