package org.borealisdb.sql.forward;

/** A reader's way to its writer, whoever that is at the moment. Safe for use by all tasks. */
public interface WriterLink {
    /**
     * Asks, and waits for the answer, but not for long. {@link ForwardAnswer.Unknown} is also the answer if nobody got the request.
     *
     * @throws org.borealisdb.runtime.error.OperationException if there is no answer: whether the request was carried out is not known
     */
    ForwardAnswer ask(ForwardRequest request);

    /** Waits until the reader has applied everything up to {@code lsn}, for at most {@code timeoutNanos}; true if it has. */
    boolean awaitApplied(long lsn, long timeoutNanos);
}
