package org.borealisdb.sql.postgres;

/**
 * What a comment is about.
 *
 * @param relation number of the system relation that the object is in
 * @param column a column of it, or 0
 */
record Commented(long id, long relation, long column) {}
