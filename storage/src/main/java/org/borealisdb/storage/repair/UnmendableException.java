package org.borealisdb.storage.repair;

import org.borealisdb.runtime.error.OperationException;

/** What peers keep of damaged pages does not fit between the layers that are here: the whole segment has to be copied. */
final class UnmendableException extends OperationException {
    private static final long serialVersionUID = 1L;

    UnmendableException(String message) {
        super(message, false);
    }
}
