package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with what is built in. It has no objects of its own: objects stand in for it, which have the access list that is kept in the
 * database once somebody was granted something, or the one that it begins with.
 */
public final class SystemPrivileges {
    /** The schema of what is built in. */
    private static final long PG_CATALOG = 11;

    /** Property of what stands in, and of what is kept: the system relation that the object is in. */
    private static final String CLASS = "class";

    /** Property of what is kept: what messages call the object. */
    public static final String SHOWN = "shown";

    /** The functions that not everybody may call, by PostgreSQL's numbers. */
    private static final Set<Integer> GUARDED = Set.of(
            2172, 2274, 2307, 2621, 2622, 2739, 2848, 3071, 3072, 3098, 3436, 3775, 3776, 3777, 3800, 3801, 4543, 6170,
            6230, 6232);

    private SystemPrivileges() {}

    /** Returns what stands in for something built in. */
    public static CatalogObject object(
            SchemaReader schema, CatalogKind kind, int ofClass, long id, String name, AccessList initial) {
        return CatalogObject.of(kind, id, PG_CATALOG, name)
                .with(CLASS, Integer.toString(ofClass))
                .with(
                        AccessList.ACCESS,
                        kept(schema, ofClass, id, 0)
                                .flatMap(object -> object.property(AccessList.ACCESS))
                                .orElseGet(initial::stored));
    }

    /** Returns what stands in for a column of a system relation that stands in itself. */
    public static CatalogObject column(SchemaReader schema, CatalogObject relation, int number, String name) {
        CatalogObject column = CatalogObject.of(CatalogKind.COLUMN, number, relation.id(), name)
                .with(CLASS, Integer.toString(ObjectAddress.RELATIONS));
        return kept(schema, ObjectAddress.RELATIONS, relation.id(), number)
                .flatMap(object -> object.property(AccessList.ACCESS))
                .map(list -> column.with(AccessList.ACCESS, list))
                .orElse(column);
    }

    /** Returns whether not everybody may call a function. */
    public static boolean isGuardedFunction(long oid) {
        return GUARDED.contains((int) oid);
    }

    /** Returns the access list that something built in begins with: its owner may do everything, all others what is given. */
    public static AccessList initial(Privilege.ObjectClass kind, long owner, Set<Privilege> everybody) {
        List<AccessList.Item> items = new ArrayList<>();
        items.add(new AccessList.Item(owner, owner, Privilege.on(kind), Set.of()));
        if (!everybody.isEmpty()) {
            items.add(new AccessList.Item(AccessList.PUBLIC, owner, everybody, Set.of()));
        }
        return new AccessList(items);
    }

    /** Returns whether an object stands in for something built in. */
    public static boolean standsIn(CatalogObject object) {
        return object.kind() != CatalogKind.PRIVILEGE && object.property(CLASS).isPresent();
    }

    /** Returns whether an object says who may do what with something built in. */
    public static boolean is(CatalogObject object) {
        return object.kind() == CatalogKind.PRIVILEGE && object.property(CLASS).isPresent();
    }

    /** Returns what is kept of something built in, or of a column of it. */
    private static Optional<CatalogObject> kept(SchemaReader schema, int ofClass, long id, int part) {
        return schema.child(schema.databaseId(), NameSpace.PRIVILEGES, name(ofClass, id, part));
    }

    private static String name(int ofClass, long id, int part) {
        return ofClass + ":" + id + ":" + part;
    }

    /** Returns what is kept for something that stands in. */
    public static Optional<CatalogObject> kept(SchemaReader schema, CatalogObject object) {
        int ofClass = Integer.parseInt(object.property(CLASS).orElseThrow());
        return object.kind() == CatalogKind.COLUMN
                ? kept(schema, ofClass, object.parent(), (int) object.id())
                : kept(schema, ofClass, object.id(), 0);
    }

    /**
     * Returns the object to be kept for something that stands in.
     *
     * @param shown what messages call it
     */
    public static CatalogObject toKeep(CatalogObject object, long id, long database, String shown) {
        int ofClass = Integer.parseInt(object.property(CLASS).orElseThrow());
        String name = object.kind() == CatalogKind.COLUMN
                ? name(ofClass, object.parent(), (int) object.id())
                : name(ofClass, object.id(), 0);
        return CatalogObject.of(CatalogKind.PRIVILEGE, id, database, name)
                .with(CLASS, Integer.toString(ofClass))
                .with(SHOWN, shown)
                .with(AccessList.ACCESS, object.property(AccessList.ACCESS).orElse(""));
    }

    /** Returns what messages call what something is kept for. */
    public static String shown(CatalogObject kept) {
        return kept.property(SHOWN).orElse(kept.name());
    }

    /** Returns what an object is kept for. */
    public static ObjectAddress address(CatalogObject kept) {
        String[] parts = kept.name().split(":", -1);
        return new ObjectAddress(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
    }

    /** Returns the columns of a system relation that stands in, by number, on which a role has a privilege. */
    static Set<Integer> columns(SchemaReader schema, CatalogObject relation, long role, Privilege privilege) {
        Set<Long> roles = schema.roles().inherited(role);
        Set<Integer> found = new TreeSet<>();
        for (CatalogObject kept : schema.privileges()) {
            ObjectAddress address = address(kept);
            if (address.relation() == ObjectAddress.RELATIONS
                    && address.id() == relation.id()
                    && address.part() != 0
                    && AccessList.parse(kept.property(AccessList.ACCESS).orElse(""))
                            .of(roles)
                            .contains(privilege)) {
                found.add(address.part());
            }
        }
        return found;
    }

    /**
     * Returns what stands in for a function whose privileges were changed, or that not everybody may call; empty for others.
     *
     * @param schema null where stored expressions are bound, which nobody's privileges are asked for
     */
    public static Optional<CatalogObject> guardedFunction(@Nullable SchemaReader schema, int oid, String name) {
        if (schema == null) {
            return Optional.empty();
        }
        boolean guarded = GUARDED.contains(oid);
        if (!guarded
                && schema.privileges().stream()
                        .noneMatch(kept -> address(kept).equals(new ObjectAddress(ObjectAddress.FUNCTIONS, oid, 0)))) {
            return Optional.empty();
        }
        return Optional.of(function(schema, oid, name));
    }

    /** Returns what stands in for a function. */
    public static CatalogObject function(SchemaReader schema, int oid, String name) {
        Set<Privilege> everybody =
                GUARDED.contains(oid) ? EnumSet.noneOf(Privilege.class) : EnumSet.of(Privilege.EXECUTE);
        return object(
                        schema,
                        CatalogKind.FUNCTION,
                        ObjectAddress.FUNCTIONS,
                        oid,
                        name,
                        initial(Privilege.ObjectClass.FUNCTION, schema.roles().first(), everybody))
                .with(UserFunction.NAME, name);
    }
}
