package org.borealisdb.sql.bind;

/**
 * A data change in WITH. It is run once, whether its rows are read or not.
 *
 * @param identity tells which plans read its rows
 */
public record ChangeInWith(Object identity, BoundChange change) {}
