package org.borealisdb.sql.system;

import java.util.Locale;
import java.util.Set;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.catalog.AccessList;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.Roles;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.catalog.UserOperator;
import org.borealisdb.sql.catalog.UserType;

/** Who owns what. Belongs to one task. */
final class Ownership {
    /** The kinds of objects that say who owns them; others belong to the owner of what they are part of. */
    static final Set<CatalogKind> OWNED = Set.of(
            CatalogKind.DATABASE,
            CatalogKind.SCHEMA,
            CatalogKind.TABLE,
            CatalogKind.SEQUENCE,
            CatalogKind.VIEW,
            CatalogKind.TYPE,
            CatalogKind.FUNCTION,
            CatalogKind.COLLATION,
            CatalogKind.EXTENDED_STATISTICS,
            CatalogKind.OPERATOR);

    private final CatalogChanges changes;

    Ownership(CatalogChanges changes) {
        this.changes = changes;
    }

    private Roles roles() {
        return changes.schema().roles();
    }

    /** Returns whether the current role may do with an object what its owner may. */
    boolean isOwner(CatalogObject object) {
        long current = changes.schema().currentRole().id();
        return roles().isSuperuser(current) || roles().hasPrivilegesOf(current, ownerOf(object));
    }

    /** Returns the number of the role that an object belongs to; an index belongs to the owner of its table. */
    long ownerOf(CatalogObject object) {
        return object.kind() == CatalogKind.INDEX
                ? changes.schema()
                        .object(CatalogKind.TABLE, object.related())
                        .map(roles()::ownerOf)
                        .orElseGet(() -> roles().first())
                : roles().ownerOf(object);
    }

    /**
     * Passes if the current role may do with an object what its owner may.
     *
     * @throws SqlException 42501 if it may not
     */
    void require(CatalogObject object) {
        if (!isOwner(object)) {
            throw RoleDefinitions.denied("must be owner of " + word(object) + " " + nameOf(object));
        }
    }

    /**
     * Passes if the current role may drop an object of a schema: its owner may, and the schema's.
     *
     * @throws SqlException 42501 if it may not
     */
    void requireDrop(CatalogObject object) {
        boolean ownsSchema = changes.schema()
                .object(CatalogKind.SCHEMA, object.parent())
                .filter(this::isOwner)
                .isPresent();
        if (!ownsSchema) {
            require(object);
        }
    }

    /**
     * Changes who owns an object of a schema, and what is part of it.
     *
     * @throws SqlException 42501 if the current role may not give it away, or the new owner may make nothing in the schema
     */
    void change(CatalogObject object, Role owner) {
        long before = roles().ownerOf(object);
        if (before == owner.id()) {
            return;
        }
        if (!changes.schema().currentRole().isSuperuser()) {
            require(object);
            requireMember(owner);
            changes.schema()
                    .object(CatalogKind.SCHEMA, object.parent())
                    .ifPresent(schema -> changes.privileges().require(owner.id(), schema, Privilege.CREATE));
        }
        give(object, owner);
        changes.schema().related(object.id()).stream()
                .filter(part -> part.kind() == CatalogKind.SEQUENCE)
                .forEach(part -> give(part, owner));
        if (object.kind() == CatalogKind.TYPE) {
            changes.schema()
                    .object(CatalogKind.TYPE, new UserType(object).related())
                    .ifPresent(array -> give(array, owner));
        }
    }

    /**
     * Passes if the current role may make schemas in the database of one.
     *
     * @throws SqlException 42501 if it may not
     */
    void requireDatabaseCreate(CatalogObject schema) {
        changes.schema()
                .object(CatalogKind.DATABASE, schema.parent())
                .ifPresent(database -> changes.privileges()
                        .require(changes.schema().currentRole().id(), database, Privilege.CREATE));
    }

    static String word(CatalogObject object) {
        if (object.kind() == CatalogKind.EXTENDED_STATISTICS) {
            return "statistics object";
        }
        return object.kind() == CatalogKind.FUNCTION
                ? UserFunction.word(object)
                : object.kind().name().toLowerCase(Locale.ROOT);
    }

    private String nameOf(CatalogObject object) {
        if (object.kind() == CatalogKind.FUNCTION) {
            return UserFunction.nameOf(object);
        }
        if (object.kind() == CatalogKind.OPERATOR) {
            return UserOperator.nameOf(object);
        }
        return object.kind() == CatalogKind.TYPE
                ? changes.schema()
                        .types()
                        .made(object.id())
                        .map(type -> type.displayName())
                        .orElse(object.name())
                : object.name();
    }

    /**
     * Passes if the current role may give an object to another.
     *
     * @throws SqlException 42501 if it is not a member of that
     */
    void requireMember(Role owner) {
        if (!roles().isMember(changes.schema().currentRole().id(), owner.id())) {
            throw RoleDefinitions.denied("must be member of role \"" + owner.name() + "\"");
        }
    }

    /** Gives an object, and nothing that is part of it, to another role. */
    void give(CatalogObject object, Role owner) {
        long before = roles().ownerOf(object);
        if (before == owner.id()) {
            return;
        }
        CatalogObject given = object.with(Role.OWNER, Long.toString(owner.id()));
        changes.replace(object.property(AccessList.ACCESS)
                .map(AccessList::parse)
                .map(list -> given.with(
                        AccessList.ACCESS, list.withOwner(before, owner.id()).stored()))
                .orElse(given));
        changes.schema()
                .children(object, NameSpace.COLUMNS)
                .forEach(column -> column.property(AccessList.ACCESS)
                        .map(AccessList::parse)
                        .ifPresent(list -> changes.replace(column.with(
                                AccessList.ACCESS,
                                list.withOwner(before, owner.id()).stored()))));
    }
}
