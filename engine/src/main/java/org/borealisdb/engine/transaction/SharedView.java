package org.borealisdb.engine.transaction;

/**
 * A view that a transaction has exported.
 *
 * @param name under which others may take it
 * @param database the name of the one that it was exported in
 */
public record SharedView(String name, String database) {}
