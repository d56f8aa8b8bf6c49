package org.borealisdb.cloud.objectstore;

import org.borealisdb.runtime.error.OperationException;

/** An object store could not do what it was asked for. */
public final class ObjectStoreException extends OperationException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** There is no such object. */
        NOT_FOUND,
        /** No copy of the object is whole. */
        DAMAGED,
        /** The store can't be reached, is full, or refuses; whether a write took place is unknown. */
        UNAVAILABLE
    }

    private final Kind kind;

    public ObjectStoreException(Kind kind, String message) {
        super(message, kind == Kind.UNAVAILABLE);
        this.kind = kind;
    }

    public ObjectStoreException(Kind kind, String message, Throwable cause) {
        super(message, kind == Kind.UNAVAILABLE, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
