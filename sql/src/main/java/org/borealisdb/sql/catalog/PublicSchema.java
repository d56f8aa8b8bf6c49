package org.borealisdb.sql.catalog;

import java.util.List;
import java.util.Set;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;

/** The schema {@code public} that a database begins with: it belongs to the owner of the database, and everybody may use it. */
public final class PublicSchema {
    private static final String NAME = "public";

    private PublicSchema() {}

    /** Returns whether a schema is it. */
    public static boolean is(CatalogObject schema) {
        return schema.name().equals(NAME);
    }

    /** Returns that of a new database. */
    public static CatalogObject of(long id, long database) {
        return withAccess(CatalogObject.of(CatalogKind.SCHEMA, id, database, NAME));
    }

    /** Returns a schema with its owner, if it is one that a version without owners made. */
    public static CatalogObject upgraded(CatalogObject schema) {
        boolean old = schema.name().equals(NAME)
                && schema.property(Role.OWNER).isEmpty()
                && schema.property(AccessList.ACCESS).isEmpty();
        return old ? withAccess(schema) : schema;
    }

    private static CatalogObject withAccess(CatalogObject schema) {
        long owner = PredefinedRole.PG_DATABASE_OWNER.id();
        Set<Privilege> all = Privilege.on(Privilege.ObjectClass.SCHEMA);
        AccessList list = new AccessList(List.of(
                new AccessList.Item(owner, owner, all, Set.of()),
                new AccessList.Item(AccessList.PUBLIC, owner, Set.of(Privilege.USAGE), Set.of())));
        return schema.with(Role.OWNER, Long.toString(owner)).with(AccessList.ACCESS, list.stored());
    }
}
