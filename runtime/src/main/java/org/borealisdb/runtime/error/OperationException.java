package org.borealisdb.runtime.error;

/** Something outside this process failed. Each kind is a subclass; its message names the objects (segment, LSN, epoch, file). */
public class OperationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    public OperationException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    public OperationException(String message, boolean retryable, Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** True if the same operation may succeed later, without anyone changing it. */
    public final boolean retryable() {
        return retryable;
    }
}
