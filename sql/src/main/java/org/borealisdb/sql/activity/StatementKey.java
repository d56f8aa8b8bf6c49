package org.borealisdb.sql.activity;

/**
 * What is counted together.
 *
 * @param roleId who ran it
 * @param databaseId where
 * @param queryId what
 * @param topLevel whether a client asked for it, and not a function
 */
public record StatementKey(long roleId, long databaseId, long queryId, boolean topLevel) {}
