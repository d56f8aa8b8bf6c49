package org.borealisdb.sql.bind;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.sql.catalog.TableDefinition;

/**
 * The foreign keys that a change of rows has to do with: those of its table, and of all tables whose rows are changed as a consequence.
 *
 * @param tables by the ids of their catalog objects; without those that have no foreign keys on either side
 */
public record ReferenceGraph(SortedMap<Long, TableReferences> tables) {
    /** A graph without foreign keys. */
    public static final ReferenceGraph EMPTY = new ReferenceGraph(new TreeMap<>());

    /** Copies the tables. */
    public ReferenceGraph {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    }

    /** Returns what is to be seen to when rows of a table change; empty if it has no foreign keys. */
    public Optional<TableReferences> of(TableDefinition table) {
        return Optional.ofNullable(tables.get(table.object().id()));
    }

    /** Returns whether rows of a table may be changed as a consequence. */
    public boolean changes(TableDefinition table) {
        return tables.containsKey(table.object().id());
    }
}
