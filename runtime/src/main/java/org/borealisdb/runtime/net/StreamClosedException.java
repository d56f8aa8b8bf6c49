package org.borealisdb.runtime.net;

import org.borealisdb.runtime.error.OperationException;

/** What was waited on was closed by this process. */
public final class StreamClosedException extends OperationException {
    private static final long serialVersionUID = 1L;

    public StreamClosedException(String message) {
        super(message, false);
    }
}
