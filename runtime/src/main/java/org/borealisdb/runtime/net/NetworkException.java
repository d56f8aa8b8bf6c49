package org.borealisdb.runtime.net;

import org.borealisdb.runtime.error.OperationException;

/** A peer could not be reached, did not answer in time, or refused. */
public final class NetworkException extends OperationException {
    private static final long serialVersionUID = 1L;

    public NetworkException(String message) {
        super(message, true);
    }

    public NetworkException(String message, Throwable cause) {
        super(message, true, cause);
    }
}
