package org.borealisdb.sql.catalog;

import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;

/**
 * That a role is a member of another.
 *
 * @param group the number of the role that has the member
 * @param member the number of the member
 * @param grantor the number of the role that made it one
 * @param admin whether the member may make others members
 */
public record Membership(long group, long member, long grantor, boolean admin) {
    private static final String GRANTOR = "grantor";
    private static final String ADMIN = "admin";

    /** Reads a membership. */
    public static Membership of(CatalogObject object) {
        return new Membership(
                object.related(),
                object.parent(),
                Long.parseLong(object.property(GRANTOR).orElseThrow()),
                object.property(ADMIN).isPresent());
    }

    /** Returns the name that its object has among those of the member. */
    static String nameOf(long group) {
        return Long.toString(group);
    }

    /** Returns the object to be stored. */
    public CatalogObject object(long id) {
        CatalogObject object = CatalogObject.of(CatalogKind.MEMBERSHIP, id, member, nameOf(group))
                .withRelated(group)
                .with(GRANTOR, Long.toString(grantor));
        return admin ? object.with(ADMIN, "") : object;
    }
}
