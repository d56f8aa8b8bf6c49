package org.borealisdb.sql.deparse;

/** Something in a query cannot be written from what it was bound to. */
public final class UnwrittenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnwrittenException(String what) {
        super(what, null, false, false);
    }
}
