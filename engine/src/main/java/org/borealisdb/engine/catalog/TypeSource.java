package org.borealisdb.engine.catalog;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;

/** Finds the types that users made, as one view of the catalog has them. Belongs to the task that the workspace belongs to. */
public record TypeSource(Catalog catalog, Workspace workspace, ReadView view) {
    /** The type with this id. */
    public Optional<CatalogObject> type(long id) {
        return catalog.find(workspace, view, CatalogKind.TYPE, id);
    }

    /** The collation with this id. */
    public Optional<CatalogObject> collation(long id) {
        return catalog.find(workspace, view, CatalogKind.COLLATION, id);
    }

    /** The schema with this id. */
    public Optional<CatalogObject> schema(long id) {
        return catalog.find(workspace, view, CatalogKind.SCHEMA, id);
    }

    /** The table or view with this id. */
    public Optional<CatalogObject> relation(long id) {
        return catalog.find(workspace, view, CatalogKind.TABLE, id)
                .or(() -> catalog.find(workspace, view, CatalogKind.VIEW, id));
    }

    /** The objects of a name space within a type. */
    public List<CatalogObject> parts(CatalogObject type, NameSpace nameSpace) {
        return catalog.children(workspace, view, type.id(), nameSpace);
    }
}
