package org.borealisdb.volume;

import org.borealisdb.runtime.error.OperationException;

/** The volume does not have that point of its history, or not any more. */
public final class HistoryGoneException extends OperationException {
    private static final long serialVersionUID = 1L;

    public HistoryGoneException(String message) {
        super(message, false);
    }
}
