package org.borealisdb.runtime.net;

import org.borealisdb.runtime.error.OperationException;

/** The other side of a stream took too long. */
public final class StreamTimeoutException extends OperationException {
    private static final long serialVersionUID = 1L;

    public StreamTimeoutException(String message) {
        super(message, false);
    }
}
