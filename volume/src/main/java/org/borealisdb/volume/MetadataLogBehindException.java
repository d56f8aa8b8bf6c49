package org.borealisdb.volume;

import org.borealisdb.runtime.error.OperationException;

/**
 * The metadata log is older than what a storage node was told: it was lost, or restored from an old copy. Nothing may be decided
 * until it has been rebuilt from the nodes (R7).
 */
public final class MetadataLogBehindException extends OperationException {
    private static final long serialVersionUID = 1L;

    public MetadataLogBehindException(String message) {
        super(message, false);
    }
}
