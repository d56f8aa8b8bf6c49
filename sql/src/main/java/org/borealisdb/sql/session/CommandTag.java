package org.borealisdb.sql.session;

/**
 * What a statement was, as the client is told when it is complete.
 *
 * @param name such as {@code SELECT} or {@code CREATE TABLE}
 * @param counts whether the number of rows follows the name
 */
public record CommandTag(String name, boolean counts) {
    public static final CommandTag SELECT = counting("SELECT");
    public static final CommandTag INSERT = counting("INSERT");
    public static final CommandTag UPDATE = counting("UPDATE");
    public static final CommandTag DELETE = counting("DELETE");
    public static final CommandTag COPY = counting("COPY");
    public static final CommandTag FETCH = counting("FETCH");
    public static final CommandTag BEGIN = plain("BEGIN");
    public static final CommandTag COMMIT = plain("COMMIT");
    public static final CommandTag ROLLBACK = plain("ROLLBACK");

    public CommandTag {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a command tag needs a name");
        }
    }

    /** A tag whose number of rows is told. */
    public static CommandTag counting(String name) {
        return new CommandTag(name, true);
    }

    /** A tag without a number. */
    public static CommandTag plain(String name) {
        return new CommandTag(name, false);
    }
}
