package org.borealisdb.runtime.error;

/** Another process has taken over what this one owned, and this one must stop. */
public class TakenOverException extends OperationException {
    private static final long serialVersionUID = 1L;

    public TakenOverException(String message) {
        super(message, false);
    }
}
