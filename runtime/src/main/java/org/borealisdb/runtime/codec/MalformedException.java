package org.borealisdb.runtime.codec;

import org.borealisdb.runtime.error.OperationException;

/** Bytes from a file or a peer do not decode: wrong magic, version, length, checksum or content. They must not be used. */
public class MalformedException extends OperationException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message, false);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, false, cause);
    }
}
