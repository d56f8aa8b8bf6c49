package org.borealisdb.cloud.key;

import org.borealisdb.runtime.error.OperationException;

/** A key cannot be had: its master key is missing, denied or out of reach, or is not the one that wrapped it. Says what to do. */
public final class KeyUnavailableException extends OperationException {
    private static final long serialVersionUID = 1L;

    public KeyUnavailableException(String message, boolean retryable) {
        super(message, retryable);
    }

    public KeyUnavailableException(String message, boolean retryable, Throwable cause) {
        super(message, retryable, cause);
    }
}
