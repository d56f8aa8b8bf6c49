package org.borealisdb.runtime.file;

import org.borealisdb.runtime.error.OperationException;

/** A file operation failed. */
public final class FileException extends OperationException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        NOT_FOUND,
        EXISTS,
        /** Somebody else holds the lock. */
        LOCKED,
        /** No room left on the file system. */
        FULL,
        /** Everything else, such as an I/O error or a short write: the file's content is in doubt. */
        FAILED
    }

    private final Kind kind;

    public FileException(Kind kind, String message) {
        super(message, false);
        this.kind = kind;
    }

    public FileException(Kind kind, String message, Throwable cause) {
        super(message, false, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
