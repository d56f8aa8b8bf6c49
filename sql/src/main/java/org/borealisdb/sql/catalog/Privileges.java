package org.borealisdb.sql.catalog;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** What roles may do with objects. Belongs to one task. */
public final class Privileges {
    private final Roles roles;

    /** Answers by the roles of one view of the catalog. */
    public Privileges(Roles roles) {
        this.roles = roles;
    }

    /** Returns the kind of an object as privileges tell kinds apart. */
    public static Privilege.ObjectClass classOf(CatalogKind kind) {
        return switch (kind) {
            case DATABASE -> Privilege.ObjectClass.DATABASE;
            case SCHEMA -> Privilege.ObjectClass.SCHEMA;
            case SEQUENCE -> Privilege.ObjectClass.SEQUENCE;
            case TYPE -> Privilege.ObjectClass.TYPE;
            case COLUMN -> Privilege.ObjectClass.COLUMN;
            case FUNCTION -> Privilege.ObjectClass.FUNCTION;
            default -> Privilege.ObjectClass.RELATION;
        };
    }

    /** Returns who may do what with an object. */
    public AccessList listOf(CatalogObject object) {
        return object.property(AccessList.ACCESS)
                .map(AccessList::parse)
                .orElseGet(() -> AccessList.initial(classOf(object.kind()), roles.ownerOf(object)));
    }

    /** Returns what a role may do with an object; of a relation, with all of its columns. */
    public Set<Privilege> of(long role, CatalogObject object) {
        if (roles.isSuperuser(role)) {
            return Privilege.on(classOf(object.kind()));
        }
        Set<Long> all = roles.inherited(role);
        Set<Privilege> found = listOf(object).of(all);
        if (all.contains(PredefinedRole.PG_READ_ALL_DATA.id())) {
            switch (classOf(object.kind())) {
                case RELATION, SEQUENCE -> found.add(Privilege.SELECT);
                case SCHEMA -> found.add(Privilege.USAGE);
                case COLUMN, DATABASE, TYPE, FUNCTION -> {
                    // Nothing is read there.
                }
            }
        }
        if (all.contains(PredefinedRole.PG_WRITE_ALL_DATA.id())) {
            switch (classOf(object.kind())) {
                case RELATION -> found.addAll(EnumSet.of(Privilege.INSERT, Privilege.UPDATE, Privilege.DELETE));
                case SEQUENCE -> found.addAll(EnumSet.of(Privilege.UPDATE, Privilege.USAGE));
                case SCHEMA -> found.add(Privilege.USAGE);
                case COLUMN, DATABASE, TYPE, FUNCTION -> {
                    // Nothing is written there.
                }
            }
        }
        return found;
    }

    /** Returns whether a role may do something with an object. */
    public boolean has(long role, CatalogObject object, Privilege privilege) {
        return roles.isSuperuser(role) || of(role, object).contains(privilege);
    }

    /**
     * Passes if a role may do something with an object.
     *
     * @throws SqlException 42501 if it may not
     */
    public void require(long role, CatalogObject object, Privilege privilege) {
        if (!has(role, object, privilege)) {
            throw denied(object);
        }
    }

    /** The error for a role that may not do something with an object. */
    public static SqlException denied(CatalogObject object) {
        String shown = object.kind() == CatalogKind.FUNCTION
                ? UserFunction.word(object) + " " + UserFunction.nameOf(object)
                : object.kind().name().toLowerCase(Locale.ROOT) + " " + object.name();
        return new SqlException(ErrorCode.INSUFFICIENT_PRIVILEGE, "permission denied for " + shown);
    }
}
