package org.borealisdb.server.region;

import org.borealisdb.runtime.error.OperationException;

/**
 * Something that the person at the command line can put right. The message is one line that says what is wrong and, where it is
 * known, what to do; it is shown as it is, without a stack.
 */
public final class RegionProblemException extends OperationException {
    private static final long serialVersionUID = 1L;

    public RegionProblemException(String message) {
        super(message, false);
    }

    public RegionProblemException(String message, Throwable cause) {
        super(message, false, cause);
    }
}
