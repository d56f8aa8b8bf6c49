package org.borealisdb.sql.system;

import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.TableColumn;

/** What the catalog keeps of a column of a table, or of an attribute of a type, that was dropped. Stateless. */
final class DroppedColumn {
    private DroppedColumn() {}

    /** Returns what is left of a column that is dropped: its place. */
    static CatalogObject of(TableColumn column) {
        CatalogObject gone = TableAlterations.without(
                TableAlterations.without(column.object(), TableColumn.DEFAULT), TableColumn.NOT_NULL);
        gone = TableAlterations.without(TableAlterations.without(gone, TableColumn.GENERATED), TableColumn.IDENTITY);
        SqlType type = column.type();
        boolean rows = (type instanceof ArrayType array ? array.element() : type) instanceof CompositeType;
        // The type and the collation may be dropped; what it is stored as stays.
        SqlType kept = rows ? BuiltInType.BYTEA.type() : type.stored();
        gone = TableAlterations.without(TableAlterations.without(gone, TableColumn.SEQUENCE), TableColumn.MISSING);
        return TableAlterations.without(gone, TableColumn.COLLATION)
                .with(TableColumn.TYPE, Integer.toString(kept.oid()))
                .withName("........pg.dropped." + column.number() + "........")
                .with(TableColumn.DROPPED, "true");
    }
}
