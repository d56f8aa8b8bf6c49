package org.borealisdb.engine.catalog;

/** A question to the catalog whose answer {@link KnownCatalog} keeps. */
sealed interface CatalogLookup {
    /** The object with an id. */
    record ById(CatalogKind kind, long id) implements CatalogLookup {}

    /** The object with a name. */
    record ByName(long parent, NameSpace nameSpace, String name) implements CatalogLookup {}

    /** The objects of a name space. */
    record Children(long parent, NameSpace nameSpace) implements CatalogLookup {}

    /** The objects that belong to another. */
    record Related(long id) implements CatalogLookup {}
}
