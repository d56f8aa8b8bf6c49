package org.borealisdb.engine.catalog;

import java.util.List;
import org.borealisdb.engine.table.IndexKey;

/** Makes the key function of an index out of its catalog objects; given by the layer that knows what rows mean. Called at opening, too. */
@FunctionalInterface
public interface IndexKeys {
    /**
     * The key function of an index.
     *
     * @param columns the table's columns, in the order of their names
     * @param types finds the types that users made
     */
    IndexKey keyOf(CatalogObject index, CatalogObject table, List<CatalogObject> columns, TypeSource types);
}
