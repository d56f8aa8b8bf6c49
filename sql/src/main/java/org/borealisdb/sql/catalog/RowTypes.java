package org.borealisdb.sql.catalog;

import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;

/**
 * The numbers of the types of the rows of tables and views, which are no objects of the catalog: a relation's own number with bit 30 set, and with
 * bit 29, too, for the arrays of them, so that they are positive as signed numbers, which clients take them for. Stateless.
 */
public final class RowTypes {
    private static final long ROW = 0x4000_0000L;
    private static final long ARRAY = 0x2000_0000L;
    private static final long END = 0x8000_0000L;

    private RowTypes() {}

    /** Returns the number of the type of a relation's rows. */
    public static long of(long relation) {
        return ROW | relation;
    }

    /** Returns the number of the type of arrays of a relation's rows. */
    public static long arrayOf(long relation) {
        return ROW | ARRAY | relation;
    }

    /** Returns whether a number is one of these. */
    public static boolean is(long oid) {
        return oid >= ROW && oid < END;
    }

    /** Returns whether a number is one of arrays. */
    public static boolean isArray(long oid) {
        return is(oid) && (oid & ARRAY) != 0;
    }

    /** Returns the relation that a number is about. */
    public static long relation(long oid) {
        return oid & ~(ROW | ARRAY);
    }

    /** Returns whether rows of a relation have a type. */
    public static boolean has(CatalogObject relation) {
        return relation.kind() == CatalogKind.TABLE || relation.kind() == CatalogKind.VIEW;
    }
}
