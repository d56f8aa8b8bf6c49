package org.borealisdb.storage.restore;

import org.borealisdb.runtime.error.OperationException;

/** What was asked for can't be restored; the message says why, and what can. */
public final class RestoreException extends OperationException {
    private static final long serialVersionUID = 1L;

    public RestoreException(String message) {
        super(message, false);
    }
}
