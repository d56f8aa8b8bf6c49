package org.borealisdb.storage.layer;

/** A layer that was to be copied from another node is not there any more as it was made, or does not read as it was written. */
public final class LostLayerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostLayerException(String message) {
        super(message);
    }

    LostLayerException(String message, Throwable cause) {
        super(message, cause);
    }
}
