package org.borealisdb.engine.space;

import org.borealisdb.runtime.error.OperationException;

/** The volume has reached its largest size and has no free extent. Dropping tables helps. */
public final class VolumeFullException extends OperationException {
    private static final long serialVersionUID = 1L;

    VolumeFullException(String message) {
        super(message, false);
    }
}
