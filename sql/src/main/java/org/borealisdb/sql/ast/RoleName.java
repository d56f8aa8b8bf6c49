package org.borealisdb.sql.ast;

/**
 * A role as a statement names it.
 *
 * @param kind how it is named
 * @param name of it; the word for those that go by a word
 * @param position offset of the name
 */
public record RoleName(Kind kind, String name, int position) {
    /** How a role is named. */
    public enum Kind {
        /** By its name. */
        NAMED,
        /** CURRENT_USER or CURRENT_ROLE. */
        CURRENT,
        /** SESSION_USER. */
        SESSION,
        /** PUBLIC: all roles. */
        PUBLIC
    }
}
