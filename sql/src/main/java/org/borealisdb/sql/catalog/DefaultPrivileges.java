package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;

/**
 * Who may do what with the new objects of a role, as ALTER DEFAULT PRIVILEGES has set it.
 *
 * @param role   whose objects
 * @param schema in which; 0 for all: then the list stands for what objects begin with otherwise, and those of schemas are added to it
 * @param kind   of objects
 * @param list   who may do what
 */
public record DefaultPrivileges(long role, long schema, Privilege.ObjectClass kind, AccessList list) {
    private static final String KIND = "kind";

    /** Returns what objects begin with if nothing was set: of those of one schema nothing, for it would be added. */
    public static AccessList unset(long role, long schema, Privilege.ObjectClass kind) {
        return schema == 0 ? AccessList.initial(kind, role) : new AccessList(List.of());
    }

    /** Reads what was stored. */
    public static DefaultPrivileges of(CatalogObject object) {
        return new DefaultPrivileges(
                Long.parseLong(object.property(Role.OWNER).orElse("0")),
                object.related(),
                Privilege.ObjectClass.valueOf(object.property(KIND).orElseThrow()),
                AccessList.parse(object.property(AccessList.ACCESS).orElse("")));
    }

    /** Returns what was set in a database. */
    public static Optional<CatalogObject> find(
            SchemaReader catalog, long role, long schema, Privilege.ObjectClass kind) {
        return catalog.child(catalog.databaseId(), NameSpace.PRIVILEGES, name(role, schema, kind));
    }

    private static String name(long role, long schema, Privilege.ObjectClass kind) {
        return role + " " + schema + " " + kind;
    }

    /** Returns the object to be stored of this. */
    public CatalogObject object(long id, long database) {
        return CatalogObject.of(CatalogKind.PRIVILEGE, id, database, name(role, schema, kind))
                .withRelated(schema)
                .with(Role.OWNER, Long.toString(role))
                .with(KIND, kind.name())
                .with(AccessList.ACCESS, list.stored());
    }

    /** Returns the letter for the kind of objects in {@code pg_default_acl}. */
    public char letter() {
        return switch (kind) {
            case RELATION, COLUMN -> 'r';
            case SEQUENCE -> 'S';
            case FUNCTION -> 'f';
            case TYPE -> 'T';
            case SCHEMA, DATABASE -> 'n';
        };
    }

    /** Returns whether this says nothing. */
    public boolean isUnset() {
        return sameItems(list, unset(role, schema, kind));
    }

    /**
     * Returns the access list that a new object begins with; empty if it is that of an object of which nobody has said anything.
     *
     * @param schema in which it is; 0 for none
     */
    public static Optional<AccessList> ofNew(
            SchemaReader catalog, long owner, long schema, Privilege.ObjectClass kind) {
        Optional<AccessList> global =
                find(catalog, owner, 0, kind).map(object -> of(object).list());
        Optional<AccessList> within = schema == 0
                ? Optional.empty()
                : find(catalog, owner, schema, kind).map(object -> of(object).list());
        if (global.isEmpty() && within.isEmpty()) {
            return Optional.empty();
        }
        AccessList plain = AccessList.initial(kind, owner);
        AccessList result = global.orElse(plain);
        for (AccessList.Item item : within.map(AccessList::items).orElse(List.of())) {
            result = result.granted(item.grantee(), item.grantor(), item.privileges(), false, owner);
            if (!item.grantable().isEmpty()) {
                result = result.granted(item.grantee(), item.grantor(), item.grantable(), true, owner);
            }
        }
        return sameItems(result, plain) ? Optional.empty() : Optional.of(sorted(result));
    }

    private static boolean sameItems(AccessList one, AccessList other) {
        return new HashSet<>(one.items()).equals(new HashSet<>(other.items()));
    }

    /** Returns a list in the order of grantees and grantors. */
    public static AccessList sorted(AccessList list) {
        List<AccessList.Item> items = new ArrayList<>(list.items());
        items.sort(Comparator.comparingLong(AccessList.Item::grantee).thenComparingLong(AccessList.Item::grantor));
        return new AccessList(items);
    }
}
