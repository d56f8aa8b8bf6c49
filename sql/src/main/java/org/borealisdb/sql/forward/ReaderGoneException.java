package org.borealisdb.sql.forward;

/** Nobody takes the parts of a result any more. */
final class ReaderGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReaderGoneException() {
        super("the reader has given the session up", null, false, false);
    }
}
