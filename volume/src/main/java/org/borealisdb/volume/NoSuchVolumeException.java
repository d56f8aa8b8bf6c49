package org.borealisdb.volume;

import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.error.OperationException;

/** The metadata log has no such volume. */
public final class NoSuchVolumeException extends OperationException {
    private static final long serialVersionUID = 1L;

    public NoSuchVolumeException(VolumeId volume) {
        super(volume + " does not exist", false);
    }
}
