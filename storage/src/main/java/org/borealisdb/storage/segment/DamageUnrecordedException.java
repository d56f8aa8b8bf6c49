package org.borealisdb.storage.segment;

import org.borealisdb.runtime.error.OperationException;

/** Damage was found, but the mark that keeps the segment out of service after a restart could not be written: the node steps aside (R5). */
public final class DamageUnrecordedException extends OperationException {
    private static final long serialVersionUID = 1L;

    DamageUnrecordedException(String message, Throwable cause) {
        super(message, false, cause);
    }
}
