package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.type.SqlType;

/**
 * An index, or the primary key by which a table is clustered, which has no tree of its own.
 *
 * @param object its catalog object
 * @param columns places of the key's columns in the row, from 0
 * @param keys how they are ordered
 */
public record IndexDefinition(CatalogObject object, List<Integer> columns, List<KeyColumn> keys) {
    /** Property with the columns' numbers. */
    public static final String COLUMNS = "columns";

    /** Property with a mark for each column: {@code d} for descending, {@code f} for NULLs first. */
    public static final String ORDERS = "orders";

    /** Property that is there for the primary key. */
    public static final String PRIMARY = "primary";

    /** Property that is there if the index stands for a constraint. */
    public static final String CONSTRAINT = "constraint";

    /** Copies the lists. */
    public IndexDefinition {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /** Reads an index from its catalog object and the types of the table's columns by place. */
    public static IndexDefinition of(CatalogObject object, List<? extends SqlType> types) {
        List<Integer> columns = new ArrayList<>();
        List<KeyColumn> keys = new ArrayList<>();
        String[] orders = object.property(ORDERS).orElse("").split(",", -1);
        int place = 0;
        for (String number : object.property(COLUMNS).orElseThrow().split(",", -1)) {
            int column = Integer.parseInt(number) - 1;
            String order = place < orders.length ? orders[place] : "";
            columns.add(column);
            keys.add(new KeyColumn(types.get(column), order.contains("d"), order.contains("f")));
            place++;
        }
        return new IndexDefinition(object, columns, keys);
    }

    /** Returns the name, which is also its constraint's. */
    public String name() {
        return object.name();
    }

    /** Returns whether this is the primary key. */
    public boolean isPrimary() {
        return object.property(PRIMARY).isPresent();
    }

    /** Returns whether no two rows may have the same key. */
    public boolean isUnique() {
        return object.property(CatalogObject.UNIQUE).isPresent();
    }

    /** Returns whether the table is clustered by it, so that it has no tree of its own. */
    public boolean isClustered() {
        return object.tree() == 0;
    }
}
