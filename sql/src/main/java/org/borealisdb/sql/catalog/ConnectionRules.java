package org.borealisdb.sql.catalog;

import org.borealisdb.engine.catalog.CatalogObject;

/**
 * What a database says of who may connect to it, and whether it is a template.
 *
 * @param limit how many sessions roles that are no superusers may have in it; -1 for any number
 * @param allowed whether anybody may connect
 * @param template whether everybody who may create databases may copy it
 */
public record ConnectionRules(int limit, boolean allowed, boolean template) {
    /** What databases begin with. */
    public static final ConnectionRules USUAL = new ConnectionRules(-1, true, false);

    private static final String LIMIT = "connection_limit";
    private static final String CLOSED = "closed";
    private static final String TEMPLATE = "template";

    /** Returns those of a database. */
    public static ConnectionRules of(CatalogObject database) {
        return new ConnectionRules(
                database.property(LIMIT).map(Integer::parseInt).orElse(USUAL.limit),
                database.property(CLOSED).isEmpty(),
                database.property(TEMPLATE).isPresent());
    }

    /** Returns a database with these. */
    public CatalogObject into(CatalogObject database) {
        CatalogObject plain = database.without(LIMIT).without(CLOSED).without(TEMPLATE);
        CatalogObject limited = limit == USUAL.limit ? plain : plain.with(LIMIT, Integer.toString(limit));
        CatalogObject closed = allowed ? limited : limited.with(CLOSED, "");
        return template ? closed.with(TEMPLATE, "") : closed;
    }

    /** Returns these with another limit. */
    public ConnectionRules withLimit(int other) {
        return new ConnectionRules(other, allowed, template);
    }

    /** Returns these for a database that takes sessions, or does not. */
    public ConnectionRules withAllowed(boolean other) {
        return new ConnectionRules(limit, other, template);
    }

    /** Returns these for a database that is a template, or is not. */
    public ConnectionRules withTemplate(boolean other) {
        return new ConnectionRules(limit, allowed, other);
    }
}
