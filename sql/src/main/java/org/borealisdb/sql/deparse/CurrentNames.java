package org.borealisdb.sql.deparse;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.TableColumn;
import org.jspecify.annotations.Nullable;

/** What the objects that a query uses are called now. Names that would not be found by themselves have their schema before them. */
public interface CurrentNames {
    /** Returns a relation as its object is now. */
    Optional<CatalogObject> relation(long id);

    /** Returns the name of a relation. */
    String name(CatalogObject relation);

    /** Returns the name of a relation with its schema. */
    String qualifiedName(CatalogObject relation);

    /** Returns the columns of a relation by their numbers, those that were dropped included; empty if they are not of the catalog. */
    List<TableColumn> columns(CatalogObject relation);

    /** Returns the name of what a value of a type is the number of, such as a relation; empty if it is no such type. */
    Optional<String> named(SqlType type, @Nullable Object value);

    /** Returns the name of a type with its modifier, as it is read back. */
    String type(SqlType type);

    /** Returns the name of a collation. */
    String collation(Collation collation);

    /** Returns the name of a function that a user made. */
    Optional<String> function(long oid);

    /** Returns an operator that a user made, with OPERATOR() around its name if that has a schema. */
    Optional<String> operator(long oid);
}
