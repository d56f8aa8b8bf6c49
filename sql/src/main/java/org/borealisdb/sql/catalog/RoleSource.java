package org.borealisdb.sql.catalog;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;

/** Where {@link Roles} are read from. Belongs to one task. */
public interface RoleSource {
    /** Returns the object of a role by its number. */
    Optional<CatalogObject> role(long id);

    /** Returns the object of a role by its name. */
    Optional<CatalogObject> role(String name);

    /** Returns the objects of all roles, the first one first. */
    List<CatalogObject> roles();

    /** Returns the object of the role with the smallest number. */
    Optional<CatalogObject> firstRole();

    /** Returns the objects of memberships of a role in others. */
    List<CatalogObject> groups(long member);

    /** Returns the objects of all memberships. */
    List<CatalogObject> memberships();

    /** Returns the object of the database whose owner is {@link PredefinedRole#PG_DATABASE_OWNER}. */
    Optional<CatalogObject> database();

    /** Returns the roles as a view of the catalog has them, while the view is open. */
    static RoleSource of(Catalog catalog, Workspace workspace, ReadView view, long databaseId) {
        return new RoleSource() {
            @Override
            public Optional<CatalogObject> role(long id) {
                return catalog.find(workspace, view, CatalogKind.ROLE, id);
            }

            @Override
            public Optional<CatalogObject> role(String name) {
                return catalog.find(workspace, view, 0, NameSpace.ROLES, name);
            }

            @Override
            public List<CatalogObject> roles() {
                return catalog.all(workspace, view, CatalogKind.ROLE);
            }

            @Override
            public Optional<CatalogObject> firstRole() {
                return catalog.first(workspace, view, CatalogKind.ROLE);
            }

            @Override
            public List<CatalogObject> groups(long member) {
                return catalog.children(workspace, view, member, NameSpace.MEMBERSHIPS);
            }

            @Override
            public List<CatalogObject> memberships() {
                return catalog.all(workspace, view, CatalogKind.MEMBERSHIP);
            }

            @Override
            public Optional<CatalogObject> database() {
                return catalog.find(workspace, view, CatalogKind.DATABASE, databaseId);
            }
        };
    }
}
