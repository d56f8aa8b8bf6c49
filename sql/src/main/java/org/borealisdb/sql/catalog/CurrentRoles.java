package org.borealisdb.sql.catalog;

/** The names of a session's roles. Belongs to the session's task. */
public interface CurrentRoles {
    /** Returns the role whose privileges count: that of SET ROLE, or that of the session. */
    String current();

    /** Returns the role of the session: that which logged in, or that of SET SESSION AUTHORIZATION. */
    String session();
}
