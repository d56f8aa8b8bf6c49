package org.borealisdb.engine.buffer;

/** The instance stopped because of a mistake of its own: an edit that began and could not be finished. Its cause is the first failure. */
public final class PoolFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PoolFailedException(Throwable cause) {
        super("the instance has stopped: a page was left in the middle of an edit", cause);
    }
}
