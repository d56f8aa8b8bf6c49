package org.borealisdb.sql.bind;

import java.util.List;
import org.borealisdb.sql.catalog.TableDefinition;

/**
 * What is to be seen to when rows of a table change.
 *
 * @param checks what all new rows must not fail
 * @param foreignKeys by which its rows refer to others
 * @param references by which others refer to its rows
 */
public record TableReferences(
        TableDefinition table,
        List<BoundCheck> checks,
        List<BoundForeignKey> foreignKeys,
        List<BoundForeignKey> references) {
    /** Copies the lists. */
    public TableReferences {
        checks = List.copyOf(checks);
        foreignKeys = List.copyOf(foreignKeys);
        references = List.copyOf(references);
    }
}
