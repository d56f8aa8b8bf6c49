package org.borealisdb.storage.repair;

/** A copy can't be finished as it was begun; its owner starts again after a while. */
final class CopyFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CopyFailedException(String message) {
        super(message, null, false, false);
    }
}
