package org.borealisdb.sql.session;

/** The bytes that a client copies in, in pieces that need not end where a row does. */
public interface CopyInput {
    /**
     * Waits for the next piece; the one before is gone.
     *
     * @return false if the client has sent everything
     * @throws org.borealisdb.expr.error.SqlException 57014 if the client gave up
     */
    boolean advance();

    /** The array that holds the piece; not to be changed. */
    byte[] bytes();

    /** Where the piece begins in {@link #bytes()}. */
    int offset();

    /** How many bytes the piece has. */
    int length();
}
