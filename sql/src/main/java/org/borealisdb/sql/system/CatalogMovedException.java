package org.borealisdb.sql.system;

/**
 * A definition got a lock, and others have changed the catalog since it was read: what it goes by may not be so any more. What it has done is to be undone, with its locks kept, and it is to begin
 * anew: each time it has one lock more that it does not wait for.
 */
public final class CatalogMovedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CatalogMovedException() {
        super("the catalog changed", null, false, false);
    }
}
