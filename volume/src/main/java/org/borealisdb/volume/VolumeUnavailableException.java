package org.borealisdb.volume;

import org.borealisdb.runtime.error.OperationException;

/** Too few storage nodes answer for what was asked. It may succeed when they are back. */
public final class VolumeUnavailableException extends OperationException {
    private static final long serialVersionUID = 1L;

    public VolumeUnavailableException(String message) {
        super(message, true);
    }
}
