package org.borealisdb.runtime.net;

import org.borealisdb.runtime.error.OperationException;

/** A peer could not be reached, did not answer in time, or refused. */
public final class NetworkException extends OperationException {
    private static final long serialVersionUID = 1L;

    private final boolean nobodyListens;

    public NetworkException(String message) {
        this(message, false);
    }

    /**
     * A failure of which it may be known that no process listens where the peer should.
     *
     * @param nobodyListens see {@link #nobodyListens()}
     */
    public NetworkException(String message, boolean nobodyListens) {
        super(message, true);
        this.nobodyListens = nobodyListens;
    }

    public NetworkException(String message, Throwable cause) {
        super(message, true, cause);
        this.nobodyListens = false;
    }

    /** True if the peer's machine answered, or this is its process, and said that no process listens there: it has ended, or has not begun. False if that is not known. */
    public boolean nobodyListens() {
        return nobodyListens;
    }
}
