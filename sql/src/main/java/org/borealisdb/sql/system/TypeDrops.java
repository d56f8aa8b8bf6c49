package org.borealisdb.sql.system;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.sql.catalog.TableColumn;

/**
 * How what is made of a type is dropped.
 *
 * @param column drops a column of a table
 * @param index drops an index
 * @param type drops a domain
 * @param view drops a view
 * @param attribute drops an attribute of a composite type
 * @param table drops a table
 */
record TypeDrops(
        BiConsumer<CatalogObject, String> column,
        Consumer<CatalogObject> index,
        Consumer<CatalogObject> type,
        Consumer<CatalogObject> view,
        Consumer<TableColumn> attribute,
        Consumer<CatalogObject> table) {}
