package org.borealisdb.volume.stream;

import org.borealisdb.runtime.error.OperationException;

/** A reader begins again elsewhere in the log: what was read before, and every view, is of no use any more. The same statement may succeed when it is run again. */
public final class LogLostException extends OperationException {
    private static final long serialVersionUID = 1L;

    public LogLostException(String message) {
        super(message, true);
    }

    public LogLostException(String message, Throwable cause) {
        super(message, true, cause);
    }
}
